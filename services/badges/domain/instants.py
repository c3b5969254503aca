"""Instants as credentials write them: UTC, whole seconds, ``2026-03-16T09:00:00Z``."""

from datetime import UTC, datetime


def iso_instant(instant: datetime) -> str:
    """The instant in UTC with a ``Z``; raises ValueError when it carries no zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be signed")
    return instant.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: object) -> datetime | None:
    """The instant, or None unless the text is ISO 8601 with a zone."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
