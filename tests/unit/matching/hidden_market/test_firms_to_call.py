"""Firms that posted nothing in the trade: by what their sector hires, or by a neighbouring trade that they post."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.contracts.vocabulary import TravelMode
from services.kernel.problems import Invalid
from services.matching.adapters.sector_hirings import shipped_sectors
from services.matching.domain.hidden_market.calls import CallOutcome, again_on
from services.matching.domain.hidden_market.firms_to_call import (
    MOST_PER_TRADE,
    Firm,
    FirmToCall,
    Sector,
    Sign,
    firms_to_call,
)
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Trips
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.travel import ToldTrip, place_key
from tests.factories.ranking import (
    CLEANER,
    COOK,
    KITCHEN_HAND,
    NEARNESS,
    PARIS,
    PORT,
    TODAY,
    VILLENEUVE,
    someone_who_seeks_a_kitchen,
    uid,
)

RESTAURANTS = Sector("5610A", "Restauration traditionnelle", {COOK: 30, "G1803": 70})
CLEANING = Sector("8121Z", "Nettoyage courant", {CLEANER: 86, COOK: 1, "": 13})
SECTORS = {"5610A": RESTAURANTS, "8121Z": CLEANING}
WANTS = someone_who_seeks_a_kitchen()
FIRM = Firm("bistro", "Le Bistrot", uid(900), "56.10A", PORT, open=True)


def called(*firms: Firm, wants: Wants = WANTS, told: dict[str, ToldTrip] | None = None) -> list[tuple[str, str, Sign]]:
    """Firms to call with the wish they are for."""
    return [(one.firm.key, one.wish.rome, one.sign) for one in found(*firms, wants=wants, told=told)]


def found(*firms: Firm, wants: Wants = WANTS, told: dict[str, ToldTrip] | None = None) -> tuple[FirmToCall, ...]:
    """Firms to call."""
    links, trips = trade_links(wants.wishes, NEARNESS), Trips(wants, VILLENEUVE, None, told)
    return firms_to_call(wants, firms, SECTORS, links=links, older={}, trips=trips)


def test_the_sector_tells_for_which_wish_the_firm_is_to_call() -> None:
    cleaner = replace(FIRM, key="net", naf="81.21Z")

    assert called(FIRM, cleaner) == [("bistro", COOK, Sign.SECTOR), ("net", CLEANER, Sign.SECTOR)]


def test_a_firm_appears_once_for_the_dearest_wish_that_it_fits() -> None:
    both = Sector("9999Z", "Tout", {COOK: 50, CLEANER: 50})
    wants, links = WANTS, trade_links(WANTS.wishes, NEARNESS)
    told = firms_to_call(
        wants, [replace(FIRM, naf="99.99Z")], {"9999Z": both}, links=links, older={},
        trips=Trips(wants, VILLENEUVE, None),
    )  # fmt: skip

    assert [one.wish.rome for one in told] == [COOK]


def test_a_neighbouring_trade_that_is_posted_is_a_sign_and_the_trade_itself_is_none() -> None:
    hand = replace(FIRM, key="hand", naf="", posted={KITCHEN_HAND: "Plongeur"})
    cook = replace(FIRM, key="cook", posted={COOK: "Cuisinier"})

    assert called(hand, cook) == [("hand", COOK, Sign.NEXT_TRADE)]


@pytest.mark.parametrize(
    "firm",
    [
        replace(FIRM, open=False),
        replace(FIRM, place=PARIS),
        replace(FIRM, naf="", posted={}),
        replace(FIRM, naf="01.11Z"),
        replace(FIRM, company_id=None, place=None),
    ],
    ids=["closed", "out of reach", "no sign", "unknown sector", "only known by ads and nowhere"],
)
def test_who_is_not_to_call(firm: Firm) -> None:
    assert called(firm) == []


def test_what_the_referent_says_of_the_way_counts_here_too() -> None:
    assert called(FIRM, told={place_key(PORT): ToldTrip(None)}) == []
    assert called(FIRM, told={place_key(PORT): ToldTrip(5, TravelMode.CAR)}) != []


def test_a_trade_proposes_so_many_firms_and_no_more_the_nearest_first_when_alike() -> None:
    many = [replace(FIRM, key=f"firm {number}") for number in range(9)]
    near = replace(FIRM, key="next door", place=VILLENEUVE)

    keys = [key for key, _, _ in called(*many, near)]
    assert len(keys) == MOST_PER_TRADE
    assert keys[0] == "next door"


@pytest.mark.parametrize(
    ("cooks", "words"),
    [(80, "la plupart des embauches se font"), (65, "deux embauches sur trois se font"),
     (50, "environ 1 embauche sur 2 se fait"), (10, "environ 1 embauche sur 10 se fait")],
)  # fmt: skip
def test_the_part_is_told_in_words_that_are_true(cooks: int, words: str) -> None:
    links, trips = trade_links(WANTS.wishes, NEARNESS), Trips(WANTS, VILLENEUVE, None)
    sectors = {"7777Z": Sector("7777Z", "", {COOK: cooks, "": 100 - cooks})}
    (one,) = firms_to_call(WANTS, [replace(FIRM, naf="77.77Z")], sectors, links=links, older={}, trips=trips)

    assert words in one.sentence.she


def test_shipped_sectors_never_hire_more_than_a_hundred_for_a_hundred() -> None:
    sectors = shipped_sectors()

    assert len(sectors) > 40
    assert all(sum(sector.hirings.values()) == 100 and sector.label for sector in sectors.values())


def test_a_firm_is_left_in_peace_for_as_long_as_it_answered() -> None:
    soon = TODAY + timedelta(days=12)

    assert again_on(CallOutcome.WELCOMES, None, TODAY) is None
    assert again_on(CallOutcome.NOT_NOW, None, TODAY) == TODAY + timedelta(days=90)
    assert again_on(CallOutcome.NOT_REACHED, None, TODAY) == TODAY + timedelta(days=7)
    assert again_on(CallOutcome.CALL_AGAIN, soon, TODAY) == soon


@pytest.mark.parametrize("asked", [None, TODAY, TODAY - timedelta(days=1), date(2099, 1, 1)])
def test_a_day_to_call_again_is_to_come(asked: date | None) -> None:
    with pytest.raises(Invalid, match="un jour à venir"):
        again_on(CallOutcome.CALL_AGAIN, asked, TODAY)
