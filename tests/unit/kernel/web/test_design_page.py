"""The living page of components behaves as it says."""

from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI, Request

from services.kernel.web.design_page import design_router
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.static import Assets
from tests.factories.asgi_client import asgi_client


@pytest.fixture
def client() -> httpx.Client:
    def context_of(request: Request) -> PageContext:
        return PageContext(path=request.url.path, now=datetime(2026, 3, 3, 9, tzinfo=UTC), site_name="Le Jardin")

    app = FastAPI()
    app.include_router(design_router(Pages(assets=Assets()), context_of))
    return asgi_client(app, base_url="https://cite.fr")


def test_the_page_shows_every_component(client: httpx.Client) -> None:
    text = client.get("/design").text

    for part in ("next-act", "half-days", "shares-bar", "timeline", "cite-map", "cite-suggest", "cite-fragment"):
        assert part in text


def test_a_wrong_form_comes_back_with_its_sentences_and_its_words(client: httpx.Client) -> None:
    answer = client.post("/design", data={"name": "x", "on": "demain", "watering": "mon-am", "plant": "Fève"})

    assert answer.status_code == 422
    assert "Écrivez une date, par exemple 03/03/2026." in answer.text
    assert 'value="Fève"' in answer.text
    assert 'aria-invalid="true" aria-describedby' in answer.text or 'aria-describedby="f-name' in answer.text
    assert 'href="#f-on"' in answer.text


def test_a_good_form_is_understood(client: httpx.Client) -> None:
    answer = client.post(
        "/design",
        data={"name": "Rang 1", "plant": "Fève", "on": "3/3/2026", "at": "9h30", "surface": "1,5", "soil": "sable"}
        | {"watering": "mon-am"},
    )

    assert answer.status_code == 200
    assert "Semis compris" in answer.text


def test_suggestions_are_searched(client: httpx.Client) -> None:
    items = client.get("/design/propositions", params={"q": "cour"}).json()["items"]

    assert [item["label"] for item in items] == ["Courge", "Courgette"]


def test_a_fragment_is_a_piece_not_a_page(client: httpx.Client) -> None:
    text = client.get("/design/morceau", params={"plant": "fève"}).text

    assert "Fève" in text
    assert "<html" not in text
    assert "Aucun légume" in client.get("/design/morceau", params={"plant": "zz"}).text
