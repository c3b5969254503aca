"""A day and an hour as people type them, in the territory's zone, into an instant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.kernel.web.french_entry import entered

UNREAD = "Écrivez la date comme 03/03/2026 et l'heure comme 9 h 30, ou laissez les deux vides."
DEFAULT_ZONE, NINE = "Europe/Paris", time(9)


def local_instant(day: str, hour: str, zone: str) -> tuple[datetime | None, str]:
    """The instant, None when nothing is typed, and what is wrong (empty when nothing is). Nine when no hour is."""
    if not day.strip() and not hour.strip():
        return None, ""
    try:
        on = date.fromisoformat(str(entered(day.strip(), date)))
        at = time.fromisoformat(str(entered(hour.strip(), time))) if hour.strip() else NINE
    except ValueError:
        return None, UNREAD
    return datetime.combine(on, at, ZoneInfo(zone or DEFAULT_ZONE)).astimezone(UTC), ""
