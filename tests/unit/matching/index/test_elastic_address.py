"""The address of the index and its secrets are read strictly; a secret is never shown."""

from pathlib import Path
from typing import Any

import pytest
from elasticsearch import ConnectionTimeout

from services.kernel.problems import Unavailable
from services.matching.adapters.elastic_connection import Reach, connect, read_address
from services.matching.adapters.elastic_offer_index import open_index
from services.matching.ports import OfferQuery
from services.matching.settings import MatchingSettings

URL = "http://127.0.0.1:1"


def told(folder: Path, **changes: Any) -> MatchingSettings:
    values = {"data_dir": folder, "offer_index_url": URL, "embedder_url": "characters://", **changes}
    return MatchingSettings(**values)


def test_hosts_and_options_are_read() -> None:
    address = read_address("https://one:9200,two:9201?alias=essai&ca=/ca.pem&timeout=2")

    assert address.hosts == ("https://one:9200", "https://two:9201")
    assert (address.alias, address.ca, address.timeout) == ("essai", "/ca.pem", 2.0)


@pytest.mark.parametrize("url", ["https://", "https://host:9200?unknown=1", "https://host:9200?timeout"])
def test_what_is_not_understood_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        read_address(url)


def test_a_password_in_the_address_is_refused_without_being_repeated() -> None:
    with pytest.raises(ValueError, match="CITE_OFFER_INDEX_LOGIN") as refused:
        read_address("https://cite:s3cret@host:9200")

    assert "s3cret" not in str(refused.value)


def test_both_ways_to_sign_in_at_once_are_refused(tmp_path: Path) -> None:
    settings = told(tmp_path, offer_index_api_key="k", offer_index_login="a:b")

    with pytest.raises(ValueError, match="pas les deux"):
        connect(read_address(URL), settings)


def test_a_login_without_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="utilisateur:mot de passe"):
        connect(read_address(URL), told(tmp_path, offer_index_login="cite"))


def test_a_secret_may_come_from_a_file_and_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "CITE_OFFER_INDEX_API_KEY").write_text("s3cret\n")
    monkeypatch.setenv("CITE_SECRETS_DIR", str(tmp_path))
    settings = told(tmp_path)
    monkeypatch.delenv("CITE_SECRETS_DIR")
    direct = told(tmp_path, offer_index_login="cite:s3cret")

    assert connect(read_address(URL), settings)._headers["authorization"] == "ApiKey s3cret"
    assert connect(read_address(URL), direct)._headers["authorization"].startswith("Basic ")
    assert "s3cret" not in repr(settings) + repr(direct)


def test_nobody_behind_the_address_is_told_as_unavailable_in_french(tmp_path: Path) -> None:
    index = open_index(told(tmp_path))

    with pytest.raises(Unavailable, match="ne répond pas"):
        index.search("t", OfferQuery())


def test_a_server_that_did_not_answer_is_not_asked_again_at_once() -> None:
    now = [0.0]
    reach = Reach(monotonic=lambda: now[0])
    asked = []

    def ask() -> None:
        with reach():
            asked.append(now[0])
            raise ConnectionTimeout("late")

    for at in (0.0, 1.0, 1.9, 2.5):
        now[0] = at
        with pytest.raises(Unavailable):
            ask()

    assert asked == [0.0, 2.5]
