"""Now, and new identifiers: injected everywhere else."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from uuid6 import uuid7

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """A UUIDv7: unique, and ordered by time of creation."""
    return UUID(int=uuid7().int)
