"""Rows that belong to a person: how each part of a file is written and read, sealed where it must be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select, update

from services.candidates.adapters import tables
from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.adapters.vault import PersonKey
from services.candidates.domain.agreements import Agreement, AgreementStatus
from services.candidates.domain.contacts import Contact
from services.candidates.domain.delegations import Delegation
from services.candidates.domain.freins import Frein
from services.candidates.domain.prescriptions import Prescription
from services.contracts.vocabulary import Channel


class Identified(Protocol):
    """A part of a file with an id of its own."""

    @property
    def id(self) -> UUID:
        """Its id."""


P = TypeVar("P", bound=Identified)
Row = RowMapping


def identifier(value: str | None) -> UUID | None:
    """A column's id, or None."""
    return UUID(value) if value else None


def column(value: UUID | None) -> str | None:
    """An id for its column."""
    return str(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parts of one person are written, and the key that seals them."""

    connection: Connection
    territory: str
    person: str
    key: PersonKey


@dataclass(frozen=True, slots=True)
class Parts(Generic[P]):
    """A collection of a file in its table."""

    table: Table
    to_row: Callable[[P, PersonKey], dict[str, Any]]
    from_row: Callable[[Row, PersonKey], P]

    def read(self, connection: Connection, territory: str, keys: Mapping[str, PersonKey]) -> dict[str, list[P]]:
        """The parts of several people, by person id, in order of id (that is, of creation)."""
        found: dict[str, list[P]] = {person: [] for person in keys}
        for people in _chunks(list(keys)):
            query = select(self.table).where(self.table.c.territory == territory, self.table.c.person_id.in_(people))
            for row in connection.execute(query.order_by(self.table.c.id)).mappings():
                found[row["person_id"]].append(self.from_row(row, keys[row["person_id"]]))
        return found

    def write(self, place: Place, before: Iterable[P], after: Iterable[P]) -> None:
        """Insert the new parts, update the changed ones, delete those that are gone."""
        known = {part.id: part for part in before}
        wanted = {part.id: part for part in after}
        for part_id, part in wanted.items():
            if known.get(part_id) == part:
                continue
            values = self.to_row(part, place.key)
            this = (self.table.c.territory == place.territory) & (self.table.c.id == str(part_id))
            if part_id in known:
                place.connection.execute(update(self.table).where(this).values(**values))
            else:
                row = {"territory": place.territory, "id": str(part_id), "person_id": place.person, **values}
                place.connection.execute(insert(self.table).values(**row))
        gone = [str(part_id) for part_id in known if part_id not in wanted]
        if gone:
            these = (self.table.c.territory == place.territory) & self.table.c.id.in_(gone)
            place.connection.execute(delete(self.table).where(these))


def _chunks(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _sealed(table: Table, kind: type[P]) -> Parts[P]:
    """Parts kept whole in a sealed column."""

    def to_row(part: P, key: PersonKey) -> dict[str, Any]:
        return {"secret": key.seal(encoded(part), table=table.name, row=str(part.id))}

    def from_row(row: Row, key: PersonKey) -> P:
        return decoded(kind, key.open(row["secret"], table=table.name, row=row["id"]))

    return Parts(table, to_row, from_row)


def _prescription_row(part: Prescription, key: PersonKey) -> dict[str, Any]:
    sealed = key.seal(encoded(part), table=tables.prescriptions.name, row=str(part.id))
    return {"secret": sealed, "prescriber_id": str(part.by)}


def _agreement_row(part: Agreement, _key: PersonKey) -> dict[str, Any]:
    return {
        "profile_id": str(part.profile_id),
        "company_id": str(part.company_id),
        "introduction_id": column(part.introduction_id),
        "version": part.version,
        "status": part.status.value,
        "at": part.at,
        "text_version": part.text_version,
        "channel": part.channel.value,
        "recorded_by": column(part.recorded_by),
    }


def agreement_of(row: Row, _key: PersonKey | None = None) -> Agreement:
    """An agreement from its row: ids and closed words, nothing sealed."""
    return Agreement(
        id=UUID(row["id"]),
        version=row["version"],
        profile_id=UUID(row["profile_id"]),
        company_id=UUID(row["company_id"]),
        introduction_id=identifier(row["introduction_id"]),
        status=AgreementStatus(row["status"]),
        at=row["at"],
        text_version=row["text_version"],
        channel=Channel(row["channel"]),
        recorded_by=identifier(row["recorded_by"]),
    )


def _delegation_row(part: Delegation, _key: PersonKey) -> dict[str, Any]:
    return {
        "from_staff": str(part.from_staff),
        "to_staff": str(part.to_staff),
        "since": part.since,
        "until": part.until,
    }


def _delegation(row: Row, _key: PersonKey) -> Delegation:
    return Delegation(UUID(row["id"]), UUID(row["from_staff"]), UUID(row["to_staff"]), row["since"], row["until"])


CONTACTS = _sealed(tables.contacts, Contact)
FREINS = _sealed(tables.freins, Frein)
PRESCRIPTIONS: Parts[Prescription] = Parts(
    tables.prescriptions, _prescription_row, _sealed(tables.prescriptions, Prescription).from_row
)
AGREEMENTS: Parts[Agreement] = Parts(tables.agreements, _agreement_row, agreement_of)
DELEGATIONS: Parts[Delegation] = Parts(tables.delegations, _delegation_row, _delegation)
