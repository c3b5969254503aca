"""Static files are kept for a year under the hash of their content."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from services.kernel.web.static import Assets, UnknownAsset
from tests.factories.asgi_client import asgi_client


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "look.css").write_text("a{}" * 400)
    (tmp_path / "small.js").write_text("1")
    return Assets({"mine": tmp_path})


@pytest.fixture
def client(assets: Assets) -> httpx.Client:
    return asgi_client(Starlette(routes=[Mount(assets.prefix, assets)]), base_url="https://cite.fr")


def test_a_hashed_address_is_kept_for_ever(assets: Assets, client: httpx.Client) -> None:
    answer = client.get(assets.url("mine/deep/look.css"))

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "a{}" * 400


def test_the_address_changes_with_the_content(assets: Assets, tmp_path: Path) -> None:
    before = assets.url("mine/small.js")
    (tmp_path / "small.js").write_text("2")

    assert Assets({"mine": tmp_path}).url("mine/small.js") != before


def test_a_plain_or_an_old_address_is_asked_again_each_time(client: httpx.Client) -> None:
    for path in ("/static/mine/small.js", "/static/mine/small.0123456789ab.js"):
        answer = client.get(path)
        assert (answer.text, answer.headers["cache-control"]) == ("1", "no-cache")


def test_what_the_browser_has_is_not_sent_again(assets: Assets, client: httpx.Client) -> None:
    tag = client.get("/static/mine/small.js").headers["etag"]

    assert client.get("/static/mine/small.js", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["absent.css", "../pages.py", "..%2f..%2fpages.py", "mine/../../x", "mine", ""])
def test_nothing_outside_the_folders_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_static_files_are_only_read(client: httpx.Client) -> None:
    assert client.post("/static/mine/small.js").status_code == 405


def test_a_misspelt_file_is_an_error_of_ours(assets: Assets) -> None:
    with pytest.raises(UnknownAsset):
        assets.url("house/abscent.css")


def test_the_files_of_the_house_are_always_there(assets: Assets, client: httpx.Client) -> None:
    for path in assets.paths():
        assert client.get(assets.url(path)).status_code == 200
    assert "house/tokens.css" in assets.paths()
