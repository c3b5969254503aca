"""How a company behaves with the people introduced to it: how often it answers, how fast, and when to pause it.

Refuses to conclude from too little: under three introductions there is no rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from services.employers.domain.introduction import Introduction

COUNTS_AFTER = timedelta(days=7)
"""An introduction still unanswered counts against the firm after the second reminder."""

SILENCE_WINDOW = timedelta(days=60)
SILENCE_ENOUGH = 5
FEWEST_FOR_A_RATE = 3


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Figures of a firm. ``rate`` from 0 to 1, ``median_days`` in days; None while too little is known."""

    received: int
    answered: int
    waiting: int
    rate: float | None
    median_days: float | None


def behaviour(introductions: Sequence[Introduction], *, now: datetime) -> Behaviour:
    """What a firm's introductions tell at ``now``. Those received less than a week ago and unanswered do not count."""
    answered = [one for one in introductions if one.answered]
    overdue = [one for one in introductions if not one.answered and now - one.received_at >= COUNTS_AFTER]
    counted = len(answered) + len(overdue)
    # A firm that is introduced to somebody again answered before: that answer tells no delay.
    waits = [one.reply.at - one.received_at for one in answered if one.reply and one.reply.at >= one.received_at]
    delays = [wait.total_seconds() / 86_400 for wait in waits]
    return Behaviour(
        received=len(introductions),
        answered=len(answered),
        waiting=sum(one.waits for one in introductions),
        rate=len(answered) / counted if counted >= FEWEST_FOR_A_RATE else None,
        median_days=median(delays) if delays else None,
    )


def stays_silent(introductions: Sequence[Introduction], *, now: datetime) -> bool:
    """True when five introductions of the last sixty days wait beyond a week, all received since its last answer."""
    spoke_at = max((one.reply.at for one in introductions if one.answered and one.reply), default=None)
    overdue = [
        one
        for one in introductions
        if one.waits
        and COUNTS_AFTER <= now - one.received_at <= SILENCE_WINDOW
        and (spoke_at is None or one.received_at > spoke_at)
    ]
    return len(overdue) >= SILENCE_ENOUGH
