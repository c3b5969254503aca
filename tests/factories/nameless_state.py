"""One hash of all that the services know, blind to what is drawn by chance: ids, secrets, instants.

Two lives that differ by their ids alone have the same hash; a row lost, doubled or tied to another one changes it. An
id is named by the rows in which it stands, those by the ids that stand beside it, a few steps far.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import MetaData, Table, select

from services.contracts.operations import SERVICES
from services.kernel.database import Database
from services.kernel.settings import Settings

STEPS = 4
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?|\b\d{1,2} h \d\d\b|\b\d\d:\d\d\b"
)
HOUSE = re.compile(r"127\.0\.0\.1(:|%3A)\d+")
LINK = re.compile(r"link:[0-9a-f]{12}")
SET = re.compile(r'\[("[^"\[\]]*",)+"[^"\[\]]*"\]')
"""A list of words in JSON: most are sets, written in the order of the day."""
SECRET = re.compile(r"[A-Za-z0-9_\-+/=.$]{24,}")
SILENT = frozenset({"outbox", "inbox", "dead_letters", "idempotency", "jobs", "pulses", "changes"})
"""Tables of the plumbing that tell how things went, not what is known. Letters and the inbox are counted apart."""
DRAWN = frozenset({"id", "at", "correlation_id", "changed", "counter", "created_at", "sent_at", "attempts", "position"})
"""Columns of the plumbing and of projections that number what passes."""
LOOKS, LOOKED = frozenset({"matching.proposals", "matching.outcomes"}), " | offers.proposed | "
SIGNED = frozenset(
    {
        "awards.list_index",
        "endorsements.list_index",
        "status_places.place",
        "credentials.document",
        "endorsements.document",
    }
)
"""Places in a status list are drawn, and stand in what is signed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row in words, with the ids that stand in it."""

    table: str
    words: str
    ids: tuple[str, ...]

    def named(self, names: Mapping[str, str], *, as_seen_by: str = "") -> str:
        """Its hash, its ids being called by these names, and the one that looks « me »."""
        told = UUID.sub(lambda found: "me" if found[0] == as_seen_by else names[found[0]], self.words)
        return hashlib.sha256(f"{self.table} {told}".encode()).hexdigest()


def nameless(settings: Settings, *, territory: str, looks: bool = True) -> Counter[str]:
    """Every row, in words without its ids and with its hash, counted.

    Without ``looks``, what a list showed when somebody looked is left out: an index that was busy makes it another one.
    """
    found = (row for service in SERVICES for row in _rows(settings, service, territory))
    rows = [row for row in found if looks or not (row.table in LOOKS or LOOKED in row.words)]
    standing: dict[str, list[Row]] = {}
    for row in rows:
        for one in set(row.ids):
            standing.setdefault(one, []).append(row)
    names = dict.fromkeys(standing, "one")
    for _ in range(STEPS):
        names = {one: _name(one, where, names) for one, where in standing.items()}
    return Counter(f"{row.table} {UUID.sub('id', row.words)} #{row.named(names)[:16]}" for row in rows)


def assert_same(found: Counter[str], expected: Counter[str]) -> None:
    """Fails on the rows that differ in words; where none does, on those that are tied to others."""
    for rows, others in ((_in_words_alone(found), _in_words_alone(expected)), (found, expected)):
        more = [f"+ {row}" for row in sorted((rows - others).elements())]
        fewer = [f"- {row}" for row in sorted((others - rows).elements())]
        assert [*more, *fewer] == [], "\n".join([*more, *fewer])
    assert state_hash(found) == state_hash(expected)


def _in_words_alone(rows: Counter[str]) -> Counter[str]:
    alone: Counter[str] = Counter()
    for row, count in rows.items():
        alone[row.rpartition(" #")[0]] += count
    return alone


def state_hash(rows: Counter[str]) -> str:
    """One hash of all of them."""
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()


def _name(one: str, where: Sequence[Row], names: Mapping[str, str]) -> str:
    seen = sorted(row.named(names, as_seen_by=one) for row in where)
    return hashlib.sha256(f"{names[one]} {seen}".encode()).hexdigest()


def _rows(settings: Settings, service: str, territory: str) -> Iterator[Row]:
    database, known = Database(settings.database_for(service)), MetaData()
    known.reflect(database.engine)
    with database.reading() as connection:
        for table in known.sorted_tables:
            if table.name in SILENT or table.name.startswith("version_"):
                continue
            for row in connection.execute(select(*_telling(table))):
                told = _lasting(" | ".join(_in_words(value) for value in row).replace(territory, "here"))
                yield Row(f"{service}.{table.name}", told, tuple(UUID.findall(told)))
    database.close()


def _lasting(told: str) -> str:
    """The words without what another life would say otherwise."""
    told = LINK.sub("link", HOUSE.sub("house", INSTANT.sub("@", told)))
    told = SECRET.sub(lambda found: found[0] if UUID.fullmatch(found[0]) else "*", told)
    return SET.sub(lambda found: str(sorted(json.loads(found[0]))), told)


def _telling(table: Table) -> list[object]:
    drawn = (column for column in table.columns if column.name in DRAWN and not _is_key(column))
    left_out = {column.name for column in drawn}
    kept = [column for column in table.columns if f"{table.name}.{column.name}" not in SIGNED]
    return [column for column in kept if column.name not in left_out]


def _is_key(column: object) -> bool:
    """An id that is drawn as words is one of those that are named; one that counts rows is not."""
    return str(getattr(column, "type", "")).startswith(("VARCHAR", "CHAR", "TEXT")) and column.name == "id"


def _in_words(value: object) -> str:
    return "bytes" if isinstance(value, bytes) else str(value)
