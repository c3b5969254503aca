"""One transaction of `candidates` in one territory, and how a personal link finds its territory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from services.candidates import ports
from services.candidates.adapters import tables
from services.candidates.adapters.sql_fund import SqlFund
from services.candidates.adapters.sql_group import SqlGroup
from services.candidates.adapters.sql_moves import SqlMoves
from services.candidates.adapters.sql_people import SqlPeople
from services.candidates.adapters.sql_rows import agreement_of
from services.candidates.adapters.sql_surroundings import SqlSurroundings
from services.candidates.adapters.vault import Vault
from services.candidates.domain.agreements import Agreement
from services.candidates.domain.personal_links import PersonalLink
from services.candidates.domain.retention import Remains
from services.kernel import auditing, outbox
from services.kernel.facts import Fact

SOURCE = "candidates"


class SqlAgreements:
    """Implements ``ports.Agreements``."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection = connection
        self._territory = territory

    def of_introduction(self, introduction_id: UUID) -> tuple[UUID, Agreement] | None:
        table = tables.agreements
        query = select(table).where(
            table.c.territory == self._territory, table.c.introduction_id == str(introduction_id)
        )
        row = self._connection.execute(query.order_by(table.c.at.desc())).mappings().first()
        return (UUID(row["person_id"]), agreement_of(row)) if row is not None else None


def _link(row: Any) -> PersonalLink:
    return PersonalLink(
        id=UUID(row["id"]),
        person_id=UUID(row["person_id"]),
        hash=row["hash"],
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
        issued_by=UUID(row["issued_by"]),
        cut_at=row["cut_at"],
    )


def find_link(connection: Connection, hashed: str) -> tuple[str, PersonalLink] | None:
    """The territory and the link of a hash: whoever opens a link says no territory."""
    row = connection.execute(
        select(tables.personal_links).where(tables.personal_links.c.hash == hashed)
    ).mappings().first()  # fmt: skip
    return (row["territory"], _link(row)) if row is not None else None


def territories_known(connection: Connection) -> Sequence[str]:
    """The territories that have files: the jobs visit each."""
    people, erased = tables.people.c, tables.erasures.c
    query = select(people.territory).union(select(erased.territory))
    return sorted(connection.execute(query).scalars())


class SqlLinks:
    """Implements ``ports.Links``."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection = connection
        self._territory = territory

    def add(self, link: PersonalLink) -> None:
        self._connection.execute(
            insert(tables.personal_links).values(
                territory=self._territory,
                id=str(link.id),
                person_id=str(link.person_id),
                hash=link.hash,
                issued_at=link.issued_at,
                expires_at=link.expires_at,
                issued_by=str(link.issued_by),
                cut_at=link.cut_at,
            )
        )

    def of_person(self, person_id: UUID) -> Sequence[PersonalLink]:
        table = tables.personal_links
        query = select(table).where(table.c.territory == self._territory, table.c.person_id == str(person_id))
        return [_link(row) for row in self._connection.execute(query.order_by(table.c.id.desc())).mappings()]

    def keep(self, link: PersonalLink) -> None:
        table = tables.personal_links
        self._connection.execute(
            update(table)
            .where(table.c.territory == self._territory, table.c.id == str(link.id))
            .values(cut_at=link.cut_at, expires_at=link.expires_at)
        )


class SqlUnitOfWork:
    """Implements ``ports.UnitOfWork`` on one connection."""

    def __init__(self, connection: Connection, *, territory: str, vault: Vault, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.territory = territory
        people = SqlPeople(connection, territory, vault)
        self.people: ports.People = people
        self.agreements: ports.Agreements = SqlAgreements(connection, territory)
        self.links: ports.Links = SqlLinks(connection, territory)
        self.surroundings: ports.Surroundings = SqlSurroundings(connection, territory)
        self.moves: ports.Moves = SqlMoves(connection, territory)
        self.fund: ports.Fund = SqlFund(connection, territory, people)
        self.group: ports.Group = SqlGroup(connection, territory, people)

    def announce(self, fact: Fact, *, actor: str = "") -> None:
        outbox.announce(self._connection, fact, source=SOURCE, tenant=self.territory, at=self._now, actor=actor)

    def audit(self, verb: str, subject: str, *, actor: str, **details: Any) -> None:
        auditing.record(
            self._connection,
            at=self._now,
            tenant=self.territory,
            actor=actor,
            verb=verb,
            subject=subject,
            details=details,
        )

    def remains(self) -> Sequence[Remains]:
        table = tables.remains
        query = select(table).where(table.c.territory == self.territory).order_by(table.c.id)
        rows = self._connection.execute(query).mappings()
        return [Remains(row["entered"], row["cohort"], row["outcome"]) for row in rows]
