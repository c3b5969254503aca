"""How often, and how far apart, what PostgreSQL ended for the sake of another is played again (ADR 35).

``play`` is for commands: each of their transactions is played again by itself; requests are by ``web/played_again``.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from services.kernel.database import lost_a_race
from services.kernel.problems import Unavailable

log = structlog.get_logger(__name__)

TRIES = 4
FIRST_PAUSE = 0.05
"""Seconds before the second try, twice as long before each next one, within half of either side."""

Kept = TypeVar("Kept")


def pause_after(tried: int) -> float:
    """Seconds to wait once so many tries have lost."""
    return FIRST_PAUSE * 2.0 ** (tried - 1) * random.uniform(0.5, 1.5)  # noqa: S311


def play(act: Callable[[], Kept], *, pause: Callable[[float], None] = time.sleep) -> Kept:
    """Do an act, which is one transaction and touches nothing else, until it has not lost. Raises Unavailable."""
    tried = 0
    while True:
        try:
            return act()
        except DBAPIError as error:
            if not lost_a_race(error):
                raise
            tried += 1
            reason = str(error).splitlines()[0]
            if tried == TRIES:
                words = "D'autres changeaient la même chose au même moment. Recommencez : ce qui est fait est gardé."
                raise Unavailable(words, code="contended") from error
        log.warning("command.played_again", tried=tried, reason=reason)
        pause(pause_after(tried))
