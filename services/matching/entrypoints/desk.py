"""What the endpoints of `matching` share: the tools that measure, the memory of the process, the clock, transactions.

A list is read in one transaction and written down in another, short one, both before the response leaves: ranking
never holds the write lock. Refuses nothing by itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from services.contracts.actors import Actor
from services.kernel.clock import Clock
from services.kernel.database import Database
from services.kernel.towns import Towns
from services.matching.adapters.sql_unit_of_work import Memory
from services.matching.adapters.sql_work import SqlWork
from services.matching.domain.placements.law import LAW, Law
from services.matching.plan_ports import Sectors
from services.matching.use_cases.draw_plan import Planning
from services.matching.use_cases.rank_offers_for_profile import Tools


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once by the bootstrap and kept on the app (``app.state.matching``)."""

    database: Database
    tools: Tools
    memory: Memory
    clock: Clock
    planning: Planning
    sectors: Sectors
    law: Law = LAW
    towns: Callable[[], Towns] = Towns
    """The table of towns as it stands."""

    def work_on(self, connection: Connection, territory: str, *, locks: bool = True) -> SqlWork:
        """The ports of an open transaction."""
        label_of = self.tools.trades.label
        return SqlWork(connection, territory, self.memory, label_of=label_of, law=self.law, locks=locks)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[SqlWork]:
        """A transaction that only reads, on the actor's territory."""
        with self.database.reading() as connection:
            yield self.work_on(connection, actor.territory, locks=False)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[SqlWork]:
        """A transaction that writes, committed on leaving. Never open one inside a reading one."""
        with self.database.transaction() as connection:
            yield self.work_on(connection, actor.territory)


def desk_of(request: Request) -> Desk:
    """The desk of this app."""
    desk: Desk = request.app.state.matching
    return desk
