"""One transaction of `matching` with the records of introductions and placements."""

import json
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from services.kernel import auditing
from services.matching.adapters.sql_introductions import SqlAgreements, SqlIntroductions
from services.matching.adapters.sql_placements import SqlPlacements
from services.matching.adapters.sql_structures import SqlDelegations, SqlStructures
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.domain.placements.law import LAW, Law
from services.matching.placement_ports import Agreements, Delegations, Introductions, Placements, Structures, Told


class SqlWork(SqlUnitOfWork):
    """The ports of one transaction. ``label_of`` names a trade by its code; ``law``: the figures in force here."""

    def __init__(
        self,
        connection: Connection,
        territory: str,
        memory: Memory,
        *,
        label_of: Callable[[str], str | None],
        law: Law = LAW,
        locks: bool = True,
    ) -> None:
        super().__init__(connection, territory, memory)
        self.introductions: Introductions = SqlIntroductions(connection, territory, locks=locks)
        self.agreements: Agreements = SqlAgreements(connection, territory)
        self.placements: Placements = SqlPlacements(connection, territory, locks=locks)
        self.structures: Structures = SqlStructures(connection, territory)
        self.delegations: Delegations = SqlDelegations(connection, territory)
        self.law = law
        self._label_of = label_of

    def trade_label(self, rome: str) -> str:
        """The trade's name in the trades' table; empty when the code is unknown."""
        return (self._label_of(rome) or "") if rome else ""

    def story(self, subject: str) -> Sequence[Told]:
        """What was done to a subject, newest first."""
        rows = auditing.trail(self.connection, tenant=self.territory, subject=subject)
        return [Told(row["at"], row["verb"], row["actor"], json.loads(row["details"])) for row in rows]
