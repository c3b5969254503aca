"""What matching does when the other services speak: projections in its own base, and the index of offers.

Two consumers: an index out of reach delays searches, never the projections. A stale, repeated or disordered fact
changes nothing: everything is versioned. What introductions and placements hear is in `placement_events`.
"""

import threading
from collections.abc import Callable

from sqlalchemy import Connection

from services.contracts.accounts import TerritoryConfigured
from services.contracts.candidates import ProfileChanged, ProfileErased
from services.contracts.employers import CompanyChanged, HolderChanged, OfferPublished, OfferWithdrawn
from services.kernel.facts import Fact
from services.kernel.reactions import Moment, Reactions
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.ports import OfferDocument, OfferIndex, OfferRemoval, UnitOfWork
from services.matching.use_cases.project_company import project_company, project_holder, project_territory
from services.matching.use_cases.project_offer import (
    CodeOf,
    document_of,
    project_offer,
    removal_of,
    with_trade,
    withdraw_offer,
)
from services.matching.use_cases.project_profile import erase_profile, project_profile

PROJECTIONS = "matching.projections"
INDEX = "matching.index"
AT_ONCE = 200
"""Facts of one micro-batch: one transaction, one bulk."""


def projections(memory: Memory, code_of: CodeOf) -> Reactions:
    """The table of what is projected. ``code_of`` names the trade of an advertisement by its own words."""

    def on(project: Callable[..., None]) -> Callable[[Fact, Moment], None]:
        def handle(fact: Fact, moment: Moment) -> None:
            uow: UnitOfWork = SqlUnitOfWork(moment.connection, moment.tenant, memory)
            project(fact, uow=uow)

        return handle

    def publish(fact: OfferPublished, *, uow: UnitOfWork) -> None:
        project_offer(with_trade(fact, code_of), uow=uow)

    return (
        Reactions()
        .on(TerritoryConfigured, on(project_territory))
        .on(CompanyChanged, on(project_company))
        .on(HolderChanged, on(project_holder))
        .on(OfferPublished, on(publish))
        .on(OfferWithdrawn, on(withdraw_offer))
        .on(ProfileChanged, on(project_profile))
        .on(ProfileErased, on(erase_profile))
    )


class IndexFeed(threading.local):
    """Gathers the changes of a micro-batch and sends them in one go, before the batch is committed.

    Each thread gathers its own: a page that handles a parked message sends nothing of the consumer's batch. A bulk
    whose batch is then rolled back is sent again: it is versioned.
    """

    def __init__(self, index: OfferIndex, code_of: CodeOf) -> None:
        self._index, self._code_of = index, code_of
        self._changes: list[OfferDocument | OfferRemoval] = []

    def reactions(self) -> Reactions:
        """The table of what is indexed."""
        return Reactions().on(OfferPublished, self._published).on(OfferWithdrawn, self._withdrawn)

    def send(self, _connection: Connection) -> None:
        """Send what was gathered."""
        if self._changes:
            self._index.apply(tuple(self._changes))
        self.forget()

    def forget(self) -> None:
        """The batch is given up."""
        self._changes = []

    def _published(self, fact: OfferPublished, moment: Moment) -> None:
        self._changes.append(document_of(with_trade(fact, self._code_of), moment.tenant))

    def _withdrawn(self, fact: OfferWithdrawn, moment: Moment) -> None:
        self._changes.append(removal_of(fact, moment.tenant))
