"""Places and instants as both indexes hold them, so that a circle and an order are the same for each.

Coordinates are rounded to the lattice that a search engine keeps them on (about a centimetre); a distance is the great
circle between two points of it.
"""

from datetime import UTC, datetime, timedelta
from math import floor

from services.matching.domain.ranking.travel import Point, crow_fly_km

_LATITUDE_STEP = 180.0 / 2**32
_LONGITUDE_STEP = 360.0 / 2**32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def on_lattice(point: Point) -> Point:
    """The nearest point, below, of the lattice on which engines keep coordinates."""
    latitude = floor(point.latitude / _LATITUDE_STEP) * _LATITUDE_STEP
    longitude = floor(point.longitude / _LONGITUDE_STEP) * _LONGITUDE_STEP
    return Point(latitude, longitude)


def km_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Crow-fly kilometres, as a function that a database may call."""
    return crow_fly_km(Point(latitude, longitude), Point(other_latitude, other_longitude))


def microseconds(instant: datetime) -> int:
    """Since the epoch: sorts as time does, whatever the zone."""
    return (instant - _EPOCH) // timedelta(microseconds=1)
