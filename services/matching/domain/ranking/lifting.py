"""The wishes that a person may lift, one or two at a time: her wants, or her case before an offer, without them.

Only what she set can be lifted; the law and the employer's side never are. Lifting never bars more.
"""

from itertools import combinations

from services.contracts.vocabulary import Licence, TravelMode
from services.matching.domain.ranking.case import Case, Lift
from services.matching.domain.ranking.market import Trips
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.rules_of_wishes import HORIZON_MINUTES, TOLERANCE

Lifts = frozenset[Lift]


def lifted(wants: Wants, lifts: Lifts) -> Wants:
    """The same wants with some of them unsaid (or, for the vehicle and the licences, granted). Never bars more."""
    return Wants(
        wishes=wants.wishes,
        skills=wants.skills,
        kinds=frozenset() if Lift.KINDS in lifts else wants.kinds,
        available=frozenset() if Lift.HOURS in lifts else wants.available,
        available_from=None if Lift.DATES in lifts else wants.available_from,
        weekly_hours_max=None if Lift.HOURS in lifts else wants.weekly_hours_max,
        earliest_start=None if Lift.HOURS in lifts else wants.earliest_start,
        latest_end=None if Lift.HOURS in lifts else wants.latest_end,
        modes=wants.modes | {TravelMode.CAR} if Lift.VEHICLE in lifts and wants.modes else wants.modes,
        travel_minutes_max=_longest(wants) if Lift.DISTANCE in lifts else wants.travel_minutes_max,
        licences=frozenset(Licence) if Lift.LICENCE in lifts else wants.licences,
        origin=wants.origin,
        avoids=frozenset() if Lift.EFFORTS in lifts else wants.avoids,
    )


def _longest(wants: Wants) -> int | None:
    wished = wants.travel_minutes_max
    return wished if wished is not None and wished * TOLERANCE > HORIZON_MINUTES else None


def liftable(wants: Wants) -> tuple[Lift, ...]:
    """The wishes that this person did set."""
    return tuple(lift for lift in Lift if lifted(wants, frozenset({lift})) != wants)


def combinations_of(wants: Wants) -> tuple[Lifts, ...]:
    """Each wish alone, then each pair."""
    one = liftable(wants)
    return (*(frozenset({lift}) for lift in one), *(frozenset(pair) for pair in combinations(one, 2)))


def lifted_case(case: Case, lifts: Lifts, trips: Trips) -> Case:
    """The same case with some wishes lifted."""
    return with_wants(case, lifted(case.wants, lifts), lifts, trips)


def with_wants(case: Case, wants: Wants, lifts: Lifts, trips: Trips) -> Case:
    """The same case with wants already lifted."""
    there = trips.by_car_too(case.offer.place) if Lift.VEHICLE in lifts else case.trip
    return Case(
        wants,
        case.offer,
        case.today,
        case.legal,
        case.active,
        case.employer,
        case.record,
        case.taken,
        case.dealings,
        there,
        case.km_from_centre,
        case.languages,
    )
