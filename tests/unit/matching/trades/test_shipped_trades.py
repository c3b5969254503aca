"""The shipped trades are found by what people say, and the table holds together."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.adapters.shipped_trades import shipped_table, shipped_trades
from services.matching.domain.studies import leads

TABLE = shipped_table()


@pytest.mark.parametrize(
    ("typed", "rome"),
    [
        ("faire le ménage", "K2205"),
        ("faire le ménage dans des bureaux", "K2205"),
        ("bosser avec des petits", "K1307"),
        ("caissiere", "D1505"),
        ("CAISSIER", "D1505"),
        ("caiss", "D1505"),
        ("aide soignante", "J1501"),
        ("aide soignante de nuit", "J1501"),
        ("conducteur.rice de bus", "N4103"),
        ("mécano", "I1604"),
        ("cuisinère", "G1609"),
        ("cuisiniere", "G1609"),
        ("je voudrais travailler dans une crèche", "K1307"),
        ("femme de ménage", "K2205"),
        ("livreur", "N4105"),
        ("livreuse en scooter", "N4104"),
        ("ostréiculture", "A1430"),
        ("magasinnier", "N1110"),
        ("serveur·se", "G1803"),
        ("peintre (H/F)", "F1606"),
    ],
)
def test_what_people_say_finds_the_trade(typed: str, rome: str) -> None:
    assert rome in [found.rome for found in TABLE.suggest(typed, limit=3)]


def test_an_unfinished_trade_of_both_genders_finds_drivers() -> None:
    found = [one.label.casefold() for one in TABLE.suggest("conducteur.rice")]
    assert len(found) >= 3
    assert all("conducteur" in label for label in found[:3])


def test_each_name_of_the_table_finds_its_own_trade() -> None:
    lost = [
        (trade.rome, name.text)
        for trade in shipped_trades()
        for name in trade.names
        if trade.rome not in {found.rome for found in TABLE.suggest(name.text)}
    ]
    assert lost == []


@pytest.mark.parametrize("typed", ["", "   ", "xqzwk", "🦆", "de la", "123456"])
def test_words_that_name_no_trade_find_none(typed: str) -> None:
    assert list(TABLE.suggest(typed)) == []


@given(st.text(max_size=200))
def test_any_text_is_answered_by_distinct_trades_best_first(typed: str) -> None:
    found = TABLE.suggest(typed)
    assert len({one.rome for one in found}) == len(found) <= 8
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_the_table_speaks_of_codes_that_it_knows_and_of_skills_numbered_once() -> None:
    trades = shipped_trades()
    romes = {trade.rome for trade in trades}
    assert len(romes) == len(trades) >= 120
    for trade in trades:
        assert re.fullmatch(r"[A-N]\d{4}", trade.rome)
        assert trade.related.keys() <= romes - {trade.rome}
        assert set(trade.related.values()) <= {0.75, 0.5, 0.25}
        assert 5 <= len(trade.names) <= 10, trade.rome
        assert 6 <= len(trade.skills) <= 10, trade.rome
        assert {skill.code.split("-")[0] for skill in trade.skills} == {trade.rome}
    codes = [skill.code for trade in trades for skill in trade.skills]
    assert len(codes) == len(set(codes))


def test_nearness_holds_both_ways_and_a_trade_is_nearest_to_itself() -> None:
    for trade in shipped_trades():
        near = TABLE.nearness(trade.rome)
        assert near[trade.rome] == 1.0
        assert all(0 < figure <= 1 for figure in near.values())
        back = {other: TABLE.nearness(other)[trade.rome] for other in near}
        led = {other for other in near if leads(TABLE.label(other) or "") or leads(trade.label)}
        assert {other: back[other] for other in near.keys() - led} == {
            other: near[other] for other in near.keys() - led
        }


def test_an_unknown_code_is_near_itself_only_and_has_no_label() -> None:
    assert TABLE.nearness("Z9999") == {"Z9999": 1.0}
    assert TABLE.label("Z9999") is None
    assert list(TABLE.skills("Z9999")) == []


def test_a_keystroke_is_answered_within_thirty_milliseconds() -> None:
    typed = "cuisinère en cantine scolaire"
    TABLE.suggest(typed)
    started = time.perf_counter()
    for end in range(1, len(typed) + 1):
        TABLE.suggest(typed[:end])
    assert (time.perf_counter() - started) / len(typed) < 0.03
