"""The search of trades, as somebody types, on the everyday wishes for tuning: over the shipped trades, over the ROME.

The shipped models have learned these wishes: this guards what works. What the models make of wishes that they never saw
is told by ``cite evaluate text``.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.sql_trades import with_shipped
from services.matching.adapters.text_said import Wish, read_wishes
from services.matching.adapters.trade_sense import ModelledSense
from services.matching.adapters.trade_table import TradeTable
from services.matching.domain.trade import Trade, TradeName

ROOT = Path(__file__).parents[4]
OFFICIAL = Path(os.environ.get("CITE_DATA", ROOT.parent / "shared" / "data")) / "rome"
WISHES = read_wishes(ROOT / "bench" / "data" / "everyday_dev.csv")


def found_in_three(table: TradeTable, wishes: Sequence[Wish]) -> float:
    """The share of wishes of which one trade is among the first three suggested."""
    found = [any(one.rome in wish.codes for one in table.suggest(wish.words, limit=3)) for wish in wishes]
    return sum(found) / len(found)


@pytest.fixture(scope="module")
def sense() -> ModelledSense:
    return ModelledSense()


@pytest.fixture(scope="module")
def shipped(sense: ModelledSense) -> TradeTable:
    return TradeTable(shipped_trades(), sense)


@pytest.mark.parametrize(
    ("typed", "rome"),
    [
        ("faire le ménage dans des bureaux", "K2205"),
        ("bosser avec des petits", "K1307"),
        ("caissiere", "D1505"),
        ("aide soignante de nuit", "J1501"),
        ("m'occuper de personnes âgées chez elles", "K1302"),
        ("travailler dehors avec les plantes", "A1203"),
        ("retaper des vieilles bagnoles", "I1604"),
        ("faire des gateaux", "D1104"),
    ],
)
def test_what_people_say_is_among_the_first_three(shipped: TradeTable, typed: str, rome: str) -> None:
    assert rome in [one.rome for one in shipped.suggest(typed, limit=3)]


def test_the_wishes_of_the_neighbourhood_find_their_shipped_trades(shipped: TradeTable) -> None:
    here = [wish for wish in WISHES if any(shipped.label(code) for code in wish.codes)]
    assert len(here) > 300
    assert found_in_three(shipped, here) >= 0.9


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official tables are not here")
def test_all_wishes_find_their_trades_in_the_whole_nomenclature(sense: ModelledSense) -> None:
    rome = read_official_rome(OFFICIAL)
    names: dict[str, list[TradeName]] = {}
    for ogr, (code, label) in rome.appellations.items():
        names.setdefault(code, []).append(TradeName(label, ogr))
    trades = [Trade(code, label, tuple(names.get(code, ()))) for code, (label, _) in rome.codes.items()]
    assert found_in_three(with_shipped(trades, sense), WISHES[::4]) >= 0.85


def test_the_machine_without_the_sentence_model_understands_too(shipped: TradeTable) -> None:
    plain = TradeTable(shipped_trades(), ModelledSense("static://"))
    here = [wish for wish in WISHES if any(shipped.label(code) for code in wish.codes)]
    names_alone = TradeTable(shipped_trades())
    assert found_in_three(plain, here) >= 0.8
    assert found_in_three(plain, here) > found_in_three(names_alone, here)


def test_a_suggestion_comes_while_one_types(shipped: TradeTable) -> None:
    shipped.suggest("ménage")
    started = time.perf_counter()
    for length in range(3, 23):
        shipped.suggest("faire le ménage dans des bureaux"[:length])
    assert (time.perf_counter() - started) / 20 < 0.5


def test_words_that_mean_nothing_suggest_nothing(shipped: TradeTable) -> None:
    assert [typed for typed in ("", "  ", "🦆", "12345", "de la", "xqzwk") if shipped.suggest(typed)] == []
