"""Travel: distances, minutes by mode, the bus and its stops."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import TravelMode
from services.matching.domain.ranking.stops import StopGrid
from services.matching.domain.ranking.travel import FARTHEST_STOP_KM, Point, crow_fly_km, minutes_by, trip
from tests.factories.ranking import PARIS, PORT, ROCHEFORT, VILLENEUVE

points = st.builds(Point, st.floats(-60, 60), st.floats(-170, 170))


def test_la_rochelle_is_about_four_hundred_kilometres_from_paris() -> None:
    assert crow_fly_km(VILLENEUVE, PARIS) == pytest.approx(400, abs=5)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_never_negative(a: Point, b: Point) -> None:
    assert crow_fly_km(a, b) == pytest.approx(crow_fly_km(b, a))
    assert crow_fly_km(a, a) == 0 <= crow_fly_km(a, b)


@given(st.sampled_from(TravelMode), st.floats(0, 200), st.floats(0, 200))
def test_farther_is_never_quicker(mode: TravelMode, one: float, other: float) -> None:
    near, far = sorted((one, other))
    quick, slow = minutes_by(mode, near, access_km=0.4), minutes_by(mode, far, access_km=0.4)

    assert slow is None or (quick is not None and quick <= slow)


@given(st.frozensets(st.sampled_from(TravelMode)), st.sampled_from(TravelMode), st.floats(-0.4, 0.4))
def test_one_more_means_never_makes_the_trip_longer(
    modes: frozenset[TravelMode], more: TravelMode, north: float
) -> None:
    place = Point(VILLENEUVE.latitude + north, VILLENEUVE.longitude)
    before, after = trip(VILLENEUVE, place, modes), trip(VILLENEUVE, place, modes | {more})

    assert before.minutes is None or (after.minutes is not None and after.minutes <= before.minutes)


def test_the_old_port_is_a_quarter_of_an_hour_by_bike_from_villeneuve() -> None:
    there = trip(VILLENEUVE, PORT, {TravelMode.BIKE})

    assert there.km == pytest.approx(2.6, abs=0.2)
    assert there.minutes in range(13, 19)
    assert there.mode is TravelMode.BIKE


def test_one_does_not_walk_to_rochefort() -> None:
    assert trip(VILLENEUVE, ROCHEFORT, {TravelMode.WALK}).minutes is None
    assert trip(VILLENEUVE, ROCHEFORT, {TravelMode.CAR}).minutes in range(30, 50)


def test_without_a_means_said_only_the_distance_is_known() -> None:
    there = trip(VILLENEUVE, PORT, ())

    assert (there.minutes, there.mode) == (None, None)
    assert there.km > 2


def test_a_bus_needs_a_stop_at_both_ends() -> None:
    only_here = StopGrid([Point(46.151, -1.121)])
    both = StopGrid([Point(46.151, -1.121), Point(46.158, -1.152)])

    assert trip(VILLENEUVE, PORT, {TravelMode.BUS}, only_here).minutes is None
    assert trip(VILLENEUVE, PORT, {TravelMode.BUS}, both).minutes is not None


def test_without_stops_the_bus_is_estimated() -> None:
    assert trip(VILLENEUVE, PORT, {TravelMode.BUS}).minutes in range(20, 35)


def test_nobody_waits_for_a_bus_to_go_four_hundred_metres() -> None:
    near = Point(VILLENEUVE.latitude + 0.0036, VILLENEUVE.longitude)
    there = trip(VILLENEUVE, near, {TravelMode.BUS})

    assert (there.mode, there.minutes) == (TravelMode.WALK, 7)


def test_who_said_only_the_bus_is_not_made_to_walk_far() -> None:
    nowhere = StopGrid([Point(47.0, 0.0)])

    assert trip(VILLENEUVE, PORT, {TravelMode.BUS}, nowhere).minutes is None


@pytest.mark.parametrize("seed", range(40))
def test_the_grid_finds_the_same_stop_as_reading_them_all(seed: int) -> None:
    draw = Random(seed)
    stops = [Point(draw.uniform(46.0, 46.4), draw.uniform(-1.3, -0.9)) for _ in range(200)]
    grid = StopGrid(stops)
    for _ in range(50):
        here = Point(draw.uniform(45.9, 46.5), draw.uniform(-1.4, -0.8))
        nearest = min(crow_fly_km(here, stop) for stop in stops)
        assert grid.nearest_km(here) == (pytest.approx(nearest) if nearest <= FARTHEST_STOP_KM else None)


def test_a_grid_without_stops_has_no_bus() -> None:
    assert StopGrid([]).nearest_km(VILLENEUVE) is None
