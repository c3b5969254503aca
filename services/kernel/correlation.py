"""The correlation id of the request or message at hand: it follows through services, logs and events."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation_id", default="")


def current() -> str:
    """The correlation id at hand, empty outside any request or message."""
    return _current.get()


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Set the correlation id for the work inside."""
    token = _current.set(correlation_id)
    try:
        yield
    finally:
        _current.reset(token)
