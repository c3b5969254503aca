"""Trades and skills over HTTP, from the real catalogue: public, bounded, in the shape that the form reads."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.kernel import migrate
from services.matching.adapters.rome_catalogue import open_trades
from services.matching.bootstrap import MIGRATIONS, NAME, build
from services.matching.settings import MatchingSettings
from services.matching.use_cases.rank_offers_for_profile import Tools
from tests.factories.asgi_client import asgi_client
from tests.factories.matching_service import MemoryIndex


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[httpx.Client]:
    """Somebody without an account."""
    settings = MatchingSettings(data_dir=tmp_path, public_base="http://testserver")
    runtime = build(settings, tools=Tools(open_trades(settings), MemoryIndex()))
    migrate.upgrade(runtime.database, NAME, MIGRATIONS)
    yield asgi_client(runtime.app, base_url="http://testserver")
    runtime.close()
    runtime.event_log.close()


def test_anybody_is_suggested_trades_with_value_label_and_hint(visitor: httpx.Client) -> None:
    found = visitor.get("/matching/api/trades", params={"q": "bosser avec des petits"}).json()["items"]
    shown = {one["value"]: (one["label"], one["hint"]) for one in found[:3]}
    assert shown["K1303"] == ("Garde d'enfants", "bosser avec des petits")
    assert shown["K1307"] == ("Animateur / Animatrice petite enfance", "bosser avec des petits")
    assert all(one["value"] == one["rome"] and one["ogr"] is None for one in found[:3])
    assert found[0]["skills"] >= 6


def test_the_skills_of_a_trade_are_searched_by_the_beginning_of_words(visitor: httpx.Client) -> None:
    everything = visitor.get("/matching/api/trades/G1609/skills").json()["items"]
    assert {"value": "G1609-1", "label": "Cuire les viandes, poissons et légumes", "hint": ""} in everything
    found = visitor.get("/matching/api/trades/G1609/skills", params={"q": "hygiene"}).json()["items"]
    assert [one["label"] for one in found] == ["Respecter les règles d'hygiène"]
    assert visitor.get("/matching/api/trades/N9999/skills").json() == {"items": []}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/matching/api/trades?q=" + "a" * 201, 422),
        ("/matching/api/trades?limit=1000", 422),
        ("/matching/api/trades/XX/skills", 422),
        ("/matching/api/trades?q=%F0%9F%A6%86", 200),
        ("/matching/api/trades", 200),
    ],
)
def test_what_is_typed_is_bounded(visitor: httpx.Client, path: str, status: int) -> None:
    assert visitor.get(path).status_code == status
