"""A meeting or days of presence as a calendar file (RFC 5545), for the diary of a phone or of an office.

The same ``key`` always makes the same entry: a file taken again after a change corrects the diary instead of adding to
it. Instants are written in UTC, whole days as days. Refuses a naive instant. What is written leaves the product: give
nothing that its reader may not keep.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from starlette.responses import Response

MEETING = timedelta(hours=1)
"""How long a meeting is held to last when nobody said it."""
_WIDTH = 75


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry: an instant and its end, or whole days from the first to the last."""

    key: str
    title: str
    starts: datetime | date
    ends: datetime | date | None = None
    place: str = ""
    about: str = ""

    def lines(self, now: datetime) -> Iterator[str]:
        """The lines of the entry, before folding."""
        yield "BEGIN:VEVENT"
        yield f"UID:{self.key}"
        yield f"DTSTAMP:{_instant(now)}"
        yield from self._when()
        yield f"SUMMARY:{_text(self.title)}"
        if self.place:
            yield f"LOCATION:{_text(self.place)}"
        if self.about:
            yield f"DESCRIPTION:{_text(self.about)}"
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(self.title)}", "TRIGGER:-P1D", "END:VALARM")
        yield "END:VEVENT"

    def _when(self) -> Iterator[str]:
        if isinstance(self.starts, datetime):
            end = self.ends if isinstance(self.ends, datetime) else self.starts + MEETING
            yield f"DTSTART:{_instant(self.starts)}"
            yield f"DTEND:{_instant(end)}"
            return
        last = self.ends or self.starts
        yield f"DTSTART;VALUE=DATE:{self.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"


def calendar_text(appointments: Iterable[Appointment], *, now: datetime) -> str:
    """The whole file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cite de l'emploi//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for one in appointments:
        lines.extend(one.lines(now))
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def calendar_file(appointments: Iterable[Appointment], *, name: str, now: datetime) -> Response:
    """The file as an answer: ``name`` is what it is saved under, without its ending."""
    headers = {"content-disposition": f'attachment; filename="{name}.ics"'}
    return Response(calendar_text(appointments, now=now), media_type="text/calendar; charset=utf-8", headers=headers)


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("an instant in a diary needs its zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    return re.sub(r"\r\n?|\n", r"\\n", re.sub(r"([\\;,])", r"\\\1", said))


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no letter cut in two; each piece but the first begins with a space."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > _WIDTH:
            yield piece
            piece = " "
        piece += sign
    yield piece
