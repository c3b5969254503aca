"""The SQLite file of a local log: its tables, how it is opened, how a change of it is made.

A writing transaction is ``BEGIN IMMEDIATE``: offsets given inside it become visible in order. Refuses a file written
by a newer version of the product; turns SQLite's failures (locked, full disk, I/O) into EventLogUnavailable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.kernel.database import WAL_SAFE_FROM, sqlite_module
from services.kernel.eventlog.port import EventLogUnavailable
from services.kernel.eventlog.presence import one_at_a_time
from services.kernel.eventlog.wakeup import wakeup_for

_BUSY_SECONDS = 30.0
_VERSION = 1

_TABLES = """
CREATE TABLE topics (
    name TEXT PRIMARY KEY, compacted INTEGER NOT NULL, retention_days INTEGER
) WITHOUT ROWID;
CREATE TABLE partitions (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL REFERENCES topics, number INTEGER NOT NULL,
    next_offset INTEGER NOT NULL DEFAULT 0, UNIQUE (topic, number)
);
CREATE TABLE records (
    id INTEGER PRIMARY KEY, partition INTEGER NOT NULL, offset INTEGER NOT NULL, appended_at REAL NOT NULL,
    key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB
);
CREATE UNIQUE INDEX records_place ON records (partition, offset);
CREATE TABLE groups (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE members (
    group_name TEXT NOT NULL, member TEXT NOT NULL, topics TEXT NOT NULL, alive_until REAL NOT NULL,
    PRIMARY KEY (group_name, member)
) WITHOUT ROWID;
CREATE TABLE leases (
    group_name TEXT NOT NULL, partition INTEGER NOT NULL, committed INTEGER NOT NULL DEFAULT 0,
    member TEXT, epoch INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (group_name, partition)
) WITHOUT ROWID;
"""


class LogFile:
    """One connection to the file. One thread at a time."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        """Open the file, creating it when absent.

        ``durable`` waits for the disk at each commit. Without it a commit survives the death of the process but not
        that of the machine: enough for offsets, whose loss only delivers again.
        """
        self.path = path.resolve()
        self.members = self.path.with_name(self.path.name + "-members")
        self.wakeup = wakeup_for(self.path)
        self._sqlite: Any = sqlite_module()
        with self._failures():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._sqlite.connect(
                str(self.path), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._prepare(durable)

    def _prepare(self, durable: bool) -> None:
        wal = self._sqlite.sqlite_version_info >= WAL_SAFE_FROM
        with one_at_a_time(self.members, "opening"):
            ((version,),) = self.rows("PRAGMA user_version")
            if version > _VERSION:
                raise EventLogUnavailable(
                    f"Le journal {self.path} vient d'une version plus récente. Mettez le logiciel à jour."
                )
            if version == 0:
                self._connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            self._connection.execute(f"PRAGMA journal_mode={'WAL' if wal else 'TRUNCATE'}")
            if version == 0:
                self._connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={_VERSION};COMMIT;")
        # Without a write-ahead log, anything less than FULL may corrupt the file when the power fails.
        self._connection.execute(f"PRAGMA synchronous={'FULL' if durable or not wal else 'NORMAL'}")
        self._connection.execute("PRAGMA secure_delete=ON")

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        """Every row of a query."""
        with self._failures():
            rows: list[Any] = self._connection.execute(sql, parameters).fetchall()
            return rows

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """One consistent view of the file, for several queries."""
        with self._transaction("BEGIN"):
            yield self._connection

    @contextmanager
    def writing(self, *, wake: bool = True) -> Iterator[Any]:
        """A change: kept whole on leaving, undone on any exception; then ``wake`` wakes this process's readers."""
        with self.wakeup.writing, self._transaction("BEGIN IMMEDIATE"):
            yield self._connection
        if wake:
            self.wakeup.ring()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._failures():
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (self._sqlite.OperationalError, self._sqlite.InternalError, OSError) as error:
            raise EventLogUnavailable(f"Le journal des événements ne répond pas : {error}.") from error
        except self._sqlite.DatabaseError as error:
            if type(error) is not self._sqlite.DatabaseError:
                raise
            raise EventLogUnavailable(f"Le journal des événements est abîmé : {error}.") from error

    def shrink(self) -> None:
        """Give freed pages back to the disk and empty the write-ahead log, where removed records may still be read."""
        with self.wakeup.writing, self._failures():
            self._connection.execute("PRAGMA incremental_vacuum").fetchall()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Release the connection. May be called twice."""
        self._connection.close()
