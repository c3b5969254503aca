"""All that a service's tables hold of what it knows, as rows of words: to compare what two lives of it ended knowing.

Left out: the plumbing's tables, and what a listener makes up when it hears (ids of its own, counters of changes).
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import MetaData, select, text

from services.kernel import tables
from services.kernel.database import Database

PLUMBING = frozenset({*tables.metadata.tables, "changes", "structures_version", "issuer_keys", "erasures"})
"""Tables that hold nothing of what was heard: counters, keys, what a service knows by itself."""
MADE_UP = frozenset(
    {
        "acts.id", "awards.id", "awards.achievement_id", "achievements.id", "issuers.id",
        "companies.changed", "offers.changed", "profiles.changed",
    }
)  # fmt: skip
Known = Mapping[str, list[str]]


def known_by(database: Database) -> dict[str, list[str]]:
    """The rows of each table, sorted."""
    found = MetaData()
    found.reflect(database.engine)
    known = {}
    with database.reading() as connection:
        for table in found.sorted_tables:
            if table.name in PLUMBING or table.name.startswith("version_"):
                continue
            kept = [column for column in table.columns if f"{table.name}.{column.name}" not in MADE_UP]
            known[table.name] = sorted(repr(tuple(row)) for row in connection.execute(select(*kept)))
    return known


def indexed(folder: Path) -> list[str]:
    """The offers that the local index serves, where the service has one."""
    index = folder / "offer-index" / "offers.db"
    if not index.exists():
        return []
    database = Database(f"sqlite:///{index}")
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT territory, offer_id, version, title, rome, kind FROM offers WHERE NOT removed")
        )
        found = sorted(repr(tuple(row)) for row in rows)
    database.close()
    return found


def digest(known: Known) -> str:
    """One hash of all of it."""
    return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()


def differing(one: Known, other: Known) -> Iterable[str]:
    """The rows of either that the other has not, in words."""
    for table in sorted({*one, *other}):
        first, second = set(one.get(table, [])), set(other.get(table, []))
        yield from (f"- {table} {row}" for row in sorted(first - second))
        yield from (f"+ {table} {row}" for row in sorted(second - first))
