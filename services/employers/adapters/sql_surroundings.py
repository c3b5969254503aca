"""What other services told, in SQL: the territory, its staff, the badges."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from services.employers.adapters import tables
from services.employers.adapters.stored import Stored
from services.employers.domain.surroundings import Colleague, KnownAward, KnownTerritory


class SqlSurroundings:
    """Projections of accounts and badges in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._territories = Stored(connection, territory, tables.territories, KnownTerritory, locks=False)
        self._colleagues = Stored(connection, territory, tables.colleagues, Colleague, locks=False)
        self._awards = Stored(connection, territory, tables.awards, KnownAward, locks=locks)

    def territory(self) -> KnownTerritory | None:
        return self._territories.one()

    def save_territory(self, known: KnownTerritory) -> None:
        self._territories.put(known)

    def colleague(self, staff_id: UUID) -> Colleague | None:
        return self._colleagues.one(tables.colleagues.c.id == str(staff_id))

    def colleagues(self) -> Mapping[UUID, Colleague]:
        query = self._colleagues.query().order_by(tables.colleagues.c.name)
        return {colleague.id: colleague for colleague in self._colleagues.many(query)}

    def save_colleague(self, colleague: Colleague) -> None:
        self._colleagues.put(colleague)

    def award(self, award_id: UUID) -> KnownAward | None:
        return self._awards.one(tables.awards.c.id == str(award_id))

    def awards_of(self, company_id: UUID) -> Sequence[KnownAward]:
        query = self._awards.query(tables.awards.c.company_id == str(company_id))
        return self._awards.many(query.order_by(tables.awards.c.at.desc()))

    def save_award(self, award: KnownAward) -> None:
        self._awards.put(award)


def known_territories(connection: Connection) -> Sequence[tuple[str, str]]:
    """(code, public name) of every territory served here, by name."""
    table = tables.territories
    query = select(table.c.territory, table.c.public_name).order_by(table.c.public_name)
    return [(row.territory, row.public_name) for row in connection.execute(query)]
