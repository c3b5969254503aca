"""TLS and a credential before the node: the certificate is checked, the key is sent, a wrong one is refused."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from services.kernel.problems import Unavailable
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex, open_index
from services.matching.ports import OfferQuery
from services.matching.settings import MatchingSettings
from tests.contract.offer_index.corpus import HERE, document
from tests.factories.tls_proxy import TlsProxy

pytestmark = pytest.mark.servers
KEY = "VGVzdDprZXk="


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[TlsProxy]:
    node = os.environ.get("CITE_TEST_ELASTICSEARCH") or pytest.fail("CITE_TEST_ELASTICSEARCH is not set")
    opened = TlsProxy(tmp_path, str(node), authorization=f"ApiKey {KEY}")
    yield opened
    opened.close()


def opened(proxy: TlsProxy, folder: Path, *, options: str = "", **settings: Any) -> ElasticOfferIndex:
    url = f"{proxy.url}?alias=tls-{uuid4().hex[:8]}{options}"
    return open_index(MatchingSettings(data_dir=folder, offer_index_url=url, embedder_url="characters://", **settings))


def test_an_index_behind_tls_with_a_key_is_written_and_read(proxy: TlsProxy, tmp_path: Path) -> None:
    index = opened(proxy, tmp_path, options=f"&ca={proxy.ca}", offer_index_api_key=KEY)
    index.rebuild(lambda: iter([[document(1)]]))

    assert index.search(HERE, OfferQuery(words="boulangère")).offer_ids == (document(1).offer_id,)

    for name in index.generations.all():
        index.generations.drop(name)


def test_a_wrong_key_is_out_of_reach_for_users_and_the_secret_stays_out_of_the_logs(
    proxy: TlsProxy, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = opened(proxy, tmp_path, options=f"&ca={proxy.ca}", offer_index_login="cite:s3cretword")

    with capture_logs() as said, caplog.at_level("DEBUG"), pytest.raises(Unavailable):
        index.search(HERE, OfferQuery())

    assert proxy.seen[-1].startswith("Basic ")
    assert any(entry["event"] == "offer_index.refused" for entry in said)
    assert "s3cretword" not in caplog.text + str(said)
    assert proxy.seen[-1] not in caplog.text + str(said)


def test_a_certificate_of_nobody_known_is_not_trusted(proxy: TlsProxy, tmp_path: Path) -> None:
    index = opened(proxy, tmp_path, offer_index_api_key=KEY)

    with pytest.raises(Unavailable):
        index.search(HERE, OfferQuery())

    assert proxy.seen == []
