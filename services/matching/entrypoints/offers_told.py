"""The topic of offers read again from its start, beside whoever consumes it: what an index or a code is made anew from.

The topic is compacted: it holds the last state of each offer, so the log is enough. What cannot be read is left out and
told; the consumers have parked it. Refuses (Unavailable) a log that cannot be read to its end.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar
from uuid import uuid4

import structlog

from services.contracts.employers import OFFERS, OfferPublished, OfferWithdrawn
from services.kernel.envelope import Envelope, EnvelopeMalformed
from services.kernel.eventlog.port import EventLog, Incoming
from services.kernel.problems import Unavailable
from services.kernel.reactions import Reactions

log = structlog.get_logger(__name__)

AT_ONCE = 500
SILENCES = 20
"""Polls in a row without a record, of half a second each, after which the log is said not to answer."""
HALF_READ = "Le journal des événements n'a pas pu être lu jusqu'au bout. Rien n'a été changé ; réessayez."
_FACTS = Reactions().on(OfferPublished, lambda *_: None).on(OfferWithdrawn, lambda *_: None)
T = TypeVar("T")


class Replay(Generic[T]):
    """The offers of the log from its start, in micro-batches, until its end. One thread owns it.

    ``read`` makes something of each record; None for nothing.
    """

    def __init__(
        self,
        event_log: EventLog,
        read: Callable[[Incoming], T | None],
        stop: threading.Event | None = None,
        *,
        topic: str = OFFERS.name,
    ) -> None:
        self._log, self._read, self._stop, self._topic = event_log, read, stop or threading.Event(), topic
        self._group = f"matching.offers.replay-{uuid4().hex[:8]}"
        self._subscription = event_log.subscribe(self._group, [topic])

    def __call__(self) -> Iterator[Sequence[T]]:
        silences = 0
        while silences < SILENCES and not self._stop.is_set():
            records = self._subscription.poll(max_records=AT_ONCE, timeout=0.5 if silences else 0.05)
            if records:
                silences = 0
                yield [made for record in records if (made := self._read(record)) is not None]
                self._subscription.commit(records)
            elif self._subscription.assignment() and self._behind() == 0:
                return
            else:
                silences += 1
        raise Unavailable(HALF_READ)

    def close(self) -> None:
        """Leave no trace in the log."""
        self._subscription.close()
        self._log.forget(self._group, [self._topic])

    def _behind(self) -> int:
        return sum(self._log.lag(self._group, [self._topic]).values())


def offer_told(record: Incoming) -> tuple[str, OfferPublished | OfferWithdrawn] | None:
    """The territory and the fact of a record of the topic; None for nothing, or for what cannot be read."""
    if record.value is None:
        return None
    try:
        envelope = Envelope.from_bytes(record.value)
        read = _FACTS.read(envelope)
    except EnvelopeMalformed as error:
        log.warning("offers.unreadable", topic=record.topic, key=record.key, reason=str(error)[:200])
        return None
    fact = read[0] if read else None
    return (envelope.tenant, fact) if isinstance(fact, OfferPublished | OfferWithdrawn) else None
