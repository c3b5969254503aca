"""Every advertisement of the log under the code that the present trades' table gives it: after a ROME was imported.

One transaction per micro-batch and territory; the index is written before it is committed, so that what stops half-way
is found again by the next run. Refuses (Unavailable) when the log or the index does not answer.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from services.contracts.employers import OfferPublished
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.matching.adapters.sql_offers import holds_advertisements
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.entrypoints.offers_told import Replay, offer_told
from services.matching.ports import OfferIndex
from services.matching.use_cases.project_offer import CodeOf
from services.matching.use_cases.reclassify_offers import reclassify_offers


@dataclass(frozen=True, slots=True)
class Reclassified:
    """How many advertisements were ``read``, and ``moved`` to another code."""

    read: int
    moved: int


def reclassify(database: Database, event_log: EventLog, index: OfferIndex, code_of: CodeOf) -> Reclassified:
    """Read them all; nothing is read while none was imported. Raises Unavailable, EventLogUnavailable."""
    with database.reading() as connection:
        if not holds_advertisements(connection):
            return Reclassified(0, 0)
    seen: set[UUID] = set()
    moved = 0
    replay = Replay(event_log, offer_told)
    try:
        for batch in replay():
            by_town: dict[str, list[OfferPublished]] = defaultdict(list)
            for town, fact in batch:
                if isinstance(fact, OfferPublished) and fact.company_id is None:
                    by_town[town].append(fact)
                    seen.add(fact.offer_id)
            for town, facts in by_town.items():
                with database.transaction() as connection:
                    uow = SqlUnitOfWork(connection, town, Memory())
                    moved += reclassify_offers(facts, uow=uow, index=index, code_of=code_of)
    finally:
        replay.close()
    return Reclassified(len(seen), moved)
