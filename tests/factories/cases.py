"""A person before an offer, as the rules of eligibility see them."""

from typing import Any

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.case import Case
from services.matching.domain.ranking.dealings import Dealings
from services.matching.domain.ranking.eligibility import (
    judge,
)
from services.matching.domain.ranking.market import Trips, case_of
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Profile
from tests.factories.ranking import (
    a_market,
    a_profile,
    an_immersion_in_a_kitchen,
)


def a_case(
    offer: Offer | None = None, profile: Profile | None = None, dealings: Dealings | None = None, **market: Any
) -> Case:
    """This person before this offer (a suitable one by default)."""
    offer, profile = offer or an_immersion_in_a_kitchen(), profile or a_profile()
    around = a_market(offer, **market)
    return case_of(profile, offer, around, dealings or Dealings(), Trips(profile.wants, around.centre, around.stops))


def codes(case: Case) -> list[str]:
    """The codes of the barriers."""
    return [barrier.code for barrier in judge(case).barriers]


def offered(kind: OfferKind, **changes: Any) -> Offer:
    """The kitchen, under another kind of offer."""
    return an_immersion_in_a_kitchen(kind=kind, **changes)


def open_to_all(**changes: Any) -> Profile:
    """Somebody who takes every kind."""
    return a_profile(kinds=frozenset(), **changes)
