"""Compare the hours of a work with the hours that suit a person, half-day by half-day.

School hours are an ordinary case: nothing before 8 h 30, nothing after 16 h 30, half-days as said. Hours that the
offer does not tell bar nothing. Refuses nothing.
"""

from datetime import time

from services.contracts.vocabulary import HalfDay
from services.matching.domain.ranking.offer import Hours
from services.matching.domain.ranking.profile import Wants

NOON = time(13, 0)
"""A morning ends at 13 h, an afternoon at 18 h (vocabulary ``HalfDay``)."""
EVENING = time(18, 30)
"""Work that stops at half past six at the latest is still of the afternoon."""
SCHOOL_STARTS, SCHOOL_ENDS = time(8, 30), time(16, 30)
NIGHT_STARTS, NIGHT_ENDS = time(22, 0), time(6, 0)
"""Night for 16–18 year-olds: 22 h to 6 h (code du travail, art. L3163-1)."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS = {
    "mon": "lundi",
    "tue": "mardi",
    "wed": "mercredi",
    "thu": "jeudi",
    "fri": "vendredi",
    "sat": "samedi",
    "sun": "dimanche",
}
_PARTS = ("am", "pm", "ev")
_PART_WORDS = {"am": "matin", "pm": "après-midi", "ev": "soir"}


def missing_half_days(wants: Wants, hours: Hours) -> tuple[HalfDay, ...]:
    """Half-days that the work takes and the person did not offer, in the week's order; none if unsaid."""
    if not wants.available or hours.half_days <= wants.available:
        return ()
    return tuple(sorted(hours.half_days - wants.available, key=lambda half: list(HalfDay).index(half)))


def parts_of_day(hours: Hours) -> frozenset[str]:
    """Parts of the day (``am``, ``pm``, ``ev``) that the daily times touch; none when they are not said."""
    start, end = hours.start, hours.end
    if start is None or end is None:
        return frozenset()
    if end <= start:  # past midnight
        return frozenset({"ev"}) | ({"pm"} if start < time(18, 0) else frozenset())
    touched = {"am"} if start < NOON else set()
    if start < time(18, 0) and end > NOON:
        touched.add("pm")
    if end > EVENING:
        touched.add("ev")
    return frozenset(touched)


def impossible_parts(wants: Wants, hours: Hours) -> tuple[str, ...]:
    """Parts of the day that the work takes and that the person offers on no day, when half-days are not said."""
    if not wants.available or hours.half_days or hours.start is None or hours.end is None:
        return ()
    offered = {half.value[-2:] for half in wants.available}
    return tuple(part for part in _PARTS if part in parts_of_day(hours) - offered)


def starts_too_early(wants: Wants, hours: Hours) -> bool:
    """True when work begins before the earliest time said."""
    return wants.earliest_start is not None and hours.start is not None and hours.start < wants.earliest_start


def ends_too_late(wants: Wants, hours: Hours) -> bool:
    """True when work ends after the latest time said, or past midnight."""
    if wants.latest_end is None or hours.end is None:
        return False
    past_midnight = hours.start is not None and hours.end <= hours.start
    return past_midnight or hours.end > wants.latest_end


def too_many_hours(wants: Wants, hours: Hours) -> bool:
    """True when the week is longer than the person wishes."""
    return wants.weekly_hours_max is not None and hours.weekly is not None and hours.weekly > wants.weekly_hours_max


def suit(wants: Wants, hours: Hours) -> bool:
    """True when nothing that is said on either side stands in the way."""
    return not (
        missing_half_days(wants, hours)
        or impossible_parts(wants, hours)
        or starts_too_early(wants, hours)
        or ends_too_late(wants, hours)
        or too_many_hours(wants, hours)
    )


def fit(wants: Wants, hours: Hours) -> float | None:
    """Share of the asked half-days that the person offers, in [0, 1]; times out of bounds halve it.

    None when there is nothing to compare.
    """
    checks: list[float] = []
    if wants.available and hours.half_days:
        checks.append(len(hours.half_days & wants.available) / len(hours.half_days))
    elif wants.available and parts_of_day(hours):
        parts = parts_of_day(hours)
        checks.append(1 - len(impossible_parts(wants, hours)) / len(parts))
    if wants.earliest_start is not None and hours.start is not None:
        checks.append(0.5 if starts_too_early(wants, hours) else 1.0)
    if wants.latest_end is not None and hours.end is not None:
        checks.append(0.5 if ends_too_late(wants, hours) else 1.0)
    if wants.weekly_hours_max is not None and hours.weekly is not None:
        checks.append(0.5 if too_many_hours(wants, hours) else 1.0)
    return min(checks) if checks else None


def in_school_hours(hours: Hours) -> bool:
    """True when every told hour is inside a school day, Wednesday afternoon and weekend left free."""
    if hours.start is None or hours.end is None or not hours.half_days:
        return False
    free = {
        HalfDay.WED_PM,
        *(half for half in HalfDay if half.value[:3] in {"sat", "sun"} or half.value[-2:] == "ev"),
    }
    return SCHOOL_STARTS <= hours.start < hours.end <= SCHOOL_ENDS and not hours.half_days & free


def at_night(hours: Hours) -> bool:
    """True when some of the work is between 22 h and 6 h (code du travail, art. L3163-1)."""
    if hours.night:
        return True
    start, end = hours.start, hours.end
    if start is None or end is None:
        return False
    return start < NIGHT_ENDS or end > NIGHT_STARTS or end <= start


def on_sunday(hours: Hours) -> bool:
    """True when a Sunday half-day is asked."""
    return any(half.value.startswith("sun") for half in hours.half_days)


def in_words(halves: frozenset[HalfDay] | tuple[HalfDay, ...]) -> str:
    """French words for some half-days: « le mercredi après-midi », « le matin en semaine », « le samedi »."""
    whole_week = _same_part_all_week(frozenset(halves))
    if whole_week:
        return whole_week
    said: list[str] = []
    for day in _DAYS:
        parts = [part for part in _PARTS if any(half.value == f"{day}_{part}" for half in halves)]
        if {"am", "pm"} <= set(parts):
            said.append(f"le {_DAY_WORDS[day]}" + (" jusqu'au soir" if "ev" in parts else ""))
        elif parts:
            said.append(f"le {_DAY_WORDS[day]} {' et '.join(_PART_WORDS[part] for part in parts)}")
    return join(said)


def _same_part_all_week(halves: frozenset[HalfDay]) -> str:
    week = frozenset(_DAYS[:5])
    by_part = {part: frozenset(h.value[:3] for h in halves if h.value.endswith(part)) for part in _PARTS}
    used = {part for part, days in by_part.items() if days}
    if not used or any(by_part[part] != week for part in used):
        return ""
    if used == {"am", "pm"}:
        return "du lundi au vendredi, en journée"
    words = " et ".join(
        {"am": "le matin", "pm": "l'après-midi", "ev": "le soir"}[part] for part in _PARTS if part in used
    )
    return f"{words}, du lundi au vendredi"


def part_in_words(parts: tuple[str, ...]) -> str:
    """« le matin », « l'après-midi et le soir »."""
    return join([{"am": "le matin", "pm": "l'après-midi", "ev": "le soir"}[part] for part in parts])


def clock(at: time) -> str:
    """A time as it is said: « 8 h 30 », « 17 h »."""
    return f"{at.hour} h" + (f" {at.minute:02d}" if at.minute else "")


def join(words: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return words[0] if len(words) == 1 else " et ".join([", ".join(words[:-1]), words[-1]] if words else [])
