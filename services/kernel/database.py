"""The database of one service: SQLAlchemy Core on SQLite or PostgreSQL, chosen by URL scheme.

On SQLite every writing transaction is ``BEGIN IMMEDIATE``: the default loses updates under concurrency. A
SQLite whose WAL can be corrupted by concurrent checkpoints (before 3.51.3) is run with a truncate journal. On
PostgreSQL writers run at once in ``READ COMMITTED`` and lock what they read to change (``dialects``); a reader sees one
instant.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

WAL_SAFE_FROM = (3, 51, 3)
_LOOK_AGAIN = 0.02
"""Seconds between two looks at a database that another process is making."""
_LOCK_WAIT_MS = 30_000
"""How long a writer waits for others, on either engine, before it is told that the database does not answer."""
_CONNECT_SECONDS = 5


class CommitUnanswered(OperationalError):
    """The connection broke while the transaction was being committed: it may have been kept, or not."""


class WritesRefused(OperationalError):
    """The server answers, and takes no writes: a standby that has not taken over yet, or no longer leads."""


DATABASE_AWAY = (OperationalError, PoolExhausted)
"""What is raised while the database cannot be reached, is restarted, takes no writes or is too busy: trying again later
is right."""

_RACES = frozenset({"40001", "40P01"})
"""Serialization failure, deadlock."""
_READ_ONLY = "25006"


def lost_a_race(error: BaseException) -> bool:
    """Whether PostgreSQL ended this transaction, whole, for the sake of another: it may be played again at once."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _RACES


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the one that the `pysqlite3` package carries, else Python's own."""
    try:
        return import_module("pysqlite3")
    except ImportError:
        return sqlite3


def choose_journal(connection: Any) -> None:
    """Write ahead where this SQLite does so safely.

    A file that another process is making at this moment refuses at once, whatever the busy timeout: it is waited for.
    """
    module = sqlite_module()
    journal = "WAL" if module.sqlite_version_info >= WAL_SAFE_FROM else "TRUNCATE"
    last = time.monotonic() + _LOCK_WAIT_MS / 1000
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode={journal}")
        except module.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(_LOOK_AGAIN)
        else:
            return


class Database:
    """Transactions on one database. Thread-safe; one per process and service."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.bell = threading.Event()
        """Rung after each committed write, so that a relay in this process need not wait for its next look."""
        self.engine = _engine(url)
        self._reading: dict[str, Any] = {"cite_reading": True}
        if self.engine.dialect.name == "postgresql":
            self._reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: committed on leaving, rolled back on any exception.

        Raises CommitUnanswered when it cannot be known whether it was kept.
        """
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            except BaseException:
                with suppress(DBAPIError):
                    transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                raise CommitUnanswered(error.statement, error.params, error.orig or error) from error
        self.bell.set()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that takes no write lock and is always rolled back."""
        with self.engine.connect().execution_options(**self._reading) as connection:
            yield connection
            connection.rollback()

    def takes_writes(self) -> bool:
        """Whether a transaction may write here: not on a standby of PostgreSQL, nor where its operator said so."""
        if self.engine.dialect.name != "postgresql":
            return True
        with self.engine.connect() as connection:
            return bool(connection.execute(text("SHOW transaction_read_only")).scalar_one() == "off")

    def must_take_writes(self) -> None:
        """Raise WritesRefused for who is about to do, outside, what a write here must note."""
        if not self.takes_writes():
            raise WritesRefused(None, None, RuntimeError("the database takes no writes"))

    def scrub(self) -> bool:
        """Empty SQLite's journal, where the rows just deleted still lie readable; nothing to do elsewhere.

        False when a reader kept it busy: to be asked again.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        raw = self.engine.raw_connection()
        try:
            busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.close()
        return not busy

    def close(self) -> None:
        """Release every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql_engine(parsed)
    return _sqlite_engine(parsed)


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {_LOCK_WAIT_MS}")
        connection.commit()

    @event.listens_for(engine, "checkout")
    def _as_the_server_says(connection: Any, _record: Any, _proxy: Any) -> None:
        # A connection that was lent to a reader comes back as read-write, which a standby refuses even of who reads.
        if connection.read_only is False:
            connection.read_only = None

    event.listen(engine, "handle_error", _tell_writes_refused)
    return engine


def _tell_writes_refused(context: ExceptionContext) -> None:
    """Also lets go of every connection: the address may by then lead to the server that takes writes."""
    if getattr(context.original_exception, "sqlstate", None) != _READ_ONLY:
        return
    if context.connection is None or context.connection.get_execution_options().get("cite_reading", False):
        return  # a reader that writes is a fault of ours
    context.is_disconnect = True
    raise WritesRefused(context.statement, context.parameters, context.original_exception)


def _sqlite_engine(parsed: URL) -> Engine:
    module = sqlite_module()
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        module=module,
        pool_size=20,
        max_overflow=40,
        connect_args={"check_same_thread": False, "timeout": _LOCK_WAIT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_LOCK_WAIT_MS}")
        choose_journal(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("cite_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
