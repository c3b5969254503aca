"""Trades are found by their names and by what the words mean, weighed together."""

from collections.abc import Mapping

from services.matching.adapters.trade_table import TradeTable
from services.matching.domain.trade import Trade, TradeName

TRADES = [
    Trade("K1302", "Assistant / Assistante de vie", (TradeName("aide à domicile"),)),
    Trade("G1609", "Cuisinier / Cuisinière", (TradeName("faire la cuisine"),)),
    Trade("N3102", "Marin / Marine de commerce", (TradeName("travailler sur un bateau"),)),
]


class Understanding:
    """Says what it was told to, and counts how often it is asked."""

    def __init__(self, meant: Mapping[str, float]) -> None:
        self.meant = meant
        self.asked: list[str] = []

    def alike(self, words: str) -> Mapping[str, float]:
        self.asked.append(words)
        return self.meant


def test_words_that_no_name_holds_find_the_trade_that_they_mean() -> None:
    table = TradeTable(TRADES, Understanding({"K1302": 0.7, "G1609": 0.2}))
    [found] = table.suggest("s'occuper de mamies")
    assert (found.rome, found.matched, found.ogr) == ("K1302", "Assistant / Assistante de vie", None)


def test_a_name_that_is_met_keeps_its_name_and_its_first_place() -> None:
    table = TradeTable(TRADES, Understanding({"K1302": 0.6, "G1609": 0.8}))
    first, second = table.suggest("faire la cuisine")
    assert (first.rome, first.matched) == ("G1609", "faire la cuisine")
    assert second.rome == "K1302"
    assert first.score > second.score


def test_a_trade_that_is_not_in_the_table_is_not_suggested() -> None:
    assert TradeTable(TRADES, Understanding({"A1203": 0.9})).suggest("tondre") == []


def test_a_vague_meaning_suggests_nothing() -> None:
    assert TradeTable(TRADES, Understanding({"N3102": 0.3})).suggest("zzz qqq") == []


def test_nothing_is_read_into_one_or_two_letters() -> None:
    sense = Understanding({"N3102": 0.9})
    TradeTable(TRADES, sense).suggest("cu")
    assert sense.asked == []
    assert TradeTable(TRADES, sense).suggest("cuisine", limit=0) == []
