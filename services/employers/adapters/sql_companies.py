"""Companies, those who speak for them, and the links given at the door, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from services.employers.adapters import tables
from services.employers.adapters.stored import Stored
from services.employers.domain.company import Company, Existence
from services.employers.domain.holder import Holder, Standing
from services.employers.domain.link import Link, Purpose
from services.employers.domain.refusals import Conflict


class SqlCompanies:
    """Companies in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = Stored(connection, territory, tables.companies, Company, locks=locks)

    def get(self, company_id: UUID) -> Company | None:
        return self._rows.one(tables.companies.c.id == str(company_id))

    def by_siret(self, siret: str) -> Company | None:
        return self._rows.one(tables.companies.c.siret == siret)

    def save(self, company: Company) -> None:
        try:
            with self._rows.connection.begin_nested():
                self._rows.put(company)
        except IntegrityError as error:
            told = "Une entreprise de votre territoire a déjà ce numéro SIRET."
            raise Conflict(told, fields={"siret": told}) from error

    def some(self, company_ids: Sequence[UUID]) -> Sequence[Company]:
        wanted = tables.companies.c.id.in_([str(company_id) for company_id in company_ids])
        return self._rows.many(self._rows.query(wanted).order_by(tables.companies.c.name))

    def listed(
        self, *, existence: Existence | None = None, confirmed: bool | None = None, member: bool | None = None
    ) -> Sequence[Company]:
        table = tables.companies
        query = self._rows.query().order_by(table.c.name, table.c.id)
        if existence is not None:
            query = query.where(table.c.existence == existence.value)
        for column, wanted in ((table.c.confirmed_at, confirmed), (table.c.joined_on, member)):
            if wanted is not None:
                query = query.where(column.is_not(None) if wanted else column.is_(None))
        return self._rows.many(query)

    def joined_since(self, moment: datetime) -> int:
        table = tables.companies
        query = (
            select(func.count())
            .select_from(table)
            .where(table.c.territory == self._rows.territory, table.c.confirmed_at.is_(None))
            .where(table.c.created_at >= moment, table.c.entered_by.is_(None))
        )
        return self._rows.connection.execute(query).scalar_one()


class SqlHolders:
    """Holders in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = Stored(connection, territory, tables.holders, Holder, locks=locks)

    def get(self, company_id: UUID, account_id: UUID) -> Holder | None:
        table = tables.holders
        return self._rows.one(table.c.company_id == str(company_id), table.c.account_id == str(account_id))

    def save(self, holder: Holder) -> None:
        self._rows.put(holder)

    def of_company(self, company_id: UUID) -> Sequence[Holder]:
        query = self._rows.query(tables.holders.c.company_id == str(company_id))
        return self._rows.many(query.order_by(tables.holders.c.asked_at))

    def of_account(self, account_id: UUID) -> Sequence[Holder]:
        query = self._rows.query(tables.holders.c.account_id == str(account_id))
        return self._rows.many(query.order_by(tables.holders.c.asked_at))

    def waiting(self) -> Sequence[Holder]:
        query = self._rows.query(tables.holders.c.standing == Standing.ASKED.value)
        return self._rows.many(query.order_by(tables.holders.c.asked_at))


class SqlLinks:
    """Links in SQL, found by the fingerprint of their token."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = Stored(connection, territory, tables.links, Link, locks=locks)

    def get(self, fingerprint: str) -> Link | None:
        return self._rows.one(tables.links.c.fingerprint == fingerprint)

    def save(self, link: Link) -> None:
        self._rows.put(link)

    def issued_by(self, company_id: UUID, staff_id: UUID, purpose: Purpose) -> bool:
        table = tables.links
        query = self._rows.query(
            table.c.company_id == str(company_id),
            table.c.purpose == purpose.value,
            table.c.issued_by == str(staff_id),
        )
        return self._rows.connection.execute(query.limit(1)).first() is not None


def territory_of_link(connection: Connection, fingerprint: str) -> str | None:
    """The territory in which a link opens, for a visitor of whom nothing else is known."""
    query = select(tables.links.c.territory).where(tables.links.c.fingerprint == fingerprint)
    return connection.execute(query).scalar_one_or_none()
