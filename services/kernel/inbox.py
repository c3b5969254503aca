"""The inbox: an event is handled once per consumer, whatever the log delivers."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete

from services.kernel import tables
from services.kernel.dialects import inserting

KEPT = timedelta(days=90)
"""Longer than any fact stays in the log, so that a late replay is still recognised."""


def first_time(connection: Connection, consumer: str, event_id: UUID, *, at: datetime) -> bool:
    """Note the event as handled, in the caller's transaction; False when it already was."""
    row = inserting(connection, tables.inbox).values(consumer=consumer, event_id=str(event_id), handled_at=at)
    noted = row.on_conflict_do_nothing().returning(tables.inbox.c.event_id)
    return connection.execute(noted).first() is not None


def forget(connection: Connection, consumer: str) -> None:
    """Forget what a consumer handled, before a rebuild from the start of the log."""
    connection.execute(delete(tables.inbox).where(tables.inbox.c.consumer == consumer))


def prune(connection: Connection, *, now: datetime) -> int:
    """Delete what is older than ``KEPT``; return how many rows."""
    return connection.execute(delete(tables.inbox).where(tables.inbox.c.handled_at < now - KEPT)).rowcount
