"""The relay: publishes the outbox in order, at least once, one holder per bucket of keys.

A failed send leaves the rows where they are: the next pass starts again from the first unacknowledged one.
Rows are deleted only after the log acknowledged them, so a death in between sends them twice, never zero times.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import structlog
from sqlalchemy import Row, delete, select, text
from sqlalchemy.engine import make_url

from services.kernel import tables
from services.kernel.database import DATABASE_AWAY, Database
from services.kernel.eventlog.port import EventLogUnavailable, Outgoing
from services.kernel.failpoints import reach
from services.kernel.outbox import BUCKETS

try:
    import fcntl

    _HAS_FLOCK = True
except ImportError:  # no advisory file locks on this system: a single relay must run
    _HAS_FLOCK = False

log = structlog.get_logger(__name__)

BATCH = 200
LOOK_EVERY = 0.3
"""Seconds between two looks when nothing rings: what another process wrote is seen within this time."""
_ADVISORY_SPACE = 0x0C17E
_STILL_HELD = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
    " AND classid = :space AND objid = :bucket"
)


Held = Callable[[], bool]
"""Tells, when asked, whether the bucket is still ours."""


class BucketLocks(Protocol):
    """Mutual exclusion of relays per bucket, released when its holder dies.

    Two relays on one bucket would not overtake each other, but the slower could send again an older state after a newer
    one, and compaction keeps the last.
    """

    def holding(self, bucket: int) -> AbstractContextManager[Held]:
        """Try to take the bucket, without waiting; given back on leaving."""


class FileLocks:
    """One lock file per bucket beside a SQLite database; the system frees it when the process dies."""

    def __init__(self, database: Path) -> None:
        self._database = database

    @contextmanager
    def holding(self, bucket: int) -> Iterator[Held]:
        path = self._database.with_name(f"{self._database.name}.relay{bucket}.lock")
        with path.open("ab") as handle:
            yield _ours if _take(handle) else _taken


class AdvisoryLocks:
    """PostgreSQL session locks: freed by the server when the connection dies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def holding(self, bucket: int) -> Iterator[Held]:
        with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            place = {"space": _ADVISORY_SPACE, "bucket": bucket}
            if not connection.execute(text("SELECT pg_try_advisory_lock(:space, :bucket)"), place).scalar_one():
                yield _taken
                return
            try:
                yield lambda: connection.execute(text(_STILL_HELD), place).first() is not None
            finally:
                # A broken connection has given the lock back by itself; it must not hide what broke it.
                if not connection.invalidated:
                    connection.execute(text("SELECT pg_advisory_unlock(:space, :bucket)"), place)


def _take(handle: BinaryIO) -> bool:
    if not _HAS_FLOCK:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ours() -> bool:
    return True


def _taken() -> bool:
    return False


def locks_for(database: Database) -> BucketLocks:
    """The kind of lock that this database offers."""
    url = make_url(database.url)
    if url.get_backend_name() == "sqlite":
        return FileLocks(Path(str(url.database)))
    return AdvisoryLocks(database)


class Appending(Protocol):
    """What a relay needs of a log: see ``EventLog.append``."""

    def append(self, records: Sequence[Outgoing]) -> None:
        """Append in order, durably."""


class Relay:
    """Publishes one service's outbox. Several relays may run; each bucket is sent by one at a time."""

    def __init__(
        self, name: str, database: Database, event_log: Appending, *, locks: BucketLocks | None = None
    ) -> None:
        self.name = name
        self._database = database
        self._log = event_log
        self._locks = locks or locks_for(database)

    def run(self, stop: threading.Event) -> None:
        """Publish until ``stop`` is set, then finish what is already written."""
        delay = LOOK_EVERY
        while not stop.is_set():
            self._database.bell.clear()
            try:
                sent = self.publish_waiting()
                delay = LOOK_EVERY
            except (EventLogUnavailable, *DATABASE_AWAY) as error:
                log.warning("relay.out_of_reach", relay=self.name, reason=str(error).splitlines()[:1])
                sent, delay = 0, min(delay * 2, 15.0)
                stop.wait(delay)
                continue
            if not sent:
                self._database.bell.wait(delay)
        try:
            self.publish_waiting()
        except (EventLogUnavailable, *DATABASE_AWAY):
            log.warning("relay.stopped_with_waiting_events", relay=self.name)

    def publish_waiting(self) -> int:
        """Send every event that waits in the buckets that are free; return how many were sent."""
        total = 0
        waiting = self._buckets_waiting()
        if waiting:
            # What could not be marked as sent would be sent again, and again.
            self._database.must_take_writes()
        for bucket in waiting:
            with self._locks.holding(bucket) as held:
                sent = BATCH
                while sent == BATCH and held():
                    sent = self._publish_batch(bucket)
                    total += sent
        return total

    def _buckets_waiting(self) -> Sequence[int]:
        with self._database.reading() as connection:
            found = connection.execute(select(tables.outbox.c.bucket).distinct()).scalars().all()
        return [bucket for bucket in sorted(found) if 0 <= bucket < BUCKETS]

    def _publish_batch(self, bucket: int) -> int:
        with self._database.reading() as connection:
            rows: Sequence[Row[Any]] = connection.execute(
                select(tables.outbox).where(tables.outbox.c.bucket == bucket).order_by(tables.outbox.c.id).limit(BATCH)
            ).all()
        if not rows:
            return 0
        reach("relay.before_send")
        self._log.append([Outgoing(row.topic, row.key, row.value, json.loads(row.headers)) for row in rows])
        reach("relay.sent")
        with self._database.transaction() as connection:
            connection.execute(delete(tables.outbox).where(tables.outbox.c.id.in_([row.id for row in rows])))
        reach("relay.marked")
        return len(rows)
