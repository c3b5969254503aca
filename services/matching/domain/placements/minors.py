"""What the law asks of hours below 18 (and below 16): shorter days, breaks, nights, two days of rest in a row.

`matching` knows no age: « adult » and « at least 16 » come already judged, and whoever is not known to be an adult is
protected as a minor. Sundays and public holidays are refused but in the sectors of the decree, where a caseworker
confirms with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.hours import MIDNIGHT, WEEKDAYS, Schedule, spoken
from services.matching.domain.placements.law import WORK, Law, Rule
from services.matching.domain.placements.public_holidays import public_holidays
from services.matching.domain.placements.sectors import works_on_sundays
from services.matching.domain.placements.working_time import amplitudes, stretches, too_long

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Workplace:
    """What the exceptions depend on: activity code of the firm and postcode of the place."""

    naf: str = ""
    postcode: str = ""


def minor_findings(
    schedule: Schedule,
    law: Law,
    where: Workplace,
    *,
    at_least_16: bool,
    day_rule: Rule = Rule.MINOR_DAY_MINUTES,
    holidays_by_sector: bool = True,
) -> tuple[Finding, ...]:
    """Everything the law says of these hours for a minor.

    ``day_rule`` and ``holidays_by_sector`` differ for a civic service (code du service national, art. R121-12).
    """
    if not schedule.days:
        return ()
    return (
        *too_long(schedule, law, day_rule, Rule.MINOR_WEEK_MINUTES, "avant 18 ans"),
        *_break(schedule, law),
        *_daily_rest(schedule, law, at_least_16),
        *_two_days_of_rest(schedule, law),
        *_night(schedule, law, at_least_16),
        *_sundays(schedule, where),
        *_holidays(schedule, where, holidays_by_sector),
    )


def _break(schedule: Schedule, law: Law) -> Iterator[Finding]:
    on = schedule.days[0].day
    longest, pause = law.figure(Rule.MINOR_STRETCH_MINUTES, on), law.value(Rule.MINOR_BREAK_MINUTES, on)
    if any(part.minutes > longest.value for day in schedule.days for part in stretches(day, pause)):
        told = f"Avant 18 ans, il faut {pause} min de pause après {spoken(longest.value)} de travail d'affilée."
        yield Finding("minor-no-break", told, longest.source, field="hours")


def _daily_rest(schedule: Schedule, law: Law, at_least_16: bool) -> Iterator[Finding]:
    rule = Rule.MINOR_REST_MINUTES if at_least_16 else Rule.UNDER_16_REST_MINUTES
    rest = law.figure(rule, schedule.days[0].day)
    if any(length > MIDNIGHT - rest.value for length in amplitudes(schedule, rest.value)):
        age = 18 if at_least_16 else 16
        told = f"Avant {age} ans, il faut {spoken(rest.value)} de repos d'affilée entre deux journées."
        yield Finding("minor-daily-rest", told, rest.source, field="hours")


def _two_days_of_rest(schedule: Schedule, law: Law) -> Iterator[Finding]:
    rest = law.figure(Rule.MINOR_REST_DAYS, schedule.days[0].day)
    for days in schedule.weeks().values():
        worked = {day.day.weekday() for day in days}
        longest = run = 0
        for weekday in range(len(WEEKDAYS)):
            run = 0 if weekday in worked else run + 1
            longest = max(longest, run)
        if longest < rest.value:
            told = f"Avant 18 ans, il faut {rest.value} jours de repos qui se suivent chaque semaine."
            yield Finding("minor-weekly-rest", told, rest.source, field="hours")
            return


def _night(schedule: Schedule, law: Law, at_least_16: bool) -> Iterator[Finding]:
    on = schedule.days[0].day
    begins = law.figure(Rule.MINOR_NIGHT_FROM if at_least_16 else Rule.UNDER_16_NIGHT_FROM, on)
    ends = law.value(Rule.MINOR_NIGHT_UNTIL, on)
    if any(part.start < ends or part.end > begins.value for day in schedule.days for part in day.periods):
        age = 18 if at_least_16 else 16
        told = f"Avant {age} ans, pas de travail entre {spoken(begins.value)} et {spoken(ends)}."
        yield Finding("minor-night", told, begins.source, field="hours")


def _sundays(schedule: Schedule, where: Workplace) -> Iterator[Finding]:
    if not any(day.day.weekday() == SUNDAY for day in schedule.days):
        return
    if works_on_sundays(where.naf):
        told = "Le dimanche avant 18 ans : ce secteur le permet dans certains cas. Vérifiez-les avec l'entreprise."
        yield Finding("minor-sunday", told, WORK + "L3164-5 et R3164-1", Weight.TO_CONFIRM, "hours")
    else:
        told = "Avant 18 ans, pas de travail le dimanche dans ce secteur."
        yield Finding("minor-sunday", told, WORK + "L3132-3 et L3164-5", field="hours")


def _holidays(schedule: Schedule, where: Workplace, by_sector: bool) -> Iterator[Finding]:
    kept = public_holidays([day.day for day in schedule.days], where.postcode)
    if not kept:
        return
    days = ", ".join(f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}" for day in sorted(kept))
    if by_sector and works_on_sundays(where.naf):
        told = f"Jour férié avant 18 ans ({days}) : ce secteur le permet si un accord collectif le prévoit."
        yield Finding("minor-holiday", told, WORK + "L3164-8 et R3164-2", Weight.TO_CONFIRM, "hours")
    else:
        told = f"Avant 18 ans, pas de travail un jour férié : {days}. Retirez cette date."
        yield Finding("minor-holiday", told, WORK + "L3164-6", field="hours")
