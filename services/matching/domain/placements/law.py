"""Figures that may change, each dated: value, day from which it is in force, source. Nothing else holds a figure.

A changed law is a new line, never an edit: a placement of last year is still judged by last year's figure. A
territory may add lines (`Law.amended`), read from its configuration. Days of a first line are those from which the
figure is known to apply. Durations of work are in minutes, others in the unit of the rule's name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WORK = "code du travail, art. "
SCHOOL = "code de l'éducation, art. "
CIVIC = "code du service national, art. "
HOUSE = "règle de la Cité"


class Rule(StrEnum):
    IMMERSION_MONTHS = "immersion_months"
    IMMERSION_RENEWALS = "immersion_renewals"
    IMMERSION_CONVENTIONS_PER_HOST = "immersion_conventions_per_host"
    IMMERSION_DAYS_PER_HOST = "immersion_days_per_host"
    IMMERSION_WINDOW_MONTHS = "immersion_window_months"
    ASSISTED_CONTRACT_PERCENT = "assisted_contract_percent"
    ADULT_WEEK_MINUTES = "adult_week_minutes"
    ADULT_DAY_MINUTES = "adult_day_minutes"
    ADULT_BREAK_FROM_MINUTES = "adult_break_from_minutes"
    ADULT_BREAK_MINUTES = "adult_break_minutes"
    ADULT_REST_MINUTES = "adult_rest_minutes"
    WEEK_DAYS = "week_days"
    MINOR_WEEK_MINUTES = "minor_week_minutes"
    MINOR_DAY_MINUTES = "minor_day_minutes"
    MINOR_STRETCH_MINUTES = "minor_stretch_minutes"
    MINOR_BREAK_MINUTES = "minor_break_minutes"
    MINOR_REST_MINUTES = "minor_rest_minutes"
    MINOR_REST_DAYS = "minor_rest_days"
    MINOR_NIGHT_FROM = "minor_night_from"
    MINOR_NIGHT_UNTIL = "minor_night_until"
    UNDER_16_REST_MINUTES = "under_16_rest_minutes"
    UNDER_16_NIGHT_FROM = "under_16_night_from"
    DELEGATION_WARNING_DAYS = "delegation_warning_days"
    UNFINISHED_MONTHS = "unfinished_months"
    BILAN_FIRST_REMINDER_DAYS = "bilan_first_reminder_days"
    BILAN_SECOND_REMINDER_DAYS = "bilan_second_reminder_days"
    CONVENTION_KEPT_MONTHS = "convention_kept_months"
    INTERNSHIP_MONTHS = "internship_months"
    INTERNSHIP_PAID_FROM_MONTHS = "internship_paid_from_months"
    CIVIC_MONTHS_MIN = "civic_months_min"
    CIVIC_MONTHS_MAX = "civic_months_max"
    CIVIC_WEEK_MIN_MINUTES = "civic_week_min_minutes"
    CIVIC_MINOR_DAY_MINUTES = "civic_minor_day_minutes"
    APPRENTICESHIP_MONTHS_MIN = "apprenticeship_months_min"
    APPRENTICESHIP_MONTHS_MAX = "apprenticeship_months_max"
    PROFESSIONALISATION_MONTHS_MIN = "professionalisation_months_min"
    PROFESSIONALISATION_MONTHS_MAX = "professionalisation_months_max"
    PROFESSIONALISATION_MONTHS_LONGEST = "professionalisation_months_longest"
    FIXED_TERM_MONTHS = "fixed_term_months"
    CDDI_MONTHS_MIN = "cddi_months_min"
    CDDI_MONTHS_MAX = "cddi_months_max"
    CDDI_WEEK_MIN_MINUTES = "cddi_week_min_minutes"
    PART_TIME_WEEK_MIN_MINUTES = "part_time_week_min_minutes"


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` applies from ``in_force_from`` (included) until the next line of the same rule."""

    rule: Rule
    value: int
    in_force_from: date
    source: str


_PMSMP, _CODE = date(2014, 11, 16), date(2008, 5, 1)
_R = Rule

