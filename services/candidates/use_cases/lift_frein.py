"""Close an obstacle: lifted, or given up."""

from datetime import datetime
from uuid import UUID

from services.candidates.domain import freins
from services.candidates.domain.case_file import CaseFile
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.candidates.use_cases.work_on_frein import frein_of, with_frein
from services.contracts.actors import Actor


def lift_frein(
    person_id: UUID, frein_id: UUID, *, lifted: bool = True, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Return the file with the obstacle closed today."""
    case = opened(person_id, by=by, uow=uow, now=now)
    changed = freins.close(frein_of(case, frein_id), on=today(uow, now), lifted=lifted)
    uow.audit("frein.closed", f"person:{case.id}", actor=by.reference, lifted=lifted)
    return keep_case(with_frein(case, changed), uow=uow, now=now, actor=by.reference)
