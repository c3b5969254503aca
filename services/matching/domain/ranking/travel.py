"""How far a place of work is, and how long it takes with the means that the person has.

An estimate, and shown as one: crow-fly distance, lengthened by a detour, at an ordinary speed, plus what each mode
costs before and after. Sources of the figures are beside them. What a referent says of one person and one place stands
instead of any figure; a real router may stand instead of the estimate. Refuses nothing: an unknown point gives no trip.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Protocol

from services.contracts.vocabulary import TravelMode

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Means:
    """How one mode moves: ``detour`` is road length over crow-fly length, speeds in km/h, ``fixed`` in minutes.

    Beyond ``near_km`` of road the rest goes at ``far_kmh`` (out of town). ``reach_km`` is the longest road that
    one proposes with it.
    """

    detour: float
    near_kmh: float
    far_kmh: float
    near_km: float
    fixed: float
    reach_km: float


MEANS = {
    # 4,5 km/h door to door; detour of a street grid about 1,25.
    TravelMode.WALK: Means(1.25, 4.5, 4.5, 5.0, 0.0, 6.0),
    # 14 km/h in town (ordinary city cycling 13–16), 2 min to lock.
    TravelMode.BIKE: Means(1.25, 14.0, 14.0, 15.0, 2.0, 20.0),
    # 28 km/h in town, 40 outside, 3 min to park and take the helmet off.
    TravelMode.SCOOTER: Means(1.3, 28.0, 40.0, 8.0, 3.0, 40.0),
    # 28 km/h in town, lights and jams included, 65 outside, 5 min to park and walk.
    TravelMode.CAR: Means(1.3, 28.0, 65.0, 8.0, 5.0, 120.0),
    # commercial speed of a town line 17 km/h, of an interurban line 32, 6 min of waiting; access is added.
    TravelMode.BUS: Means(1.4, 17.0, 32.0, 8.0, 6.0, 60.0),
}

UNKNOWN_STOP_KM = 0.3
"""Walk to a stop when no stop was imported: the usual spacing of a town line is 300 to 500 m."""
WALKED_INSTEAD_KM = 1.0
"""Who said only the bus still walks so far, rather than wait for it."""
FARTHEST_STOP_KM = 1.0
"""Beyond a kilometre (about 17 min with the detour) one does not count on the bus."""


class Stops(Protocol):
    """Bus stops of the territory."""

    def nearest_km(self, point: Point) -> float | None:
        """Crow-fly distance to the nearest stop; None when there is none within ``FARTHEST_STOP_KM``."""


class TripSource(StrEnum):
    """Who says how long it takes."""

    ESTIMATE = "estimate"
    ROUTER = "router"
    REFERENT = "referent"


@dataclass(frozen=True, slots=True)
class Trip:
    """One way from the person to the work: the quickest of her modes. ``mode`` None when she said none."""

    km: float
    minutes: int | None
    mode: TravelMode | None
    source: TripSource = TripSource.ESTIMATE


@dataclass(frozen=True, slots=True)
class ToldTrip:
    """What a referent says of one person's way to one place. ``minutes`` None: she cannot go there."""

    minutes: int | None
    mode: TravelMode | None = None


class Router(Protocol):
    """A real router. Answers for many places at once, quickly (from a cache, or one call): a list asks thousands."""

    def trips(self, origin: Point, places: Collection[Point], modes: Collection[TravelMode]) -> Mapping[Point, Trip]:
        """The quickest trip of ``modes`` to each place it knows (source ``ROUTER``); others are estimated.

        ``minutes`` None when none of the modes goes there. Never raises: out of reach, it knows no place.
        """


def place_key(place: Point) -> str:
    """The name of a place for what is said of it: about ten metres, so that two offers of one door share it."""
    return f"{place.latitude:.4f},{place.longitude:.4f}"


def crow_fly_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres (haversine): symmetric, 0 for one point twice."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.longitude - a.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def _riding(means: Means, road_km: float) -> float:
    near = min(road_km, means.near_km)
    return 60 * (near / means.near_kmh + (road_km - near) / means.far_kmh) + means.fixed


def minutes_by(mode: TravelMode, km: float, *, access_km: float = 0.0) -> int | None:
    """Minutes one way over ``km`` of crow-fly distance; None when nobody would go so far with this mode.

    ``access_km`` is walked (crow-fly, both ends together), for the bus only.
    """
    means = MEANS[mode]
    road = km * means.detour
    if road > means.reach_km:
        return None
    minutes = _riding(means, road)
    if mode is TravelMode.BUS:
        walking = MEANS[TravelMode.WALK]
        minutes += _riding(walking, access_km * walking.detour)
    return max(1, ceil(minutes - 1e-9))


def _access_km(origin: Point, place: Point, stops: Stops | None) -> float | None:
    if stops is None:
        return 2 * UNKNOWN_STOP_KM
    first, last = stops.nearest_km(origin), stops.nearest_km(place)
    return None if first is None or last is None else first + last


def _usable(modes: Collection[TravelMode]) -> frozenset[TravelMode]:
    """Who takes the bus walks to its stop: when walking all the way is quicker, that is what she does."""
    said = frozenset(modes)
    return said | {TravelMode.WALK} if TravelMode.BUS in said else said


def trip(origin: Point, place: Point, modes: Collection[TravelMode], stops: Stops | None = None) -> Trip:
    """The quickest trip among ``modes``. ``minutes`` is None when no mode is said or none goes so far."""
    km = crow_fly_km(origin, place)
    best: tuple[int, TravelMode] | None = None
    for mode in sorted(_usable(modes)):
        access = 0.0
        if mode is TravelMode.BUS:
            found = _access_km(origin, place, stops)
            if found is None:
                continue
            access = found
        elif mode is TravelMode.WALK and mode not in modes and km > WALKED_INSTEAD_KM:
            continue
        minutes = minutes_by(mode, km, access_km=access)
        if minutes is not None and (best is None or minutes < best[0]):
            best = (minutes, mode)
    return Trip(km, best[0], best[1]) if best else Trip(km, None, None)
