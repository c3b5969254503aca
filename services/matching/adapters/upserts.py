"""Versioned writes: a row is replaced unless a higher version is held (`external_gte`), on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from services.kernel.dialects import inserting


def keep_newest(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write the rows; return how many were written. Conflicts are on the primary key, decided by ``version``."""
    written = 0
    keys = [column.name for column in table.primary_key.columns]
    for row in rows:
        insert = inserting(connection, table).values(dict(row))
        others = {name: insert.excluded[name] for name in row if name not in keys}
        upsert = insert.on_conflict_do_update(
            index_elements=keys, set_=others, where=insert.excluded.version >= table.c.version
        )
        written += len(connection.execute(upsert.returning(*(table.c[name] for name in keys))).all())
    return written
