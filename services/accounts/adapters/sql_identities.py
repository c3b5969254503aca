"""The humans that identity providers name, linked to accounts, in SQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from services.accounts.adapters.tables import identities
from services.kernel.problems import Conflict


class SqlIdentities:
    """See ``ports.Identities``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account_of(self, issuer: str, subject: str) -> UUID | None:
        query = select(identities.c.account_id).where(identities.c.issuer == issuer, identities.c.subject == subject)
        found = self._connection.execute(query).scalar_one_or_none()
        return UUID(found) if found else None

    def linked_at(self, account_id: UUID, issuer: str) -> datetime | None:
        query = select(identities.c.linked_at)
        query = query.where(identities.c.account_id == str(account_id), identities.c.issuer == issuer)
        return self._connection.execute(query).scalar_one_or_none()

    def link(self, account_id: UUID, *, issuer: str, subject: str, at: datetime) -> None:
        row = {"issuer": issuer, "subject": subject, "account_id": str(account_id), "linked_at": at}
        try:
            self._connection.execute(insert(identities).values(row))
        except IntegrityError as error:
            raise Conflict("Cette identité vient d'être reliée. Recommencez la connexion.") from error

    def unlink(self, account_id: UUID) -> int:
        return self._connection.execute(delete(identities).where(identities.c.account_id == str(account_id))).rowcount
