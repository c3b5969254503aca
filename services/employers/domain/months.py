"""Durations that the law counts in calendar months, « de date à date ».

One month from 3 March ends on 2 April included; from 31 January it ends on the last day of February.
"""

from calendar import monthrange
from datetime import date, timedelta


def last_day(start: date, months: int) -> date:
    """The last day, included, of a period of ``months`` calendar months that begins on ``start``."""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    length = monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - timedelta(days=1)


def lasts_at_most(start: date, end: date, *, months: int) -> bool:
    """True when the period from ``start`` to ``end``, both included, is no longer than ``months`` months."""
    return end <= last_day(start, months)


def lasts_at_least(start: date, end: date, *, months: int) -> bool:
    """True when the period from ``start`` to ``end``, both included, is no shorter than ``months`` months."""
    return end >= last_day(start, months)
