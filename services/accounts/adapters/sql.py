"""Accounts, territories and sessions in SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.accounts.adapters import tables
from services.accounts.adapters.sql_identities import SqlIdentities
from services.accounts.domain.accounts import Account, Session
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.ports import Accounts, Identities, Sessions, Territories
from services.kernel import auditing, outbox
from services.kernel.dialects import locked
from services.kernel.facts import Fact
from services.kernel.problems import Conflict


class SqlAccounts:
    """Accounts in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account_id: UUID) -> Account | None:
        return self._one(tables.accounts.c.id == str(account_id))

    def by_email(self, email: str) -> Account | None:
        return self._one(tables.accounts.c.email == email)

    def of_territory(self, territory: str) -> Sequence[Account]:
        query = select(tables.accounts).where(
            tables.accounts.c.territory == territory, tables.accounts.c.structure_id.is_not(None)
        )
        rows = self._connection.execute(query.order_by(tables.accounts.c.name)).mappings().all()
        return [_account(row, frozenset()) for row in rows]

    def save(self, account: Account) -> None:
        values = {
            "territory": account.territory,
            "email": account.email,
            "name": account.name,
            "phone": account.phone,
            "password_hash": account.password_hash,
            "roles": sorted(account.roles),
            "structure_id": str(account.structure_id) if account.structure_id else None,
            "active": account.active,
            "version": account.version,
        }
        known = update(tables.accounts).where(tables.accounts.c.id == str(account.id)).values(**values)
        try:
            if self._connection.execute(known).rowcount == 0:
                self._connection.execute(insert(tables.accounts).values(id=str(account.id), **values))
        except IntegrityError as error:
            said = "Cette adresse a déjà un compte. Connectez-vous, ou utilisez une autre adresse."
            raise Conflict(said, fields={"email": said}) from error
        held = tables.account_companies
        self._connection.execute(delete(held).where(held.c.account_id == str(account.id)))
        if account.company_ids:
            rows = [{"account_id": str(account.id), "company_id": str(company)} for company in account.company_ids]
            self._connection.execute(insert(held), rows)

    def _one(self, condition: Any) -> Account | None:
        query = locked(select(tables.accounts).where(condition), self._connection)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        held = tables.account_companies
        companies = self._connection.execute(select(held.c.company_id).where(held.c.account_id == row["id"])).scalars()
        return _account(row, frozenset(UUID(company) for company in companies))


def _account(row: Any, companies: frozenset[UUID]) -> Account:
    return Account(
        id=UUID(row["id"]),
        territory=row["territory"],
        email=row["email"],
        name=row["name"],
        phone=row["phone"],
        password_hash=row["password_hash"],
        roles=frozenset(row["roles"]),
        structure_id=UUID(row["structure_id"]) if row["structure_id"] else None,
        active=row["active"],
        version=row["version"],
        company_ids=companies,
    )


class SqlTerritories:
    """Territories in SQL, settings as one JSON document."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, code: str) -> Territory | None:
        query = select(tables.territories).where(tables.territories.c.territory == code)
        row = self._connection.execute(locked(query, self._connection)).mappings().first()
        return _territory(row) if row else None

    def all(self) -> Sequence[Territory]:
        query = select(tables.territories).order_by(tables.territories.c.territory)
        return [_territory(row) for row in self._connection.execute(query).mappings()]

    def save(self, territory: Territory) -> None:
        document = asdict(territory)
        for structure in document["structures"]:
            structure["id"] = str(structure["id"])
        for cohort in document["cohorts"]:
            cohort["structure_id"] = str(cohort["structure_id"])
        values = {"version": territory.version, "settings": document}
        table = tables.territories
        if self._connection.execute(update(table).where(table.c.territory == territory.code).values(**values)).rowcount:
            return
        self._connection.execute(insert(table).values(territory=territory.code, **values))


def _territory(row: Any) -> Territory:
    known = dict(row["settings"])
    known["structures"] = tuple(Structure(**{**s, "id": UUID(s["id"])}) for s in known["structures"])
    known["cohorts"] = tuple(Cohort(**{**c, "structure_id": UUID(c["structure_id"])}) for c in known["cohorts"])
    known["exclusive_schemes"] = tuple(known["exclusive_schemes"])
    return Territory(**known)


class SqlSessions:
    """Sessions and failed sign-ins in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, session: Session) -> None:
        self._connection.execute(
            insert(tables.sessions).values(
                secret_hash=session.secret_hash,
                account_id=str(session.account_id),
                opened_at=session.opened_at,
                ends_at=session.ends_at,
                farewell=session.farewell,
            )
        )

    def account_of(self, secret_hash: str, *, at: datetime) -> UUID | None:
        table = tables.sessions
        query = select(table.c.account_id).where(table.c.secret_hash == secret_hash, table.c.ends_at > at)
        found = self._connection.execute(query).scalar_one_or_none()
        return UUID(found) if found else None

    def farewell_of(self, secret_hash: str) -> str:
        table = tables.sessions
        query = select(table.c.farewell).where(table.c.secret_hash == secret_hash)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def close(self, secret_hash: str) -> None:
        self._connection.execute(delete(tables.sessions).where(tables.sessions.c.secret_hash == secret_hash))

    def close_all(self, account_id: UUID) -> None:
        self._connection.execute(delete(tables.sessions).where(tables.sessions.c.account_id == str(account_id)))

    def note_failure(self, email: str, *, at: datetime) -> None:
        self._connection.execute(insert(tables.failures).values(email=email, at=at))

    def failures(self, email: str, *, since: datetime) -> int:
        table = tables.failures
        query = select(func.count()).select_from(table).where(table.c.email == email, table.c.at > since)
        return self._connection.execute(query).scalar_one()


def prune(connection: Connection, *, now: datetime, failures_before: datetime) -> None:
    """Forget ended sessions and old failures."""
    connection.execute(delete(tables.sessions).where(tables.sessions.c.ends_at < now))
    connection.execute(delete(tables.failures).where(tables.failures.c.at < failures_before))


class SqlUnitOfWork:
    """One transaction of `accounts` on one connection."""

    def __init__(self, connection: Connection, *, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.accounts: Accounts = SqlAccounts(connection)
        self.territories: Territories = SqlTerritories(connection)
        self.sessions: Sessions = SqlSessions(connection)
        self.identities: Identities = SqlIdentities(connection)

    def announce(self, fact: Fact, *, territory: str) -> None:
        outbox.announce(self._connection, fact, source="accounts", tenant=territory, at=self._now)

    def audit(self, verb: str, subject: str, *, territory: str, actor: str) -> None:
        auditing.record(self._connection, at=self._now, tenant=territory, actor=actor, verb=verb, subject=subject)
