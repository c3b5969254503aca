"""What was read once and has not changed since: rows of a territory, decoded, kept in the memory of the process.

Each territory has a counter per kind of row, raised in the transaction that writes them (and locked until it
commits, so that no write can appear behind one already read). A reader compares counters in one small query, then
reads only what changed. Nothing of an uncommitted transaction is ever put on the shelf: the writer reads past it.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from services.kernel.dialects import inserting
from services.matching.adapters.tables import changes

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Rows = Iterable[tuple[K, V | None]]


def counter(connection: Connection, territory: str, name: str) -> int:
    """How many times rows of this kind were written; 0 when never."""
    query = select(changes.c.counter).where(changes.c.territory == territory, changes.c.name == name)
    return connection.execute(query).scalar_one_or_none() or 0


def advance(connection: Connection, territory: str, name: str) -> int:
    """Raise the counter and return it; call before writing. Writers of one territory wait for each other here."""
    row = inserting(connection, changes).values(territory=territory, name=name, counter=1)
    upsert = row.on_conflict_do_update(
        index_elements=["territory", "name"], set_={"counter": changes.c.counter + 1}
    ).returning(changes.c.counter)
    return int(connection.execute(upsert).scalar_one())


@dataclass(slots=True)
class _Kept(Generic[K, V]):
    counter: int = -1
    rows: Mapping[K, V] = field(default_factory=dict)


class Shelf(Generic[K, V]):
    """Rows by territory. Thread-safe; what it gives is never changed afterwards."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept[K, V]] = {}

    def rows(self, territory: str, now: int, read_since: Callable[[int], Rows[K, V]]) -> Mapping[K, V]:
        """The rows as of counter ``now`` or later. ``read_since(n)`` gives rows written after counter ``n``,

        a None value taking a row away.
        """
        kept = self._kept.get(territory)
        if kept is not None and kept.counter >= now:
            return kept.rows
        with self._lock:
            kept = self._kept.get(territory) or _Kept()
            if kept.counter >= now:
                return kept.rows
            rows = merged(kept.rows, read_since(kept.counter))
            self._kept[territory] = _Kept(now, rows)
            return rows


def merged(rows: Mapping[K, V], changed: Rows[K, V]) -> Mapping[K, V]:
    """A new mapping with the changes, in the order of keys."""
    grown = dict(rows)
    for key, value in changed:
        if value is None:
            grown.pop(key, None)
        else:
            grown[key] = value
    return dict(sorted(grown.items(), key=lambda item: str(item[0])))
