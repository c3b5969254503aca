"""What a referent says of a way stands over everything; a router stands over the estimate."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from services.contracts.vocabulary import TravelMode
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.eligibility import judge
from services.matching.domain.ranking.features import FEATURES
from services.matching.domain.ranking.market import Market, Signals, Trips, evidence_of, sift
from services.matching.domain.ranking.score import score
from services.matching.domain.ranking.travel import Point, ToldTrip, Trip, TripSource, place_key
from services.matching.domain.ranking.unlock import unlocks
from tests.factories.ranking import (
    PORT,
    ROCHEFORT,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    signals_for,
)
from tests.unit.matching.ranking.test_unlock import check

PERSON = a_profile()
OFFER = an_immersion_in_a_kitchen()


def told(minutes: int | None, place: Point = PORT, mode: TravelMode | None = TravelMode.BUS) -> Market:
    """A market in which the referent said something of the person's way."""
    return a_market(
        an_immersion_in_a_kitchen(place=place), told={PERSON.id: {place_key(place): ToldTrip(minutes, mode)}}
    )


class Table:
    """A router that knows the port, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[Point]] = []

    def trips(self, origin: Point, places: Collection[Point], modes: Collection[TravelMode]) -> Mapping[Point, Trip]:
        self.asked.append(list(places))
        found = Trip(3.1, 19, TravelMode.BUS, TripSource.ROUTER)
        return {place: found for place in places if place == PORT}


def test_a_longer_way_than_estimated_sets_the_offer_aside() -> None:
    (held,) = sift(PERSON, told(55)).held

    assert [rule.code for rule in held[1]] == ["too_far"]
    assert judge(held[0]).barriers[0].sentence.she == "55 min en bus : c'est bien plus que les 30 min indiquées."


def test_a_place_out_of_reach_by_estimate_comes_back_when_the_referent_knows_a_way() -> None:
    assert sift(PERSON, a_market(an_immersion_in_a_kitchen(place=ROCHEFORT))).eligible == ()
    (case,) = sift(PERSON, told(30, ROCHEFORT, TravelMode.CAR)).eligible

    assert case.trip is not None
    assert (case.trip.minutes, case.trip.source) == (30, TripSource.REFERENT)


def test_she_cannot_go_there_is_final_whatever_car_or_distance_is_lifted() -> None:
    market = told(None)
    sifted = sift(PERSON, market)
    found = unlocks(sifted, signals_for(PERSON.wants), PERSON.wants, None)

    assert sifted.eligible == ()
    assert all(not unlock.lifts & {Lift.DISTANCE, Lift.VEHICLE} for unlock in found)


def test_a_told_way_counts_even_when_no_means_and_no_origin_are_said() -> None:
    silent = a_profile(modes=frozenset(), origin=None)
    (case,) = sift(silent, told(25)).eligible
    position = [feature.name for feature in FEATURES].index("travel_minutes")

    assert score(evidence_of(case, Signals())).values[position] == 25.0


def test_what_is_said_of_one_person_is_not_of_another() -> None:
    assert len(sift(a_profile(number=2), told(None)).eligible) == 1


def test_the_router_is_asked_once_for_all_places_and_the_estimate_fills_what_it_does_not_know() -> None:
    table = Table()
    near = Point(46.152, -1.125)
    market = a_market(OFFER, an_immersion_in_a_kitchen(101, place=near), router=table)
    sources = {case.offer.place: case.trip and case.trip.source for case in sift(PERSON, market).eligible}

    assert sources == {PORT: TripSource.ROUTER, near: TripSource.ESTIMATE}
    assert table.asked[0] == [PORT, near]


def test_the_referent_is_heard_before_the_router() -> None:
    trips = Trips.of(PERSON, replace(told(12), router=Table()))
    trips.prepare([PORT])
    found = trips.to(PORT)

    assert found is not None
    assert (found.minutes, found.source) == (12, TripSource.REFERENT)


@pytest.mark.parametrize("seed", range(40))
def test_unlocks_equal_ranking_again_with_told_ways_too(seed: int) -> None:
    world = a_world(seed, offers=14)
    said = {
        place_key(offer.place): ToldTrip((offer.id.int * 7) % 80 or None, TravelMode.BUS)
        for offer in world.market.offers[::2]
        if offer.place is not None
    }
    market = replace(world.market, told={world.profile.id: said})

    check(replace(world, market=market))
