"""Ages that the law sets, each with the day it came into force and its source.

They are dated data: when a figure changes, a line is added and the past stays as it was. The day of a first line
is one from which the figure is known to apply, not always the day of its first law.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the law: ``value`` applies from ``in_force_from`` (included) until the next line."""

    value: int
    in_force_from: date
    source: str


IMMERSION_FROM = (Figure(16, date(2015, 1, 1), "code du travail, art. L5135-1 et L4153-1"),)
ADULT_FROM = (Figure(18, date(1974, 7, 7), "code civil, art. 388 et 414"),)
APPRENTICE_FROM = (Figure(16, date(2008, 5, 1), "code du travail, art. L6222-1"),)
APPRENTICE_AFTER_LOWER_SECONDARY = (Figure(15, date(2008, 5, 1), "code du travail, art. L6222-1, al. 2"),)
APPRENTICE_LAST_AGE = (
    Figure(25, date(2008, 5, 1), "code du travail, art. L6222-1"),
    Figure(29, date(2019, 1, 1), "code du travail, art. L6222-1 (loi n° 2018-771 du 5 septembre 2018, art. 13)"),
)
PROFESSIONALISE_FROM = (Figure(16, date(2008, 5, 1), "code du travail, art. L6325-1, 1°"),)
PROFESSIONALISE_LAST_AGE = (Figure(25, date(2008, 5, 1), "code du travail, art. L6325-1, 1°"),)
CIVIC_FROM = (Figure(16, date(2010, 5, 13), "code du service national, art. L120-1, II, et L120-4"),)
CIVIC_LAST_AGE = (Figure(25, date(2010, 5, 13), "code du service national, art. L120-1, II, et L120-4"),)
CIVIC_LAST_AGE_RQTH = (Figure(30, date(2017, 1, 29), "code du service national, art. L120-1, II"),)

ALL: tuple[tuple[Figure, ...], ...] = (
    IMMERSION_FROM,
    ADULT_FROM,
    APPRENTICE_FROM,
    APPRENTICE_AFTER_LOWER_SECONDARY,
    APPRENTICE_LAST_AGE,
    PROFESSIONALISE_FROM,
    PROFESSIONALISE_LAST_AGE,
    CIVIC_FROM,
    CIVIC_LAST_AGE,
    CIVIC_LAST_AGE_RQTH,
)


def in_force(figures: tuple[Figure, ...], day: date) -> Figure:
    """Return the figure that applies on ``day``; the oldest one when ``day`` is before them all."""
    applying = [figure for figure in figures if figure.in_force_from <= day]
    return applying[-1] if applying else figures[0]


def changes_after(day: date) -> tuple[date, ...]:
    """Return the days after ``day`` on which some figure changes, in order."""
    days = {figure.in_force_from for figures in ALL for figure in figures if figure.in_force_from > day}
    return tuple(sorted(days))
