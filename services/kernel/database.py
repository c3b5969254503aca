"""The database of one service: SQLAlchemy Core on SQLite or PostgreSQL, chosen by URL scheme.

On SQLite every writing transaction is ``BEGIN IMMEDIATE``: the default loses updates under concurrency. A
SQLite whose WAL can be corrupted by concurrent checkpoints (before 3.51.3) is run with a truncate journal.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

WAL_SAFE_FROM = (3, 51, 3)
_SQLITE_BUSY_MS = 30_000


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the one that the `pysqlite3` package carries, else Python's own."""
    try:
        return import_module("pysqlite3")
    except ImportError:
        return sqlite3


class Database:
    """Transactions on one database. Thread-safe; one per process and service."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.bell = threading.Event()
        """Rung after each committed write, so that a relay in this process need not wait for its next look."""
        self.engine = _engine(url)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: committed on leaving, rolled back on any exception."""
        with self.engine.begin() as connection:
            yield connection
        self.bell.set()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that takes no write lock and is always rolled back."""
        with self.engine.connect().execution_options(cite_reading=True) as connection:
            yield connection
            connection.rollback()

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
        return create_engine(
            parsed, pool_size=10, max_overflow=20, pool_pre_ping=True, isolation_level="READ COMMITTED"
        )
    module = sqlite_module()
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        module=module,
        pool_size=20,
        max_overflow=40,
        connect_args={"check_same_thread": False, "timeout": _SQLITE_BUSY_MS / 1000},
    )
    journal = "WAL" if module.sqlite_version_info >= WAL_SAFE_FROM else "TRUNCATE"

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_SQLITE_BUSY_MS}")
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("cite_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