FIGURES: tuple[Figure, ...] = (
    Figure(_R.IMMERSION_MONTHS, 1, _PMSMP, WORK + "D5135-3"),
    Figure(_R.IMMERSION_RENEWALS, 1, _PMSMP, WORK + "D5135-3, al. 2"),
    Figure(_R.IMMERSION_CONVENTIONS_PER_HOST, 2, _PMSMP, WORK + "D5135-3, al. 3"),
    Figure(_R.IMMERSION_DAYS_PER_HOST, 60, _PMSMP, WORK + "D5135-3, al. 3"),
    Figure(_R.IMMERSION_WINDOW_MONTHS, 12, _PMSMP, WORK + "D5135-3, al. 3"),
    Figure(_R.ASSISTED_CONTRACT_PERCENT, 25, _PMSMP, WORK + "D5134-50-2 et D5132-10-1 et suivants"),
    Figure(_R.ADULT_WEEK_MINUTES, 48 * 60, _CODE, WORK + "L3121-20"),
    Figure(_R.ADULT_DAY_MINUTES, 10 * 60, _CODE, WORK + "L3121-18"),
    Figure(_R.ADULT_BREAK_FROM_MINUTES, 6 * 60, _CODE, WORK + "L3121-16"),
    Figure(_R.ADULT_BREAK_MINUTES, 20, _CODE, WORK + "L3121-16"),
    Figure(_R.ADULT_REST_MINUTES, 11 * 60, _CODE, WORK + "L3131-1"),
    Figure(_R.WEEK_DAYS, 6, _CODE, WORK + "L3132-1"),
    Figure(_R.MINOR_WEEK_MINUTES, 35 * 60, _CODE, WORK + "L3162-1"),
    Figure(_R.MINOR_DAY_MINUTES, 8 * 60, _CODE, WORK + "L3162-1"),
    Figure(_R.MINOR_STRETCH_MINUTES, 270, _CODE, WORK + "L3162-3"),
    Figure(_R.MINOR_BREAK_MINUTES, 30, _CODE, WORK + "L3162-3"),
    Figure(_R.MINOR_REST_MINUTES, 12 * 60, _CODE, WORK + "L3164-1"),
    Figure(_R.MINOR_REST_DAYS, 2, _CODE, WORK + "L3164-2"),
    Figure(_R.MINOR_NIGHT_FROM, 22 * 60, _CODE, WORK + "L3163-1 et L3163-2"),
    Figure(_R.MINOR_NIGHT_UNTIL, 6 * 60, _CODE, WORK + "L3163-1 et L3163-2"),
    Figure(_R.UNDER_16_REST_MINUTES, 14 * 60, _CODE, WORK + "L3164-1"),
    Figure(_R.UNDER_16_NIGHT_FROM, 20 * 60, _CODE, WORK + "L3163-1 et L3163-2"),
    Figure(_R.DELEGATION_WARNING_DAYS, 60, _PMSMP, HOUSE),
    Figure(_R.UNFINISHED_MONTHS, 1, _PMSMP, HOUSE),
    Figure(_R.BILAN_FIRST_REMINDER_DAYS, 3, _PMSMP, HOUSE),
    Figure(_R.BILAN_SECOND_REMINDER_DAYS, 10, _PMSMP, HOUSE),
    Figure(_R.CONVENTION_KEPT_MONTHS, 60, _PMSMP, HOUSE),
    Figure(_R.INTERNSHIP_MONTHS, 6, date(2014, 7, 12), SCHOOL + "L124-5"),
    Figure(_R.INTERNSHIP_PAID_FROM_MONTHS, 2, date(2014, 7, 12), SCHOOL + "L124-6"),
    Figure(_R.CIVIC_MONTHS_MIN, 6, date(2010, 7, 1), CIVIC + "L120-1, II"),
    Figure(_R.CIVIC_MONTHS_MAX, 12, date(2010, 7, 1), CIVIC + "L120-1, II"),
    Figure(_R.CIVIC_WEEK_MIN_MINUTES, 24 * 60, date(2010, 7, 1), CIVIC + "L120-8"),
    Figure(_R.CIVIC_MINOR_DAY_MINUTES, 7 * 60, date(2011, 8, 27), CIVIC + "R121-12"),
    Figure(_R.APPRENTICESHIP_MONTHS_MIN, 6, date(2019, 1, 1), WORK + "L6222-7-1"),
    Figure(_R.APPRENTICESHIP_MONTHS_MAX, 36, date(2019, 1, 1), WORK + "L6222-7-1"),
    Figure(_R.PROFESSIONALISATION_MONTHS_MIN, 6, _CODE, WORK + "L6325-11"),
    Figure(_R.PROFESSIONALISATION_MONTHS_MAX, 12, _CODE, WORK + "L6325-11"),
    Figure(_R.PROFESSIONALISATION_MONTHS_LONGEST, 36, date(2018, 9, 7), WORK + "L6325-11"),
    Figure(_R.FIXED_TERM_MONTHS, 18, _CODE, WORK + "L1242-8-1"),
    Figure(_R.CDDI_MONTHS_MIN, 4, date(2014, 7, 1), WORK + "L5132-5, L5132-11-1 et L5132-15-1"),
    Figure(_R.CDDI_MONTHS_MAX, 24, date(2014, 7, 1), WORK + "L5132-5, L5132-11-1 et L5132-15-1"),
    Figure(_R.CDDI_WEEK_MIN_MINUTES, 20 * 60, date(2014, 7, 1), WORK + "L5132-5, L5132-11-1 et L5132-15-1"),
    Figure(_R.PART_TIME_WEEK_MIN_MINUTES, 24 * 60, date(2014, 7, 1), WORK + "L3123-27 et L3123-7"),
)


def _by_rule(figures: Iterable[Figure]) -> dict[Rule, tuple[Figure, ...]]:
    ordered: dict[Rule, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: one.in_force_from):
        ordered.setdefault(figure.rule, []).append(figure)
    return {rule: tuple(lines) for rule, lines in ordered.items()}


@dataclass(frozen=True, slots=True)
class Law:
    """The figures, by rule and in order of their days."""

    figures: Mapping[Rule, tuple[Figure, ...]] = field(default_factory=lambda: _by_rule(FIGURES))

    def figure(self, rule: Rule, on: date) -> Figure:
        """The line in force on a day; the first one when the day is before them all."""
        lines = self.figures[rule]
        applying = [line for line in lines if line.in_force_from <= on]
        return applying[-1] if applying else lines[0]

    def value(self, rule: Rule, on: date) -> int:
        """The figure in force on a day."""
        return self.figure(rule, on).value

    def source(self, rule: Rule, on: date) -> str:
        """The article of the figure in force on a day."""
        return self.figure(rule, on).source

    def amended(self, lines: Iterable[Figure]) -> "Law":
        """The same law with more lines; one of the same rule and day replaces what stood."""
        kept = {(one.rule, one.in_force_from): one for known in self.figures.values() for one in known}
        kept.update({(one.rule, one.in_force_from): one for one in lines})
        return Law(_by_rule(kept.values()))


LAW = Law()
