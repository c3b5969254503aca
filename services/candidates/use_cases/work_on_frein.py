"""Work on an obstacle: ask a partner for help, note the partner's answer."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain import freins
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.refusals import NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor


def with_frein(case: CaseFile, changed: freins.Frein) -> CaseFile:
    """The file with one obstacle replaced."""
    return replace(case, freins=tuple(changed if one.id == changed.id else one for one in case.freins))


def frein_of(case: CaseFile, frein_id: UUID) -> freins.Frein:
    """One obstacle of the file. Raises NotFound."""
    found = next((one for one in case.freins if one.id == frein_id), None)
    if found is None:
        raise NotFound("Cette difficulté n'est pas dans le dossier.")
    return found


def work_on_frein(
    person_id: UUID,
    frein_id: UUID,
    *,
    partner: str = "",
    structure_id: UUID | None = None,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
) -> CaseFile:
    """Start working; with a partner of the territory (or one named in words), the request is dated and waited for."""
    case = opened(person_id, by=by, uow=uow, now=now)
    named = uow.surroundings.territory().must_have_structure(structure_id).name if structure_id else partner
    changed = freins.work_on(frein_of(case, frein_id), on=today(uow, now), partner=named, structure_id=structure_id)
    uow.audit("frein.worked_on", f"person:{case.id}", actor=by.reference)
    return keep_case(with_frein(case, changed), uow=uow, now=now, actor=by.reference)


def note_partner_answer(
    person_id: UUID, frein_id: UUID, index: int, answer: str, *, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Note what the partner answered to the request at ``index``."""
    case = opened(person_id, by=by, uow=uow, now=now)
    changed = freins.partner_answered(frein_of(case, frein_id), index=index, on=today(uow, now), answer=answer)
    uow.audit("frein.partner_answered", f"person:{case.id}", actor=by.reference)
    return keep_case(with_frein(case, changed), uow=uow, now=now, actor=by.reference)
