"""How dates, times, sums, distances and counts are written for a French reader.

Pure functions on values; a zone or the present instant is always an argument. Typography follows the usage of
the Imprimerie nationale: « mardi 3 mars », « 1er », « 9 h 05 », « 1 250,50 € », « 1,2 km ». Non-breaking spaces keep
a number beside its unit. Refuses naive instants: an hour without a zone is a wrong hour somewhere.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

NBSP = "\u00a0"
_LOCALE = "fr_FR"
_MONTHS = get_month_names("wide", locale=_LOCALE)
_DAYS = get_day_names("wide", locale=_LOCALE)
_VOWELS = tuple("aeiouyàâäéèêëîïôöùûüœæh")

_BEFORE = re.compile(r" (?=[:;?!»%€])")
_INSIDE = re.compile(r"(?<=«) ")

Moment = date | datetime


def local(moment: datetime, zone: str) -> datetime:
    """An aware instant in the territory's zone. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be shown")
    return moment.astimezone(ZoneInfo(zone))


def as_day(moment: Moment, zone: str) -> date:
    """The calendar day that people of this zone call it."""
    return local(moment, zone).date() if isinstance(moment, datetime) else moment


def _ordinal(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _day_month(day: date) -> str:
    return f"{_ordinal(day)}{NBSP}{_MONTHS[day.month]}"


def long_day(moment: Moment, zone: str, *, today: date | None = None) -> str:
    """« mardi 3 mars », with the year when it is not the year of ``today``."""
    day = as_day(moment, zone)
    text = f"{_DAYS[day.weekday()]} {_day_month(day)}"
    return text if today is not None and today.year == day.year else f"{text} {day.year}"


def short_day(moment: Moment, zone: str, *, today: date | None = None) -> str:
    """« 3 mars », with the year when it is not the year of ``today``."""
    day = as_day(moment, zone)
    text = _day_month(day)
    return text if today is not None and today.year == day.year else f"{text} {day.year}"


def numeric_day(moment: Moment, zone: str) -> str:
    """« 03/03/2026 », for dense tables and documents."""
    return as_day(moment, zone).strftime("%d/%m/%Y")


def hour(moment: datetime | time, zone: str) -> str:
    """« 9 h » or « 14 h 05 ». A plain ``time`` is already local."""
    at = local(moment, zone) if isinstance(moment, datetime) else moment
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02d}" if at.minute else "")


def moment_of(moment: datetime, zone: str, *, today: date | None = None) -> str:
    """« mardi 3 mars, 9 h »."""
    return f"{long_day(moment, zone, today=today)}, {hour(moment, zone)}"


def hours_between(start: datetime | time, end: datetime | time, zone: str) -> str:
    """« de 9 h à 12 h 30 »."""
    return f"de {hour(start, zone)} à {hour(end, zone)}"


def days_between(start: Moment, end: Moment, zone: str, *, today: date | None = None) -> str:
    """« du 3 au 14 mars », « du 28 février au 3 mars 2027 », « le mardi 3 mars » for one day."""
    first, last = as_day(start, zone), as_day(end, zone)
    if first == last:
        return f"le {long_day(first, zone, today=today)}"
    final = short_day(last, zone, today=today)
    if (first.year, first.month) == (last.year, last.month):
        return f"du {_ordinal(first)} au {final}"
    if first.year == last.year:
        return f"du {_day_month(first)} au {final}"
    return f"du {_day_month(first)} {first.year} au {_day_month(last)} {last.year}"


