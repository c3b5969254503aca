"""After a restore, erase again everybody whom the ledger says was erased.

Announces ProfileErased for each, with the version it had: services that were restored with them delete too. Somebody
the restored database does not know is left alone.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from services.candidates.domain.refusals import NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.erase_person import erase_case


def replay_erasures(people: Iterable[UUID], *, uow: UnitOfWork, now: datetime) -> int:
    """Return how many people were there again, and are erased."""
    erased = 0
    for person_id in people:
        try:
            case = uow.people.get(person_id)
        except NotFound:
            continue
        erase_case(case, actor="operator:restore", uow=uow, now=now)
        erased += 1
    return erased
