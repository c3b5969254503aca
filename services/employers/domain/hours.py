"""When the work is done: three presets that suit most firms, or half-days ticked one by one.

Announces nothing. Refuses days longer than 10 hours and weeks longer than 48 (code du travail L3121-18, L3121-20),
and tells when hours close an offer to minors (L3162-1: 8 hours a day, 35 a week; L3163-1 and L3163-2: no work
between 22 h and 6 h).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.vocabulary import HalfDay
from services.employers.domain.refusals import Fault

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
NIGHT_ENDS, NIGHT_STARTS = 6 * 60, 22 * 60
LONGEST_DAY, LONGEST_WEEK = 10.0, 48.0
LONGEST_DAY_OF_A_MINOR, LONGEST_WEEK_OF_A_MINOR = 8.0, 35.0
WIDEST_SPAN = 13.0
"""What the 11 hours of daily rest leave (code du travail L3131-1)."""


class Preset(StrEnum):
    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of an offer. ``half_days`` empty means not said; ``weekly`` in hours; clocks are local ``HH:MM``."""

    half_days: tuple[HalfDay, ...] = ()
    weekly: float | None = None
    daily_start: str = ""
    daily_end: str = ""
    label: str = ""

    @property
    def days(self) -> int:
        """How many days of the week are worked, 0 when not said."""
        return len({half.value[:3] for half in self.half_days})

    @property
    def span(self) -> float | None:
        """Hours between the start and the end of a day, over midnight if need be; None when not said."""
        if not (self.daily_start and self.daily_end):
            return None
        start, end = minutes(self.daily_start), minutes(self.daily_end)
        return ((end - start) % (24 * 60)) / 60

    @property
    def daily(self) -> float | None:
        """Hours worked on a mean day: the week's hours over its days, else the span; None when not said."""
        if self.weekly is not None and self.days:
            return self.weekly / self.days
        return self.span

    @property
    def night(self) -> bool:
        """True when a part of the day falls between 22 h and 6 h."""
        if not (self.daily_start and self.daily_end):
            return False
        start, end = minutes(self.daily_start), minutes(self.daily_end)
        return start < NIGHT_ENDS or start >= NIGHT_STARTS or end > NIGHT_STARTS or end <= start

    def why_not_minors(self) -> tuple[str, ...]:
        """Why the law closes these hours to people under 18; empty when it does not."""
        reasons = []
        if self.night:
            reasons.append("le travail entre 22 h et 6 h (L3163-1, L3163-2)")
        if self.weekly is not None and self.weekly > LONGEST_WEEK_OF_A_MINOR:
            reasons.append("plus de 35 heures par semaine (L3162-1)")
        if self.daily is not None and self.daily > LONGEST_DAY_OF_A_MINOR:
            reasons.append("plus de 8 heures par jour (L3162-1)")
        return tuple(reasons)

    def faults(self) -> tuple[Fault, ...]:
        """What the law or good sense refuses in these hours."""
        for field, clock in (("daily_start", self.daily_start), ("daily_end", self.daily_end)):
            if clock and not CLOCK.fullmatch(clock):
                return (Fault(field, "Écrivez l'heure comme 08:30."),)
        return (*self._start_and_end(), *self._lengths())

    def _start_and_end(self) -> tuple[Fault, ...]:
        if bool(self.daily_start) != bool(self.daily_end):
            missing = "daily_end" if self.daily_start else "daily_start"
            return (Fault(missing, "Indiquez l'heure de début et l'heure de fin, ou aucune des deux."),)
        if self.daily_start and self.daily_start == self.daily_end:
            return (Fault("daily_end", "L'heure de fin est la même que l'heure de début."),)
        return ()

    def _lengths(self) -> tuple[Fault, ...]:
        faults = []
        if self.weekly is not None and not 0 < self.weekly <= LONGEST_WEEK:
            told = "Une semaine compte au plus 48 heures de travail."
            faults.append(Fault("weekly", told, "code du travail, L3121-20"))
        elif self.weekly is not None and self.daily is not None and self.daily > LONGEST_DAY:
            told = "Une journée compte au plus 10 heures de travail."
            faults.append(Fault("weekly", told, "code du travail, L3121-18"))
        if self.span is not None and self.span > WIDEST_SPAN:
            told = "Il faut au moins 11 heures de repos entre deux journées."
            faults.append(Fault("daily_end", told, "code du travail, L3131-1"))
        elif self.weekly is None and self.span is not None and self.span > LONGEST_DAY + 1:
            told = "Cette journée dépasse 10 heures : indiquez les heures travaillées par semaine."
            faults.append(Fault("weekly", told, "code du travail, L3121-18"))
        return tuple(faults)


def minutes(clock: str) -> int:
    """Minutes since midnight of a well-formed ``HH:MM``; 0 for anything else."""
    return int(clock[:2]) * 60 + int(clock[3:]) if CLOCK.fullmatch(clock) else 0


def _weekdays(*halves: str) -> tuple[HalfDay, ...]:
    weekdays = ("mon", "tue", "wed", "thu", "fri")
    return tuple(half for half in HalfDay if half.value[:3] in weekdays and half.value[4:] in halves)


PRESETS: dict[Preset, Hours] = {
    Preset.DAY: Hours(_weekdays("am", "pm"), 35, "09:00", "17:00", "En journée, du lundi au vendredi"),
    Preset.MORNING: Hours(_weekdays("am"), 20, "08:30", "12:30", "Le matin, du lundi au vendredi"),
    Preset.AFTERNOON: Hours(_weekdays("pm", "ev"), 25, "14:00", "19:00", "L'après-midi, jusqu'à 19 h"),
}


def hours_of(
    preset: Preset,
    *,
    half_days: tuple[HalfDay, ...] = (),
    weekly: float | None = None,
    daily_start: str = "",
    daily_end: str = "",
) -> Hours:
    """The hours of a preset, whose weekly total may be lowered; or the ticked ones for ``other``."""
    if preset is Preset.OTHER:
        ordered = tuple(half for half in HalfDay if half in half_days)
        return Hours(ordered, weekly, daily_start, daily_end, _told(ordered, daily_start, daily_end))
    known = PRESETS[preset]
    if weekly is None:
        return known
    return Hours(known.half_days, weekly, known.daily_start, known.daily_end, known.label)


def _told(half_days: tuple[HalfDay, ...], start: str, end: str) -> str:
    clocks = f"de {_spoken(start)} à {_spoken(end)}" if start and end else ""
    days = ", ".join(half.label for half in half_days[:3])
    if len(half_days) > 3:
        days = f"{len(half_days)} demi-journées par semaine"
    return ", ".join(part for part in (days, clocks) if part)


def _spoken(clock: str) -> str:
    hour, minute = divmod(minutes(clock), 60)
    return f"{hour} h {minute:02d}" if minute else f"{hour} h"