def since(moment: datetime, now: datetime, zone: str) -> str:
    """« à l’instant », « il y a 12 min », « hier », « il y a 3 jours », « dans 2 semaines », « demain ».

    Days are counted on the calendar of the zone: 23 h yesterday is « hier » at 1 h in the morning.
    """
    seconds = (now - moment).total_seconds()
    days = (as_day(now, zone) - as_day(moment, zone)).days
    if abs(seconds) < 60:
        return "à l’instant"
    if days == 0:
        minutes = int(abs(seconds) // 60)
        return _ago_or_in(f"{minutes}{NBSP}min" if minutes < 60 else f"{minutes // 60}{NBSP}h", seconds > 0)
    return since_day(as_day(moment, zone), as_day(now, zone))


def since_day(day: date, today: date) -> str:
    """The same for calendar days: « aujourd’hui », « hier », « il y a 3 semaines », « dans 2 mois »."""
    days = (today - day).days
    near = {0: "aujourd’hui", 1: "hier", 2: "avant-hier", -1: "demain", -2: "après-demain"}
    return near.get(days) or _ago_or_in(_span(abs(days)), days > 0)


def _span(days: int) -> str:
    if days < 14:
        return f"{days}{NBSP}jours"
    if days < 60:
        return f"{days // 7}{NBSP}semaines"
    if days < 730:
        return f"{days // 30}{NBSP}mois"
    return f"{days // 365}{NBSP}ans"


def _ago_or_in(span: str, past: bool) -> str:
    return f"il y a {span}" if past else f"dans {span}"


def count(number: float, digits: int = 0) -> str:
    """« 5 600 », « 1,2 » (decimals only where they say something)."""
    return format_decimal(round(number, digits), locale=_LOCALE)


def euros(cents: int) -> str:
    """« 12 € », « 1 250,50 € »: from integer cents, without « ,00 »."""
    pattern = "#,##0" if cents % 100 == 0 else "#,##0.00"
    return f"{format_decimal(cents / 100, format=pattern, locale=_LOCALE)}{NBSP}€"


def percent(share: float, digits: int = 0) -> str:
    """« 37 % » from 0.37."""
    return f"{count(share * 100, digits)}{NBSP}%"


def distance(kilometres: float) -> str:
    """« 350 m » under a kilometre (to 50 m), « 1,2 km » under ten, « 14 km » beyond."""
    if kilometres < 0.975:
        return f"{max(50, round(kilometres * 20) * 50)}{NBSP}m"
    return f"{count(kilometres, 1 if kilometres < 10 else 0)}{NBSP}km"


def duration(minutes: float | timedelta) -> str:
    """« 12 min », « 1 h », « 1 h 05 »."""
    total = round(minutes.total_seconds() / 60 if isinstance(minutes, timedelta) else minutes)
    if total < 60:
        return f"{total}{NBSP}min"
    hours, rest = divmod(total, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


def plural(number: float, one: str, many: str | None = None) -> str:
    """« 0 jour », « 1 jour », « 2 jours »: in French, plural begins at two. ``many`` defaults to one + « s »."""
    return f"{count(number, 2)}{NBSP}{word_for(number, one, many)}"


def word_for(number: float, one: str, many: str | None = None) -> str:
    """The word alone, agreed with the number; each word of a group takes its « s » by default."""
    if abs(number) < 2:
        return one
    return many if many is not None else " ".join(f"{word}s" for word in one.split(" "))


def joined(parts: Sequence[str], last: str = "et") -> str:
    """« a, b et c »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def of(word: str) -> str:
    """« de Paul », « d’Anna », « d’Hélène »."""
    return f"d’{word}" if word.lower().startswith(_VOWELS) else f"de {word}"


def phone(number: str) -> str:
    """« 05 46 00 00 00 » from 0546000000 or +33546000000; anything else is shown as it was given."""
    digits = "".join(sign for sign in number if sign.isdigit())
    national = f"0{digits[2:]}" if number.strip().startswith("+33") else digits
    if len(national) != 10 or not national.startswith("0"):
        return number
    return NBSP.join(national[i : i + 2] for i in range(0, 10, 2))


def typeset(text: str) -> str:
    """Non-breaking spaces where French wants one: before « : ; ? ! » and », after «, before % and €."""
    return _INSIDE.sub(NBSP, _BEFORE.sub(NBSP, text))


def capital(text: str) -> str:
    """First letter up, the rest untouched: « Mardi 3 mars »."""
    return text[:1].upper() + text[1:]
