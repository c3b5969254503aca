"""Hearing everything at once: for who plays on the services without their threads (the demonstration, the tests).

A poll that returns nothing does not say that nothing is left: a log across a network sends later what it holds, and a
group that is being shared anew owns nothing yet. Only its lag says it.
"""

import time

from services.kernel.consumer import Consumer
from services.kernel.eventlog.port import EventLogUnavailable, Subscription

PATIENCE = 120.0
_PAUSE = 0.2


def hear_out(consumer: Consumer, subscription: Subscription, *, patience: float = PATIENCE) -> int:
    """Handle what the log holds for this consumer, to its end; return how many records were settled.

    Stops before when a message must wait for another try. Raises EventLogUnavailable when the end is not reached.
    """
    settled, pause, deadline = 0, 0.0, time.monotonic() + patience
    while True:
        done = consumer.step(subscription, timeout=pause)
        settled += done
        if done:
            continue
        if consumer.waits or not any(consumer.event_log.lag(consumer.name, consumer.reactions.topics()).values()):
            return settled
        if time.monotonic() > deadline:
            raise EventLogUnavailable(f"{consumer.name} n'a pas pu lire le journal jusqu'au bout.")
        pause = _PAUSE
