"""What French hands type, made readable by a machine: « 1 250,50 », « 3/3/2026 », « 9h30 ».

``entered`` changes only what it surely understands; everything else goes on untouched, so that the model refuses it
with its own sentence. Announces nothing, refuses nothing.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:|H|heures?)\s*(\d{2})?$")
_DIGITS = re.compile(r"^[+-]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?$")
_TRUE = frozenset({"on", "oui", "vrai", "1", "true"})
_FALSE = frozenset({"off", "non", "faux", "0", "false"})


def entered(answer: str, wanted: object) -> object:
    """The answer as the wanted type is best given to pydantic (still text, but in machine form)."""
    if wanted in (float, int, Decimal):
        return _number(answer)
    if wanted is date:
        return _day(answer)
    if wanted is time:
        return _hour(answer)
    if wanted is datetime:
        return _moment(answer)
    if wanted is bool:
        return _yes_no(answer)
    return answer


def _number(answer: str) -> str:
    if not _DIGITS.match(answer):
        return answer
    return re.sub(r"[\s\u00a0\u202f]", "", answer).replace(",", ".")


def _day(answer: str) -> str:
    found = _DAY.match(answer)
    if not found:
        return answer
    day, month, year = found.groups()
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _hour(answer: str) -> str:
    found = _HOUR.match(answer)
    if not found:
        return answer
    return f"{found[1].zfill(2)}:{found[2] or '00'}"


def _moment(answer: str) -> str:
    day, _, rest = answer.partition(" ")
    read = _day(day)
    return f"{read}T{_hour(rest.strip())}" if read != day and rest.strip() else answer


def _yes_no(answer: str) -> object:
    lowered = answer.lower()
    return True if lowered in _TRUE else False if lowered in _FALSE else answer
