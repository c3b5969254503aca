"""The territory's calendar: its day and its zone, for rules that count in days and months."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.matching.ports import Territories

DEFAULT_ZONE = "Europe/Paris"


def zone_of(territories: Territories) -> ZoneInfo:
    """The territory's zone; Paris until its settings are known."""
    known = territories.get()
    return ZoneInfo(known.time_zone if known else DEFAULT_ZONE)


def day_of(territories: Territories, now: datetime) -> date:
    """The day it is in the territory."""
    return now.astimezone(zone_of(territories)).date()
