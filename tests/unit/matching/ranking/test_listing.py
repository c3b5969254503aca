"""The order of the list: spread, fair to new offers and full firms, the same every time."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from services.matching.domain.ranking.features import FEATURES, UNKNOWN, Value
from services.matching.domain.ranking.listing import FIRST_LOOK_EVERY, Candidate, arrange
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.offer import Record
from services.matching.domain.ranking.score import TRADE, Score, from_values, score
from tests.factories.ranking import NOW, TODAY, a_company, a_world, an_immersion_in_a_kitchen, uid

_NEUTRAL = from_values(tuple(UNKNOWN for _ in FEATURES))


def worth(log_odds: float) -> Score:
    """A score of that many log-odds."""
    return Score(_NEUTRAL.values, _NEUTRAL.shares, _NEUTRAL.baseline, log_odds)


def one(number: int, log_odds: float, *, firm: int = 0, rome: str = "", days: int = 30, load: int = 0) -> Candidate:
    """An offer of that worth; each of its own firm and trade unless said."""
    offer = an_immersion_in_a_kitchen(
        number, company_id=uid(firm or 5000 + number), rome=rome, published_at=NOW - timedelta(days=days)
    )
    return Candidate(offer, worth(log_odds), a_company(firm or 5000 + number), Record(introduced_this_month=load))


def order(*candidates: Candidate) -> list[int]:
    """Numbers of the offers as listed."""
    return [ranked.offer.id.int for ranked in arrange(candidates, today=TODAY)]


def test_better_comes_first() -> None:
    assert order(one(1, 0.0), one(2, 2.0), one(3, 1.0)) == [2, 3, 1]


def test_ties_go_to_the_newest_then_to_the_smallest_id() -> None:
    assert order(one(3, 1.0, days=20), one(2, 1.0, days=20), one(1, 1.0, days=25)) == [2, 3, 1]


def test_one_employer_does_not_fill_the_top() -> None:
    same = [one(i, 2.0 - i / 100, firm=7) for i in range(1, 5)]
    others = [one(10, 1.7), one(11, 1.4)]

    assert order(*same, *others)[:3] == [1, 10, 2]


def test_one_trade_does_not_fill_the_top_when_another_is_as_good() -> None:
    cooks = [one(i, 2.0 - i / 100, rome="G1602") for i in range(1, 4)]

    assert order(*cooks, one(9, 1.93, rome="K2204"))[:2] == [1, 9]


def test_a_firm_near_its_monthly_maximum_steps_back() -> None:
    assert order(one(1, 1.0, load=7), one(2, 0.8)) == [2, 1]


def test_the_fifth_place_goes_to_a_new_offer_that_is_nearly_as_good() -> None:
    old = [one(i, 3.0 - i / 100) for i in range(1, 9)]
    listed = arrange([*old, one(50, 1.6, days=2)], today=TODAY)

    assert listed[FIRST_LOOK_EVERY - 1].offer.id == uid(50)
    assert [ranked.first_look for ranked in listed].count(True) == 1


def test_a_new_offer_that_is_far_below_waits_its_turn() -> None:
    old = [one(i, 3.0 - i / 100) for i in range(1, 9)]

    assert order(*old, one(50, 0.5, days=2))[-1] == 50


def test_what_is_in_none_of_the_domains_asked_for_comes_after_all_the_rest_and_says_so() -> None:
    def with_trade(candidate: Candidate, nearness: float) -> Candidate:
        values = tuple(nearness if place == TRADE else value for place, value in enumerate(candidate.score.values))
        return replace(candidate, score=replace(candidate.score, values=values))

    far, near, unknown = with_trade(one(1, 3.0), 0.0), with_trade(one(2, 1.0), 0.25), one(3, 0.5)
    listed = arrange([far, near, unknown], today=TODAY)

    assert [(ranked.offer.id.int, ranked.apart) for ranked in listed] == [(2, False), (3, False), (1, True)]


@pytest.mark.parametrize("seed", range(40))
def test_every_offer_is_listed_once_in_an_order_that_the_input_order_does_not_change(seed: int) -> None:
    draw = Random(seed)
    many = [
        one(
            i, round(draw.uniform(-2, 2), 1), firm=draw.randint(1, 6), rome=draw.choice("ABC"), days=draw.randint(0, 12)
        )
        for i in range(1, 60)
    ]
    shuffled = draw.sample(many, len(many))

    assert order(*many) == order(*shuffled)
    assert sorted(order(*many)) == list(range(1, 60))


def test_a_real_list_meets_more_employers_in_its_top_ten_than_the_bare_order() -> None:
    bare, spread = 0, 0
    for seed in range(40):
        world = a_world(seed, offers=120)
        candidates = [
            Candidate(c.offer, score(evidence_of(c, world.signals)), c.employer, c.record)
            for c in sift(world.profile, world.market, world.dealings).eligible
        ]
        best = sorted(candidates, key=lambda c: (-c.score.log_odds, c.offer.id))[:10]
        bare += len(Counter(c.offer.company_name for c in best))
        spread += len(Counter(r.offer.company_name for r in arrange(candidates, today=TODAY)[:10]))

    assert spread > bare


def advertised(number: int, log_odds: float, *, title: str = "Cuisinier H/F", firm: str = "Chez Lou") -> Candidate:
    """An advertisement from elsewhere."""
    offer = an_immersion_in_a_kitchen(number, company_id=None, company_name=firm, title=title, rome="")
    return Candidate(offer, worth(log_odds))


def test_the_twin_of_an_advertisement_is_kept_far_below() -> None:
    twins = [advertised(1, 2.0), advertised(2, 1.99), advertised(3, 0.5, title="Serveur", firm="Autre")]

    assert order(*twins) == [1, 3, 2]


def test_firms_that_hide_their_name_are_not_one_firm() -> None:
    hidden = [advertised(i, 2.0 - i / 100, title=f"Poste {i}", firm="Entreprise non précisée") for i in range(1, 5)]

    assert order(*hidden, advertised(9, 1.9, title="Autre", firm="Chez Lou")) == [1, 2, 3, 4, 9]


@pytest.mark.parametrize(
    ("trade", "wording", "apart"),
    [(0.0, 0.9, True), (0.25, 0.0, False), (UNKNOWN, 0.1, True), (UNKNOWN, 0.6, False), (UNKNOWN, UNKNOWN, False)],
)
def test_an_offer_is_apart_by_its_trade_or_when_nobody_told_it_by_its_words(
    trade: Value, wording: Value, *, apart: bool
) -> None:
    told = {"trade": trade, "wording": wording}

    assert from_values(tuple(told.get(feature.name, UNKNOWN) for feature in FEATURES)).apart is apart


def test_nothing_to_list_is_an_empty_list() -> None:
    assert arrange([], today=TODAY) == ()
