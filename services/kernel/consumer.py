"""A consumer: handles each event once, in order per key, and never loses one.

The offset is committed after the transaction. A failing message is tried again with back-off while its
partition waits; after the last try it is parked with its reason, and the later messages of its key behind it.
When too many are parked the consumer stops until a human has mended it: it goes on by itself once enough of them were
retried or dropped. A part that is out of reach (``Unavailable``, the database) is waited for and never parks anything.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from services.kernel import deadletters, inbox
from services.kernel.clock import Clock, utc_now
from services.kernel.correlation import correlated
from services.kernel.database import DATABASE_AWAY, Database, lost_a_race
from services.kernel.envelope import Envelope, EnvelopeMalformed
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Incoming, Subscription
from services.kernel.failpoints import reach
from services.kernel.metrics import CONSUMED, PARKED, RETRIED
from services.kernel.problems import Unavailable
from services.kernel.reactions import Moment, Reactions

log = structlog.get_logger(__name__)

OUT_OF_REACH = (Unavailable, EventLogUnavailable, *DATABASE_AWAY)


class CeilingReached(RuntimeError):
    """Too many dead letters: the consumer stops rather than rerouting every message."""


class _KeyParked(Exception):
    """A message of the batch waits behind a parked one: the batch is handled one by one."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a consumer insists. Delays in seconds, doubled at each try, with jitter."""

    attempts: int = 5
    first_delay: float = 0.2
    longest_delay: float = 30.0
    ceiling: int = 20
    mending_look: float = 5.0
    """Seconds between two looks of a stopped consumer at whether its dead letters were mended."""

    def delay(self, attempt: int) -> float:
        """Seconds to wait before try number ``attempt`` + 1."""
        jitter = random.uniform(0.8, 1.2)  # noqa: S311
        return min(self.longest_delay, self.first_delay * 2.0 ** (attempt - 1)) * jitter


