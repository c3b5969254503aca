"""Companies and who speaks for them, as projected from `employers`, in SQL; companies are kept decoded in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from services.matching.adapters.shelf import Shelf, advance, counter
from services.matching.adapters.tables import companies, holders
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.ranking.offer import Employer
from services.matching.domain.ranking.travel import Point
from services.matching.ports import KeptCompany

CompaniesShelf = Shelf[UUID, KeptCompany]
_WRITTEN = TypeAdapter(KeptCompany)
NAME = "companies"


class SqlCompanies:
    """Companies of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str, shelf: CompaniesShelf) -> None:
        self._connection, self._territory, self._shelf = connection, territory, shelf
        self._wrote = False

    def all(self, *, introductions_per_month: int) -> Mapping[UUID, Employer]:
        """By id. The territory's maximum holds where the company set none."""
        return {
            company_id: replace(
                kept.employer,
                introductions_per_month=introductions_per_month
                if kept.introductions_per_month is None
                else kept.introductions_per_month,
            )
            for company_id, kept in self._rows().items()
        }

    def places(self) -> Mapping[UUID, Point]:
        """Where each company is; those whose place is unknown are absent."""
        return {company_id: kept.place for company_id, kept in self._rows().items() if kept.place is not None}

    def keep(self, company: KeptCompany) -> None:
        """Write unless a higher version is held."""
        now = advance(self._connection, self._territory, NAME)
        row = {
            "territory": self._territory,
            "company_id": str(company.employer.id),
            "version": company.version,
            "changed": now,
            "data": _WRITTEN.dump_json(company).decode(),
        }
        keep_newest(self._connection, companies, [row])
        self._wrote = True

    def _rows(self) -> Mapping[UUID, KeptCompany]:
        if self._wrote:
            return {company_id: kept for company_id, kept in self._read_since(-1) if kept is not None}
        now = counter(self._connection, self._territory, NAME)
        return self._shelf.rows(self._territory, now, self._read_since)

    def _read_since(self, since: int) -> Iterator[tuple[UUID, KeptCompany | None]]:
        query = (
            select(companies.c.company_id, companies.c.data)
            .where(companies.c.territory == self._territory, companies.c.changed > since)
            .order_by(companies.c.company_id)
        )
        for row in self._connection.execute(query):
            yield UUID(row.company_id), _WRITTEN.validate_json(row.data)


class SqlHolders:
    """Which accounts speak for which company of one territory."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def speaks_for(self, account_id: UUID, company_id: UUID) -> bool:
        """True once a referent confirmed that the account speaks for the company."""
        query = select(holders.c.confirmed).where(
            holders.c.territory == self._territory,
            holders.c.company_id == str(company_id),
            holders.c.account_id == str(account_id),
        )
        return bool(self._connection.execute(query).scalar_one_or_none())

    def keep(self, account_id: UUID, company_id: UUID, version: int, *, confirmed: bool) -> None:
        """Write unless a higher version is held."""
        row = {
            "territory": self._territory,
            "company_id": str(company_id),
            "account_id": str(account_id),
            "version": version,
            "confirmed": confirmed,
        }
        keep_newest(self._connection, holders, [row])
