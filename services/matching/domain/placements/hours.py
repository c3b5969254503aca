"""Hours of presence: periods in a day, a week as it repeats, and the days that follow from it.

Refuses a period that is empty, reversed or overlaps another. Instants of the day are minutes from midnight (0 to
1440), local: a night shift is two periods, up to 24:00 and from 00:00. Totals are computed, never typed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from services.kernel.problems import Invalid
from services.matching.domain.placements.spans import Span

MIDNIGHT = 24 * 60
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_PERIOD = re.compile(r"\s*(\d{1,2})[:hH]?(\d{2})?\s*(?:-|–|à|a)\s*(\d{1,2})[:hH]?(\d{2})?\s*", re.ASCII)


def clock(minutes: int) -> str:
    """``HH:MM``, with 24:00 for the end of the day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def spoken(minutes: int) -> str:
    """A duration as one says it: « 7 h » or « 7 h 30 »."""
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes % 60 else f"{minutes // 60} h"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start`` to ``end``, in minutes from midnight of the same day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MIDNIGHT:
            told = (
                f"De {clock(self.start)} à {clock(self.end)} : la fin doit venir après le début, le même jour "
                "(pour une nuit, écrivez deux périodes)."
            )
            raise Invalid(told, fields={"hours": told}, code="period-reversed")

    @property
    def minutes(self) -> int:
        """Length in minutes, more than zero."""
        return self.end - self.start

    def written(self) -> str:
        """``08:30-12:30``."""
        return f"{clock(self.start)}-{clock(self.end)}"


def must_not_overlap(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The periods in order. Raises Invalid when two of them share a minute."""
    ordered = tuple(sorted(periods))
    for before, after in pairwise(ordered):
        if after.start < before.end:
            told = f"Les périodes {before.written()} et {after.written()} se chevauchent."
            raise Invalid(told, fields={"hours": told}, code="periods-overlap")
    return ordered


def read_periods(text: str) -> tuple[Period, ...]:
    """Read « 8h30-12h, 13:30 à 17:00 »; nothing written is no work. Raises Invalid with what to write."""
    periods = []
    for part in filter(str.strip, re.split(r"[,;+]| et ", text)):
        found = _PERIOD.fullmatch(part)
        if found is None:
            told = f"« {part.strip()} » n'est pas compris : écrivez par exemple 8:30-12:30, 13:30-17:00."
            raise Invalid(told, fields={"hours": told}, code="hours-unread")
        start_hour, start_minute, end_hour, end_minute = (int(value or 0) for value in found.groups())
        if max(start_minute, end_minute) > 59:
            told = f"« {part.strip()} » n'est pas une heure."
            raise Invalid(told, fields={"hours": told}, code="hours-unread")
        periods.append(Period(start_hour * 60 + start_minute, end_hour * 60 + end_minute))
    return must_not_overlap(periods)


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day that is worked: at least one period, in order, without overlap."""

    day: date
    periods: tuple[Period, ...]

    def __post_init__(self) -> None:
        if not self.periods:
            raise Invalid("Une journée de présence n'a pas d'heures.", code="day-empty")
        object.__setattr__(self, "periods", must_not_overlap(self.periods))

    @property
    def minutes(self) -> int:
        """Minutes of presence."""
        return sum(period.minutes for period in self.periods)


@dataclass(frozen=True, slots=True)
class Week:
    """A week as it repeats: periods by weekday, 0 for Monday to 6 for Sunday; absent days are not worked."""

    days: Mapping[int, tuple[Period, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ordered = {day: must_not_overlap(self.days[day]) for day in sorted(self.days) if self.days[day]}
        object.__setattr__(self, "days", ordered)

    @property
    def minutes(self) -> int:
        """Minutes of presence of a full week."""
        return sum(period.minutes for periods in self.days.values() for period in periods)

    def written(self) -> dict[str, list[list[int]]]:
        """Plain data, to keep and to read again with `week_of`."""
        return {str(day): [[p.start, p.end] for p in periods] for day, periods in self.days.items()}


def week_of(written: Mapping[str, list[list[int]]]) -> Week:
    """The week that `Week.written` wrote."""
    return Week({int(day): tuple(Period(start, end) for start, end in ps) for day, ps in written.items()})


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day that is worked, in order."""

    days: tuple[WorkDay, ...] = ()

    @property
    def minutes(self) -> int:
        """Minutes of presence in all."""
        return sum(day.minutes for day in self.days)

    def weeks(self) -> dict[date, tuple[WorkDay, ...]]:
        """The worked days of each civil week (Monday to Sunday, L3121-35), by its Monday."""
        found: dict[date, list[WorkDay]] = {}
        for day in self.days:
            monday = date.fromordinal(day.day.toordinal() - day.day.weekday())
            found.setdefault(monday, []).append(day)
        return {monday: tuple(days) for monday, days in found.items()}


def schedule_of(week: Week, span: Span, *, off: Iterable[date] = ()) -> Schedule:
    """The days worked when this week repeats over a period, but for some days off."""
    free = frozenset(off)
    return Schedule(
        tuple(
            WorkDay(day, week.days[day.weekday()])
            for day in span.each_day()
            if day.weekday() in week.days and day not in free
        )
    )


def _five(*periods: Period) -> Week:
    return Week(dict.fromkeys(range(5), periods))


PRESETS: dict[str, tuple[str, Week]] = {
    "day": ("En journée, du lundi au vendredi (35 h)", _five(Period(540, 750), Period(810, 1020))),
    "morning": ("Le matin, du lundi au vendredi (20 h)", _five(Period(510, 750))),
    "school": (
        "Aux heures d'école : lundi, mardi, jeudi, vendredi (24 h)",
        Week(dict.fromkeys((0, 1, 3, 4), (Period(540, 720), Period(780, 960)))),
    ),
}
"""Hours in one click, by code: label and week."""
