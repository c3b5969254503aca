"""Figures of the law that offers must respect: each with its value, the day it came into force, and its source.

A new figure is a new row, never a change of the old one: what was posted before keeps the rule of its day.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limit:
    """``value`` in the unit its name tells; in force from ``since`` until the next row of the same name."""

    name: str
    value: int
    since: date
    source: str


LIMITS: tuple[Limit, ...] = (
    Limit("immersion_months", 1, date(2015, 1, 1), "code du travail, D5135-3"),
    Limit("internship_months", 6, date(2014, 7, 12), "code de l'éducation, L124-5"),
    Limit("internship_paid_after_months", 2, date(2014, 7, 12), "code de l'éducation, L124-6"),
    Limit("cdd_months", 18, date(2017, 9, 24), "code du travail, L1242-8-1"),
    Limit("temporary_months", 18, date(2017, 9, 24), "code du travail, L1251-12-1"),
    Limit("cddi_months_min", 4, date(2008, 12, 4), "code du travail, L5132-15-1"),
    Limit("cddi_months_max", 24, date(2008, 12, 4), "code du travail, L5132-15-1"),
    Limit("cddi_weekly_min", 20, date(2014, 3, 7), "code du travail, L5132-15-1"),
    Limit("apprenticeship_months_min", 6, date(2019, 1, 1), "code du travail, L6222-7-1"),
    Limit("apprenticeship_months_max", 36, date(2019, 1, 1), "code du travail, L6222-7-1"),
    Limit("professionalisation_months_min", 6, date(2014, 3, 7), "code du travail, L6325-11"),
    Limit("professionalisation_months_max", 36, date(2019, 1, 1), "code du travail, L6325-11"),
    Limit("civic_months_min", 6, date(2010, 7, 1), "code du service national, L120-1"),
    Limit("civic_months_max", 12, date(2010, 7, 1), "code du service national, L120-1"),
    Limit("civic_weekly_min", 24, date(2010, 7, 1), "code du service national, L120-1"),
    Limit("part_time_weekly_min", 24, date(2014, 7, 1), "code du travail, L3123-27"),
    Limit("full_time_weekly", 35, date(2002, 1, 1), "code du travail, L3121-27"),
)


def limit(name: str, *, on: date, rows: tuple[Limit, ...] = LIMITS) -> Limit:
    """The row of ``name`` in force on a day; before the first one, the first one. Raises KeyError if unknown."""
    known = sorted((row for row in rows if row.name == name), key=lambda row: row.since)
    if not known:
        raise KeyError(name)
    return next((row for row in reversed(known) if row.since <= on), known[0])
