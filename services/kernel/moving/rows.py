"""Copying a service's database into another one, on the other engine or the same: every table, every row, the counters.

One transaction of the target: all of it is there, or nothing. Run again, a base that is already the same is left alone.
Refuses a target that holds something else, and values that the target's columns do not take.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import DataError

from services.kernel import tables
from services.kernel.database import Database
from services.kernel.problems import Conflict

AT_ONCE = 500
PARKED_BEFORE = 1 << 40
"""Letters parked before the move come before all those parked after it: their offsets are shifted below zero."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and one number for all of them, whatever their order."""

    rows: int = 0
    digest: int = 0

    def and_row(self, row: Row) -> "Content":
        """With one row more."""
        told = json.dumps({name: _plain(value) for name, value in row.items()}, sort_keys=True, ensure_ascii=False)
        digest = int.from_bytes(hashlib.sha256(told.encode()).digest())
        return Content(self.rows + 1, (self.digest + digest) % (1 << 256))


def content_of(database: Database, *, before_move: bool = False) -> dict[str, Content]:
    """What every table holds, versions of the schema excepted. ``before_move`` tells it as a move would leave it."""
    with database.reading() as connection:
        return {table.name: _content(connection, table, shifted=before_move) for table in _tables(connection)}


def state_hash(content: Mapping[str, Content]) -> str:
    """One hash for the content of a whole database."""
    told = [(name, one.rows, one.digest) for name, one in sorted(content.items()) if one.rows]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def copy_rows(source: Database, target: Database, *, name: str) -> dict[str, Content]:
    """Copy every table; return what was copied. Raises Conflict."""
    wanted = content_of(source, before_move=True)
    found = content_of(target)
    if wanted.keys() != found.keys():
        raise Conflict(f"{name} : les deux bases n'ont pas les mêmes tables. Lancez d'abord : cite migrate.")
    if any(content.rows for content in found.values()):
        if state_hash(found) == state_hash(wanted):
            return wanted
        raise Conflict(f"{name} : la base de destination contient déjà autre chose. Rien n'y a été changé.")
    with source.reading() as reading, target.transaction() as writing:
        origin = {table.name: table for table in _tables(reading)}
        for table in _tables(writing):
            _copy_table(reading, origin[table.name], writing, table, name)
            _set_counters(reading, writing, table)
    return wanted


def _copy_table(reading: Connection, origin: Table, writing: Connection, table: Table, name: str) -> None:
    try:
        rows = _rows(reading, origin, shifted=True)
        while some := list(islice(rows, AT_ONCE)):
            writing.execute(insert(table), [{key: _fit(value, writing) for key, value in row.items()} for row in some])
    except DataError as error:
        told = str(error.orig).splitlines()[0]
        raise Conflict(f"{name} : une ligne de {table.name} n'entre pas dans la destination ({told}).") from error


def _set_counters(reading: Connection, writing: Connection, table: Table) -> None:
    """The next number given by the target comes after every number that the source ever gave."""
    if writing.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        place = {"table": table.name, "column": column.name}
        counter = writing.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), place).scalar_one()
        if counter is None:
            continue
        last = max(writing.execute(select(func.max(column))).scalar_one() or 0, _last_given(reading, table.name))
        writing.execute(
            text("SELECT setval(CAST(:counter AS regclass), :last, :used)"),
            {"counter": counter, "last": max(last, 1), "used": last > 0},
        )


def _last_given(reading: Connection, name: str) -> int:
    if reading.dialect.name != "sqlite":
        return 0
    known = reading.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")).first()
    if known is None:
        return 0
    return reading.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": name}).scalar() or 0


def _tables(connection: Connection) -> Sequence[Table]:
    """The tables as they are, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if not table.name.startswith(("version_", "sqlite_"))]


def _content(connection: Connection, table: Table, *, shifted: bool) -> Content:
    content = Content()
    for row in _rows(connection, table, shifted=shifted):
        content = content.and_row(row)
    return content


def _rows(connection: Connection, table: Table, *, shifted: bool) -> Iterator[Row]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    letters = shifted and table.name == tables.dead_letters.name
    for row in connection.execute(query).mappings():
        values = {name: _zoned(value) for name, value in row.items()}
        if letters and values["offset"] >= 0:
            values["offset"] -= PARKED_BEFORE
        yield values


def _zoned(value: Any) -> Any:
    """SQLite forgets that an instant is in UTC."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


def _fit(value: Any, writing: Connection) -> Any:
    if isinstance(value, datetime) and writing.dialect.name == "sqlite":
        return value.replace(tzinfo=None)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
