"""Rows read in a writing transaction are locked; those read for a page are not."""

from typing import Any

from sqlalchemy import Connection, Select


def locked(query: Select[Any], connection: Connection, *, skip_locked: bool = False) -> Select[Any]:
    """The query, ``FOR UPDATE`` unless the connection only reads (SQLite's writing transaction locks all anyway)."""
    if connection.get_execution_options().get("cite_reading", False):
        return query
    return query.with_for_update(skip_locked=skip_locked)
