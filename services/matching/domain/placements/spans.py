"""Periods of whole days, both ends included, and months counted « de date à date ».

One month from 3 March ends on 2 April; from 31 January it ends on the last day of February. Refuses a period that
ends before it starts.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.kernel.problems import Invalid

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            told = "La fin est avant le début."
            raise Invalid(told, fields={"ends_on": told}, code="span-reversed")

    @property
    def days(self) -> int:
        """Calendar days, both ends included: at least one."""
        return (self.end - self.start).days + 1

    def each_day(self) -> Iterator[date]:
        """Every day of the period, in order."""
        for count in range(self.days):
            yield self.start + count * DAY

    def holds(self, day: date) -> bool:
        """True when the day is inside."""
        return self.start <= day <= self.end

    def shared_days(self, other: "Span") -> int:
        """Days that two periods have in common."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days + 1)

    def meets(self, other: "Span") -> bool:
        """True when at least one day is common."""
        return self.shared_days(other) > 0


def last_day(start: date, months: int) -> date:
    """The last day, included, of a period of so many calendar months from ``start`` (one at least)."""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    length = monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - DAY


def first_day(end: date, months: int) -> date:
    """The first day of the longest period of at most so many calendar months that ends on ``end``, included."""
    start = end - timedelta(days=32 * months)
    while last_day(start, months) < end:
        start += DAY
    return start


def lasts_at_most(span: Span, months: int) -> bool:
    """True when the period is no longer than so many calendar months, date to date."""
    return span.end <= last_day(span.start, months)


def lasts_at_least(span: Span, months: int) -> bool:
    """True when the period is no shorter than so many calendar months, date to date."""
    return span.end >= last_day(span.start, months)


def windows(new: Span, others: Iterable[Span], months: int) -> tuple[Span, ...]:
    """Windows of so many consecutive months that meet ``new`` and may hold the most days of all these periods.

    A sum of days only changes slope where a period starts or ends, so windows that start with a period or end with
    one are enough, with the two that barely meet ``new``.
    """
    spans = [new, *others]
    starts = {span.start for span in spans} | {new.end}
    ends = {span.end for span in spans} | {new.start}
    found = {Span(start, last_day(start, months)) for start in starts}
    found |= {Span(first_day(end, months), end) for end in ends}
    return tuple(sorted(window for window in found if window.meets(new)))


def busiest_window(new: Span, others: Sequence[Span], months: int) -> tuple[int, Span]:
    """The most days that fall in one window of so many months that meets ``new``, and that window.

    Days are counted for each period apart: two conventions over the same days count twice.
    """
    counted = [(days_in(window, [new, *others]), window) for window in windows(new, others, months)]
    return max(counted, key=lambda found: found[0])


def days_in(window: Span, spans: Iterable[Span]) -> int:
    """Days of these periods that fall in the window."""
    return sum(window.shared_days(span) for span in spans)
