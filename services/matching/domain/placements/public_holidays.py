"""Public holidays of the place of work (code du travail, art. L3133-1; Alsace-Moselle and overseas by postcode)."""

from collections.abc import Collection
from datetime import date
from functools import cache

import holidays

_BY_POSTCODE = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "976": "976",
    "97133": "BL", "97150": "MF", "975": "PM", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
"""What begins a postcode → the subdivision of the `holidays` library."""


def subdivision(postcode: str) -> str | None:
    """Where other days are kept than in the rest of France; None elsewhere and when it is unknown."""
    for length in (5, 3, 2):
        found = _BY_POSTCODE.get(postcode[:length])
        if found is not None:
            return found
    return None


@cache
def _of_year(year: int, where: str | None) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=where, years=year))


def public_holidays(days: Collection[date], postcode: str) -> frozenset[date]:
    """Those of these days that are public holidays at this postcode."""
    where = subdivision(postcode)
    return frozenset(day for day in days if day in _of_year(day.year, where))