@dataclass(slots=True)
class Consumer:
    """One member of a consumer group, run by one thread.

    ``batch_size`` above 1 handles micro-batches in one transaction; ``before_commit`` is then called once
    with the transaction (an index consumer sends its bulk there), and ``on_rollback`` when the transaction is given
    up (it forgets the bulk). A failing batch is handled one by one.
    """

    name: str
    database: Database
    event_log: EventLog
    reactions: Reactions
    patience: Patience = Patience()
    batch_size: int = 1
    before_commit: Callable[[Connection], None] | None = None
    on_rollback: Callable[[], None] | None = None
    clock: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic
    stopped_because: str = ""
    _paused_until: dict[tuple[str, int], float] = field(default_factory=dict)
    _tries: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _waits: dict[tuple[str, int, int], int] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether a message must be tried again later: its partition waits with it."""
        return bool(self._paused_until)

    def run(self, stop: threading.Event) -> None:
        """Handle messages until ``stop`` is set: the message at hand is finished, the others given back."""
        while not stop.is_set():
            try:
                self._refuse_above_ceiling()
                self.stopped_because = ""
                self._run_subscribed(stop)
            except CeilingReached as reached:
                if not self.stopped_because:
                    log.error("consumer.ceiling_reached", consumer=self.name, reason=str(reached))
                self.stopped_because = str(reached)
                stop.wait(self.patience.mending_look)
            except (EventLogUnavailable, *DATABASE_AWAY) as error:
                log.warning("consumer.out_of_reach", consumer=self.name, reason=str(error).splitlines()[:1])
                stop.wait(1.0)

    def _run_subscribed(self, stop: threading.Event) -> None:
        subscription = self.event_log.subscribe(self.name, self.reactions.topics())
        try:
            while not stop.is_set():
                self.step(subscription, timeout=0.5, stop=stop)
        finally:
            self._paused_until.clear()
            self._tries.clear()
            self._waits.clear()
            with suppress(EventLogUnavailable):
                subscription.close()

    def step(self, subscription: Subscription, *, timeout: float, stop: threading.Event | None = None) -> int:
        """One poll and its handling; return how many records were settled."""
        self._resume_ready(subscription)
        records = subscription.poll(max_records=max(50, self.batch_size), timeout=self._wait(timeout))
        if self.batch_size > 1 and len(records) > 1 and self._handle_batch(records):
            subscription.commit(records)
            return len(records)
        settled = 0
        for record in records:
            if stop is not None and stop.is_set():
                break
            if (record.topic, record.partition) in self._paused_until:
                # Behind a record that waits, or of a partition that was lost and received again meanwhile.
                self._hold(record, subscription)
            elif self._settle(record, subscription):
                reach("consumer.before_offset")
                subscription.commit([record])
                reach("consumer.offset_committed")
                settled += 1
        return settled

    def _wait(self, timeout: float) -> float:
        if not self._paused_until:
            return timeout
        return min(timeout, max(0.01, min(self._paused_until.values()) - self.monotonic()))

    def _resume_ready(self, subscription: Subscription) -> None:
        owned = subscription.assignment()
        for place, until in list(self._paused_until.items()):
            if place not in owned or until <= self.monotonic():
                del self._paused_until[place]
                if place in owned:
                    subscription.resume(*place)

    def _settle(self, record: Incoming, subscription: Subscription) -> bool:
        """Handle or park the record. False when it must be tried again later: its partition then waits."""
        place = (record.topic, record.partition, record.offset)
        attempts = self._tries.get(place, 0) + 1
        try:
            self._handle_once(record)
        except EnvelopeMalformed as error:
            self._park(record, str(error), attempts)
        except OUT_OF_REACH as error:
            told = "consumer.lost_a_race" if lost_a_race(error) else "consumer.out_of_reach"
            log.warning(told, consumer=self.name, reason=str(error).splitlines()[:1])
            self._waits[place] = self._waits.get(place, 0) + 1
            self._try_later(record, subscription, self._waits[place])
            return False
        except Exception as error:
            log.warning("consumer.failed", consumer=self.name, topic=record.topic, attempt=attempts, exc_info=error)
            RETRIED.labels(self.name).inc()
            if attempts < self.patience.attempts:
                self._tries[place] = attempts
                self._try_later(record, subscription, attempts)
                return False
            self._park(record, f"{type(error).__name__} : {error}", attempts)
        self._tries.pop(place, None)
        self._waits.pop(place, None)
        return True

    def _try_later(self, record: Incoming, subscription: Subscription, attempts: int) -> None:
        self._paused_until[(record.topic, record.partition)] = self.monotonic() + self.patience.delay(attempts)
        self._hold(record, subscription)

    @staticmethod
    def _hold(record: Incoming, subscription: Subscription) -> None:
        """Have the record delivered again once its partition is resumed."""
        subscription.pause(record.topic, record.partition)
        subscription.rewind(record)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """The transaction of one message or batch, with the hooks at its two ends."""
        try:
            with self.database.transaction() as connection:
                yield connection
                if self.before_commit is not None:
                    self.before_commit(connection)
                reach("consumer.in_transaction")
        except BaseException:
            if self.on_rollback is not None:
                self.on_rollback()
            raise
        reach("consumer.committed")

    def _handle_once(self, record: Incoming) -> None:
        with self._transaction() as connection:
            if deadletters.key_is_parked(connection, self.name, record.topic, record.key):
                reason = "attend un message précédent de la même clé"
                deadletters.park(connection, self.name, record, reason=reason, behind=True, attempts=0, at=self.clock())
            else:
                self.apply(connection, record)

    def apply(self, connection: Connection, record: Incoming) -> None:
        """Handle one record in the transaction, unless it was handled before or concerns nobody here."""
        if record.value is None:
            return
        envelope = Envelope.from_bytes(record.value)
        read = self.reactions.read(envelope)
        if read is None or not inbox.first_time(connection, self.name, envelope.id, at=self.clock()):
            return
        fact, handler = read
        with correlated(envelope.correlation_id):
            handler(fact, Moment(envelope, connection, self.clock()))
        CONSUMED.labels(self.name, envelope.type).inc()

    def _handle_batch(self, records: Sequence[Incoming]) -> bool:
        """Handle all in one transaction; False (and nothing changed) when one of them fails."""
        try:
            with self._transaction() as connection:
                some = deadletters.holds_any(connection, self.name)
                for record in records:
                    if some and deadletters.key_is_parked(connection, self.name, record.topic, record.key):
                        raise _KeyParked
                    self.apply(connection, record)
        except Exception as error:  # noqa: BLE001  each message is then handled alone, which tells which one fails
            log.info("consumer.batch_split", consumer=self.name, size=len(records), reason=str(error)[:200])
            return False
        return True

    def _park(self, record: Incoming, reason: str, attempts: int) -> None:
        with self.database.transaction() as connection:
            deadletters.park(
                connection, self.name, record, reason=reason, behind=False, attempts=attempts, at=self.clock()
            )
        PARKED.labels(self.name).inc()
        log.error("consumer.parked", consumer=self.name, topic=record.topic, key=record.key, reason=reason[:300])
        self._refuse_above_ceiling()

    def _refuse_above_ceiling(self) -> None:
        with self.database.reading() as connection:
            heads = deadletters.count_heads(connection, self.name)
        if heads >= self.patience.ceiling:
            raise CeilingReached(f"{heads} messages de côté pour {self.name}")

    def retry_key(self, topic: str, key: str) -> int:
        """Handle again the parked messages of a key, in order, until one fails; return how many succeeded."""
        done = 0
        while True:
            with self.database.reading() as connection:
                letters = deadletters.of_key(connection, self.name, topic, key)
            if not letters:
                return done
            first = letters[0]
            try:
                with self._transaction() as connection:
                    if deadletters.lock(connection, first.id):
                        self.apply(connection, first.as_incoming())
                        deadletters.remove(connection, first.id)
                        done += 1
            except Exception as error:  # noqa: BLE001  the reason is kept for whoever looks
                with self.database.transaction() as connection:
                    deadletters.make_head(connection, first.id, reason=f"{type(error).__name__} : {error}")
                return done
