"""Identify an obstacle with the person. Nothing of it is ever published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.freins import FreinKind, identify
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor


def identify_frein(
    person_id: UUID,
    kind: FreinKind,
    *,
    note: str = "",
    priority: bool = False,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> CaseFile:
    """Return the file with the obstacle noted. Refuses one of the same kind that is already open."""
    case = opened(person_id, by=by, uow=uow, now=now)
    on = today(uow, now)
    frein = identify(case.freins, frein_id=new_id(), kind=kind, on=on, note=note, priority=priority)
    uow.audit("frein.identified", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, freins=(*case.freins, frein)), uow=uow, now=now, actor=by.reference)
