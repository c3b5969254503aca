"""Introductions received, placements hosted, evaluations, promises and acts, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from services.employers.adapters import tables
from services.employers.adapters.stored import Stored
from services.employers.domain.commitment import PLEDGES, Act, Pledge
from services.employers.domain.evaluation import Evaluation, Hosting
from services.employers.domain.introduction import Introduction


class SqlIntroductions:
    """Introductions in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = Stored(connection, territory, tables.introductions, Introduction, locks=locks)

    def get(self, introduction_id: UUID) -> Introduction | None:
        return self._rows.one(tables.introductions.c.id == str(introduction_id))

    def save(self, introduction: Introduction) -> None:
        self._rows.put(introduction)

    def of_company(self, company_id: UUID) -> Sequence[Introduction]:
        query = self._rows.query(tables.introductions.c.company_id == str(company_id))
        return self._rows.many(query.order_by(tables.introductions.c.received_at.desc()))

    def of_territory(self) -> Sequence[Introduction]:
        return self._rows.many(self._rows.query().order_by(tables.introductions.c.received_at.desc()))

    def drop(self, introduction_id: UUID) -> None:
        table = tables.introductions
        here = (table.c.territory == self._rows.territory, table.c.id == str(introduction_id))
        self._rows.connection.execute(delete(table).where(*here))


class SqlPlacements:
    """Placements hosted and their evaluations in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._hostings = Stored(connection, territory, tables.placements, Hosting, locks=locks)
        self._evaluations = Stored(connection, territory, tables.evaluations, Evaluation, locks=locks)

    def get(self, placement_id: UUID) -> Hosting | None:
        return self._hostings.one(tables.placements.c.id == str(placement_id))

    def save(self, hosting: Hosting) -> None:
        self._hostings.put(hosting)

    def of_company(self, company_id: UUID) -> Sequence[Hosting]:
        query = self._hostings.query(tables.placements.c.company_id == str(company_id))
        return self._hostings.many(query.order_by(tables.placements.c.starts_on.desc()))

    def of_offer(self, offer_id: UUID) -> Sequence[Hosting]:
        return self._hostings.many(self._hostings.query(tables.placements.c.offer_id == str(offer_id)))

    def evaluation(self, placement_id: UUID) -> Evaluation | None:
        return self._evaluations.one(tables.evaluations.c.placement_id == str(placement_id))

    def evaluations_of(self, company_id: UUID) -> Sequence[Evaluation]:
        query = self._evaluations.query(tables.evaluations.c.company_id == str(company_id))
        return self._evaluations.many(query)

    def save_evaluation(self, evaluation: Evaluation) -> None:
        self._evaluations.put(evaluation)


class SqlCommitments:
    """Promises and acts in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._connection = connection
        self._territory = territory
        self._acts = Stored(connection, territory, tables.acts, Act, locks=locks)

    def promised(self, company_id: UUID, year: int) -> Mapping[Pledge, int]:
        table = tables.promises
        query = select(table.c.pledge, table.c.promised).where(
            table.c.territory == self._territory, table.c.company_id == str(company_id), table.c.year == year
        )
        return {PLEDGES[row.pledge]: row.promised for row in self._connection.execute(query)}

    def promise(self, company_id: UUID, year: int, promised: Mapping[Pledge, int]) -> None:
        table = tables.promises
        key = {"territory": self._territory, "company_id": str(company_id), "year": year}
        self._connection.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))
        rows = [{**key, "pledge": pledge.value, "promised": count} for pledge, count in promised.items()]
        if rows:
            self._connection.execute(insert(table), rows)

    def acts(self, company_id: UUID) -> Sequence[Act]:
        query = self._acts.query(tables.acts.c.company_id == str(company_id))
        return self._acts.many(query.order_by(tables.acts.c.on.desc()))

    def record(self, act: Act) -> None:
        table = tables.acts
        row = self._acts.written(act)
        if act.source is not None:
            known = (table.c.territory == self._territory, table.c.source == str(act.source))
            del row["id"]
            if self._connection.execute(update(table).where(*known).values(**row)).rowcount:
                return
        self._acts.put(act)

    def withdraw(self, source: UUID) -> None:
        table = tables.acts
        known = (table.c.territory == self._territory, table.c.source == str(source))
        self._connection.execute(delete(table).where(*known))

    def of_territory(self, year: int) -> tuple[Mapping[UUID, Mapping[Pledge, int]], Sequence[Act]]:
        table = tables.promises
        query = select(table).where(table.c.territory == self._territory, table.c.year == year)
        promised: dict[UUID, dict[Pledge, int]] = {}
        for row in self._connection.execute(query):
            promised.setdefault(UUID(row.company_id), {})[PLEDGES[row.pledge]] = row.promised
        of_the_year = tables.acts.c.on.between(date(year, 1, 1), date(year, 12, 31))
        return promised, self._acts.many(self._acts.query(of_the_year))
