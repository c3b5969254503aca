"""A frozen dataclass of the domain as a row: columns bear the names of its fields, nested values are JSON.

Refuses a row that does not read as the dataclass: pydantic says which field.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import JSON, ColumnElement, Connection, Select, Table, insert, select, update

T = TypeVar("T")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""How each dataclass is read and written: worked out once, it takes milliseconds."""


class Stored(Generic[T]):
    """Rows of one table, read and written as one dataclass, in one territory."""

    def __init__(self, connection: Connection, territory: str, table: Table, kind: type[T], *, locks: bool) -> None:
        """``locks``: single rows are read for update, so that changes of one aggregate follow each other."""
        self.connection = connection
        self.territory = territory
        self.table = table
        self._locks = locks
        if kind not in _ADAPTERS:
            _ADAPTERS[kind] = TypeAdapter(kind)
        self._adapter: TypeAdapter[T] = _ADAPTERS[kind]

    def query(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """The rows of this territory that meet every condition."""
        return select(self.table).where(self.table.c.territory == self.territory, *conditions)

    def one(self, *conditions: ColumnElement[bool]) -> T | None:
        """The only row that meets the conditions, locked when this unit of work writes."""
        query = self.query(*conditions)
        if self._locks:
            query = query.with_for_update()
        row = self.connection.execute(query).mappings().first()
        return None if row is None else self.read(dict(row))

    def many(self, query: Select[Any]) -> Sequence[T]:
        """What a query finds, unlocked."""
        return [self.read(dict(row)) for row in self.connection.execute(query).mappings()]

    def put(self, value: T, **others: object) -> None:
        """Insert, or replace the row of the same key; ``others`` are columns that are no field."""
        row = {**self.written(value), **others}
        keys = {column.name for column in self.table.primary_key}
        same = [self.table.c[name] == row[name] for name in keys]
        fresh = {name: given for name, given in row.items() if name not in keys}
        if self.connection.execute(update(self.table).where(*same).values(**fresh)).rowcount == 0:
            self.connection.execute(insert(self.table).values(**row))

    def read(self, row: Mapping[str, Any]) -> T:
        """The value of a row."""
        return self._adapter.validate_python(row)

    def written(self, value: T) -> dict[str, Any]:
        """The row of a value, without columns that are no field."""
        plain = self._adapter.dump_python(value)
        documents = self._adapter.dump_python(value, mode="json")
        columns = {column.name: column for column in self.table.columns}
        return {
            name: documents[name] if isinstance(column.type, JSON) else _scalar(plain[name])
            for name, column in columns.items()
            if name in plain
        }


def _scalar(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, Enum) else value
