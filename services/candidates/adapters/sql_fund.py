"""The emergency fund in SQL: requests sealed with the person's key, money in the open so that it stays counted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from services.candidates.adapters import tables
from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.adapters.sql_people import SqlPeople
from services.candidates.domain.emergency_fund import FundRequest
from services.candidates.domain.refusals import NotFound
from services.kernel.dialects import alone, locked

TABLE = tables.fund_requests


class SqlFund:
    """Implements ``ports.Fund``."""

    def __init__(self, connection: Connection, territory: str, people: SqlPeople) -> None:
        self._connection = connection
        self._territory = territory
        self._people = people

    def all(self) -> Sequence[FundRequest]:
        query = select(TABLE).where(TABLE.c.territory == self._territory, TABLE.c.person_id.is_not(None))
        rows = self._connection.execute(query.order_by(TABLE.c.id.desc())).mappings().all()
        return [found for row in rows if (found := self._opened(row)) is not None]

    def get(self, request_id: UUID) -> FundRequest:
        place = (TABLE.c.territory == self._territory) & (TABLE.c.id == str(request_id))
        row = self._connection.execute(locked(select(TABLE).where(place), self._connection)).mappings().first()
        found = self._opened(row) if row is not None else None
        if found is None:
            raise NotFound("Cette demande n'existe pas, ou le dossier de la personne a été effacé.")
        return found

    def committed_cents(self) -> int:
        alone(self._connection, "fund", self._territory)
        query = select(func.coalesce(func.sum(TABLE.c.committed_cents), 0))
        return int(self._connection.execute(query.where(TABLE.c.territory == self._territory)).scalar_one())

    def save(self, request: FundRequest) -> None:
        person = str(request.person_id)
        key = self._people.key_of(person)
        if key is None:
            raise NotFound("Cette personne n'est pas connue, ou son dossier a été effacé.")
        values = {
            "person_id": person,
            "asked_on": request.asked_on,
            "state": request.state.value,
            "committed_cents": request.committed_cents,
            "secret": key.seal(encoded(request), table=TABLE.name, row=str(request.id)),
        }
        place = (TABLE.c.territory == self._territory) & (TABLE.c.id == str(request.id))
        if self._connection.execute(update(TABLE).where(place).values(**values)).rowcount == 0:
            row = {"territory": self._territory, "id": str(request.id), **values}
            self._connection.execute(insert(TABLE).values(**row))

    def _opened(self, row: Any) -> FundRequest | None:
        key = self._people.key_of(row["person_id"]) if row["person_id"] else None
        if key is None:
            return None
        return decoded(FundRequest, key.open(row["secret"], table=TABLE.name, row=row["id"]))
