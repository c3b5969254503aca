"""What the law asks of hours whoever works: day, week, weekly rest, daily rest, break.

Refuses a day over 10 hours, a week over 48, more than six days a week; asks a reason where agreements may derogate
(daily rest) or where the break may simply not have been written down.
"""

from collections.abc import Iterator, Sequence

from services.matching.domain.placements.findings import Finding, Weight
from services.matching.domain.placements.hours import MIDNIGHT, Period, Schedule, WorkDay, spoken
from services.matching.domain.placements.law import Law, Rule


def stretches(day: WorkDay, shortest_break: int) -> tuple[Period, ...]:
    """The day's work in one go: a pause shorter than ``shortest_break`` minutes interrupts nothing."""
    joined: list[Period] = []
    for period in day.periods:
        if joined and period.start - joined[-1].end < shortest_break:
            joined[-1] = Period(joined[-1].start, period.end)
        else:
            joined.append(period)
    return tuple(joined)


def amplitudes(schedule: Schedule, rest: int) -> tuple[int, ...]:
    """How long each stay lasts, from its first to its last minute, when only a pause of ``rest`` minutes ends it.

    In every period of 24 hours there are ``rest`` consecutive minutes of rest if and only if no stay lasts more
    than 24 hours less ``rest``.
    """
    stays: list[tuple[int, int]] = []
    for day in schedule.days:
        midnight = day.day.toordinal() * MIDNIGHT
        for period in day.periods:
            start, end = midnight + period.start, midnight + period.end
            if stays and start - stays[-1][1] < rest:
                stays[-1] = (stays[-1][0], end)
            else:
                stays.append((start, end))
    return tuple(end - start for start, end in stays)


def longest_day(schedule: Schedule) -> int:
    """Minutes of the longest day, 0 without any."""
    return max((day.minutes for day in schedule.days), default=0)


def longest_week(schedule: Schedule) -> int:
    """Minutes of the longest civil week, 0 without any."""
    return max((sum(day.minutes for day in days) for days in schedule.weeks().values()), default=0)


def too_long(schedule: Schedule, law: Law, day_rule: Rule, week_rule: Rule, who: str) -> Iterator[Finding]:
    """Refuse a day or a week over the figures of these rules."""
    if not schedule.days:
        return
    on = schedule.days[0].day
    day, week = law.figure(day_rule, on), law.figure(week_rule, on)
    if longest_day(schedule) > day.value:
        told = f"Une journée compte {spoken(longest_day(schedule))} : {who}, c'est au plus {spoken(day.value)}."
        yield Finding("day-too-long", told, day.source, field="hours")
    if longest_week(schedule) > week.value:
        told = f"Une semaine compte {spoken(longest_week(schedule))} : {who}, c'est au plus {spoken(week.value)}."
        yield Finding("week-too-long", told, week.source, field="hours")


def adult_findings(schedule: Schedule, law: Law) -> tuple[Finding, ...]:
    """Everything the law says of these hours for somebody of 18 or more."""
    if not schedule.days:
        return ()
    return (
        *too_long(schedule, law, Rule.ADULT_DAY_MINUTES, Rule.ADULT_WEEK_MINUTES, "pour un adulte"),
        *_weekly_rest(schedule, law),
        *_daily_rest(schedule, law),
        *_break(schedule.days, law),
    )


def _weekly_rest(schedule: Schedule, law: Law) -> Iterator[Finding]:
    figure = law.figure(Rule.WEEK_DAYS, schedule.days[0].day)
    if any(len(days) > figure.value for days in schedule.weeks().values()):
        yield Finding("no-weekly-rest", "Il faut au moins un jour de repos par semaine.", figure.source, field="hours")


def _daily_rest(schedule: Schedule, law: Law) -> Iterator[Finding]:
    figure = law.figure(Rule.ADULT_REST_MINUTES, schedule.days[0].day)
    if any(length > MIDNIGHT - figure.value for length in amplitudes(schedule, figure.value)):
        told = f"Il manque {spoken(figure.value)} de repos entre deux journées : seul un accord collectif le permet."
        yield Finding("daily-rest-short", told, figure.source, Weight.TO_CONFIRM, "hours")


def _break(days: Sequence[WorkDay], law: Law) -> Iterator[Finding]:
    on = days[0].day
    pause, from_ = law.figure(Rule.ADULT_BREAK_MINUTES, on), law.value(Rule.ADULT_BREAK_FROM_MINUTES, on)
    if any(day.minutes >= from_ and len(stretches(day, pause.value)) == 1 for day in days):
        told = f"Aucune pause de {pause.value} min n'est écrite dans une journée de {spoken(from_)} ou plus."
        yield Finding("no-break", told, pause.source, Weight.TO_CONFIRM, "hours")
