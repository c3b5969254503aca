"""Make the index of offers anew from the log: on demand (`cite infra rebuild-index`), or at start when out of date.

The topic of offers is compacted: it holds the last state of each, so the log is enough. Nobody waits meanwhile. What
cannot be read is left out and told, the consumer of the index has parked it. Refuses to serve a half-read log.
"""

import threading
from collections.abc import Iterator, Sequence
from uuid import uuid4

import structlog

from services.contracts.employers import OFFERS, OfferPublished, OfferWithdrawn
from services.kernel.envelope import Envelope, EnvelopeMalformed
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Incoming
from services.kernel.problems import Conflict, Unavailable
from services.kernel.reactions import Reactions
from services.matching.ports import OfferDocument, OfferIndex, OfferRemoval, RebuildableIndex
from services.matching.use_cases.project_offer import document_of, removal_of

log = structlog.get_logger(__name__)

AT_ONCE = 500
SILENCES = 20
"""Polls in a row without a record, of half a second each, after which the log is said not to answer."""
ANOTHER_BUILDS, OUT_OF_REACH = 30.0, 5.0
"""Seconds before looking again."""
HALF_READ = "Le journal des événements n'a pas pu être lu jusqu'au bout. L'index des offres reste comme il était."
NO_ANSWER = "la recherche dans les offres ne répond pas"
NOT_CURRENT = "l'index des offres n'est pas encore refait (cite infra rebuild-index)"
_FACTS = Reactions().on(OfferPublished, lambda *_: None).on(OfferWithdrawn, lambda *_: None)


class Replay:
    """The offers of the log from its start, in micro-batches, until its end (``ports.Drain``). One thread owns it."""

    def __init__(self, event_log: EventLog, stop: threading.Event | None = None, *, topic: str = OFFERS.name) -> None:
        self._log, self._stop, self._topic = event_log, stop or threading.Event(), topic
        self._group = f"matching.index.rebuild-{uuid4().hex[:8]}"
        self._subscription = event_log.subscribe(self._group, [topic])

    def __call__(self) -> Iterator[Sequence[OfferDocument | OfferRemoval]]:
        silences = 0
        while silences < SILENCES and not self._stop.is_set():
            records = self._subscription.poll(max_records=AT_ONCE, timeout=0.5 if silences else 0.05)
            if records:
                silences = 0
                yield [change for record in records if (change := change_of(record)) is not None]
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


def change_of(record: Incoming) -> OfferDocument | OfferRemoval | None:
    """What a record of the topic changes in the index; None for nothing, or for what cannot be read."""
    if record.value is None:
        return None
    try:
        envelope = Envelope.from_bytes(record.value)
        read = _FACTS.read(envelope)
    except EnvelopeMalformed as error:
        log.warning("offer_index.unreadable", topic=record.topic, key=record.key, reason=str(error)[:200])
        return None
    if read is None:
        return None
    fact = read[0]
    if isinstance(fact, OfferPublished):
        return document_of(fact, envelope.tenant)
    return removal_of(fact, envelope.tenant) if isinstance(fact, OfferWithdrawn) else None


def rebuild_index(
    index: RebuildableIndex, event_log: EventLog, *, restart: bool = False, stop: threading.Event | None = None
) -> int:
    """Make it anew and serve it; return how many offers it holds. Raises Conflict, Unavailable."""
    replay = Replay(event_log, stop)
    try:
        return index.rebuild(replay, restart=restart)
    finally:
        replay.close()


def keep_current(index: RebuildableIndex, event_log: EventLog, stop: threading.Event) -> None:
    """A worker: at start, when what is served was not made as this release makes it, make it anew; then end."""
    while not stop.is_set():
        try:
            if index.is_current():
                return
            log.info("offer_index.rebuilt", offers=rebuild_index(index, event_log, stop=stop))
        except Conflict:
            stop.wait(ANOTHER_BUILDS)
        except (Unavailable, EventLogUnavailable) as error:
            log.warning("offer_index.waits", reason=str(error)[:200])
            stop.wait(OUT_OF_REACH)


def index_notices(index: OfferIndex) -> list[str]:
    """What an operator must know of the index, in French; nothing when it serves what it should."""
    if not isinstance(index, RebuildableIndex):
        return []
    try:
        return [] if index.is_current() else [NOT_CURRENT]
    except Unavailable:
        return [NO_ANSWER]
