"""What SQLite and PostgreSQL say differently, said once for every adapter: upserts, locks of rows and of names.

On SQLite a writing transaction is alone in its database, so that locks say nothing there. On PostgreSQL writers run at
once (``READ COMMITTED``): whoever reads in order to write locks the row, and a rule about several rows (a budget, a
count) is judged ``alone``.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite


def inserting(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of this connection's dialect, with its ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def keep_newer(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Write a row unless one of the same key has the same ``version`` or a later one, whoever writes at the same time.

    ``values`` holds the version. Return whether it was written.
    """
    row = inserting(connection, table).values(**key, **values)
    newer = row.on_conflict_do_update(
        index_elements=list(key), set_=dict(values), where=table.c.version < row.excluded.version
    )
    return connection.execute(newer.returning(*(table.c[name] for name in key))).first() is not None


def locked(query: Select[Any], connection: Connection, *, skip_locked: bool = False) -> Select[Any]:
    """The query, ``FOR UPDATE`` unless the connection only reads."""
    if connection.get_execution_options().get("cite_reading", False):
        return query
    return query.with_for_update(skip_locked=skip_locked)


def alone(connection: Connection, *names: str, patiently: bool = False) -> None:
    """Wait until no other transaction works under these names, and keep others waiting until this one ends.

    What is read afterwards includes what those before have committed. Without effect on a connection that only reads.
    ``patiently`` waits without end, where the usual wait for a lock ends in an OperationalError.
    """
    if connection.dialect.name != "postgresql" or connection.get_execution_options().get("cite_reading", False):
        return
    if patiently:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("\n".join(names), 0))))
