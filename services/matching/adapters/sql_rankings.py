"""The versions of the ranking, in SQL. The table that scores is decoded once per process: a version never changes."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from services.kernel.dialects import inserting
from services.kernel.problems import NotFound
from services.matching.adapters.learning_tables import rankers
from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.table import Table, read_table, written

KnownTables = dict[tuple[str, str], Table]


class SqlRankings:
    """Versions of one territory, in one transaction. ``known`` is the memory of the process."""

    def __init__(self, connection: Connection, territory: str, known: KnownTables) -> None:
        self._connection, self._territory, self._known = connection, territory, known
        self._standing: dict[str, Table] | None = None

    def in_force(self) -> Table:
        """The table that scores; the prior while nothing was promoted."""
        return self._standings().get(Standing.IN_FORCE.value, prior.TABLE)

    def shadow(self) -> Table | None:
        """The table that scores silently; None when there is none."""
        return self._standings().get(Standing.SHADOW.value)

    def all(self) -> Sequence[Ranker]:
        """Every version, newest first."""
        query = (
            select(rankers)
            .where(rankers.c.territory == self._territory)
            .order_by(rankers.c.made_at.desc(), rankers.c.version.desc())
        )
        return [self._ranker(row) for row in self._connection.execute(query)]

    def get(self, version: str) -> Ranker:
        """Raise NotFound when there is none of that name."""
        query = select(rankers).where(rankers.c.territory == self._territory, rankers.c.version == version)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"Aucune version du classement ne s'appelle « {version} » ici : cite ranker status.")
        return self._ranker(row)

    def save(self, ranker: Ranker) -> None:
        """Insert or replace. The table of a version never changes."""
        row = {
            "territory": self._territory,
            "version": ranker.version,
            "standing": ranker.standing.value,
            "made_at": ranker.made_at,
            "moved_at": ranker.moved_at,
            "replaces": ranker.replaces,
            "reason": ranker.reason,
            "steps": json.dumps(written(ranker.table)),
            "card": json.dumps(ranker.card, ensure_ascii=False),
        }
        insert = inserting(self._connection, rankers).values(row)
        moved = {name: insert.excluded[name] for name in ("standing", "moved_at", "replaces", "reason", "card")}
        self._connection.execute(insert.on_conflict_do_update(index_elements=["territory", "version"], set_=moved))
        self._standing = None

    def _standings(self) -> dict[str, Table]:
        if self._standing is None:
            query = select(rankers.c.version, rankers.c.standing).where(
                rankers.c.territory == self._territory,
                rankers.c.standing.in_([Standing.IN_FORCE.value, Standing.SHADOW.value]),
            )
            found = list(self._connection.execute(query))
            self._standing = {row.standing: self._table(row.version) for row in found}
        return self._standing

    def _table(self, version: str) -> Table:
        key = (self._territory, version)
        if key not in self._known:
            query = select(rankers.c.steps).where(rankers.c.territory == self._territory, rankers.c.version == version)
            self._known[key] = read_table(json.loads(self._connection.execute(query).scalar_one()))
        return self._known[key]

    def _ranker(self, row: Row[Any]) -> Ranker:
        return Ranker(
            table=read_table(json.loads(row.steps)),
            standing=Standing(row.standing),
            made_at=row.made_at,
            moved_at=row.moved_at,
            card=json.loads(row.card),
            replaces=row.replaces,
            reason=row.reason,
        )
