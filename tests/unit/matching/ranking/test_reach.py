"""What a list leaves out: contracts of other trades, that suppose studies or years which no wish supposes."""

from typing import Any

import pytest

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.listing import Candidate
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.reach import is_beyond, parted
from services.matching.domain.ranking.score import score
from services.matching.domain.studies import UNKNOWN_REACH, Reach, WayIn
from tests.factories.ranking import COOK, a_market, a_profile, a_world, an_immersion_in_a_kitchen, signals_for

KITCHENS = Reach(WayIn(3), frozenset({"M1801", "H1208"}), unlearnt=frozenset({"M1801"}))


def a_job(**changes: Any) -> Offer:
    """A contract in a trade that is far from kitchens."""
    return an_immersion_in_a_kitchen(**({"kind": OfferKind.CDI, "rome": "D1505", "trade_label": "Caissier"} | changes))


@pytest.mark.parametrize(
    ("changes", "beyond"),
    [
        ({}, False),
        ({"rome": "M1801"}, True),
        ({"rome": "M1801", "kind": OfferKind.IMMERSION}, False),
        ({"rome": "M1801", "kind": OfferKind.TRAINING}, False),
        ({"rome": "M1801", "kind": OfferKind.APPRENTICESHIP}, True),
        ({"rome": "H1208", "kind": OfferKind.APPRENTICESHIP}, False),
        ({"rome": "H1208"}, True),
        ({"title": "Caissier confirmé"}, True),
        ({"experience_months": 24}, True),
        ({"experience_months": 12}, False),
        ({"experience_months": None}, False),
        ({"diploma": "Bac+2 ou équivalents"}, True),
        ({"diploma": "CAP, BEP et équivalents"}, False),
        ({"trade_label": "Responsable de caisses"}, True),
        ({"rome": "", "trade_label": "", "title": "Ingénieur écologue"}, True),
    ],
)
def test_another_trade_is_beyond_when_it_asks_for_what_no_wish_supposes(changes: dict[str, Any], beyond: bool) -> None:
    assert is_beyond(a_job(**changes), KITCHENS) is beyond


def test_who_wishes_to_lead_or_has_studied_is_shown_who_leads_and_what_is_studied() -> None:
    engineer = Reach(WayIn(7), leads=True)

    assert not is_beyond(a_job(trade_label="Responsable de caisses"), engineer)
    assert not is_beyond(a_job(diploma="Bac+5"), engineer)


def test_a_wished_trade_is_never_beyond_reach() -> None:
    wished, other = an_immersion_in_a_kitchen(kind=OfferKind.CDI, experience_months=60), a_job(rome="M1801")
    sifted = sift(a_profile(), a_market(wished, other))
    signals = signals_for(a_profile().wants)
    candidates = [Candidate(case.offer, score(evidence_of(case, signals))) for case in sifted.eligible]
    within, beyond = parted(candidates, Reach(WayIn(3), frozenset({"M1801", COOK})))

    assert [one.offer.rome for one in within] == [COOK]
    assert [one.offer.rome for one in beyond] == ["M1801"]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_between_what_is_listed_and_what_is_left_out(seed: int) -> None:
    world = a_world(seed)
    cases = sift(world.profile, world.market, world.dealings).eligible
    candidates = [Candidate(case.offer, score(evidence_of(case, world.signals))) for case in cases]
    within, beyond = parted(candidates, UNKNOWN_REACH)

    assert sorted(one.offer.id for one in (*within, *beyond)) == sorted(case.offer.id for case in cases)
    assert all(one.score.apart for one in beyond)
