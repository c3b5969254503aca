"""Ask a colleague of the structure to stand in, end a relay, take a file in charge, hand it over for good.

Announces ProfileChanged: who has access is part of the profile.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain import delegations
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.delegations import Colleague
from services.candidates.domain.prescriptions import PrescriptionState, moved
from services.candidates.domain.refusals import Conflict, Forbidden, NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import colleague, opened, today
from services.contracts.actors import Actor, Role


def delegate(
    person_id: UUID,
    *,
    to: UUID,
    since: date,
    until: date,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> CaseFile:
    """Ask a colleague to stand in from ``since`` to ``until``."""
    case = opened(person_id, by=by, uow=uow, now=now)
    relay = delegations.delegate(
        case.delegations,
        delegation_id=new_id(),
        referent=Colleague(case.referent_id or by.id, case.structure_id, by.name),
        to=_known(to, uow),
        since=since,
        until=until,
        today=today(uow, now),
    )
    uow.audit("person.delegated", f"person:{case.id}", actor=by.reference, to=to, since=since, until=until)
    kept = replace(case, delegations=(*case.delegations, relay))
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def end_delegation(person_id: UUID, delegation_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """End a relay today."""
    case = opened(person_id, by=by, uow=uow, now=now)
    if not any(one.id == delegation_id for one in case.delegations):
        raise NotFound("Cette relève n'existe pas.")
    day = today(uow, now)
    ended = tuple(delegations.end(one, day) if one.id == delegation_id else one for one in case.delegations)
    uow.audit("person.delegation_ended", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, delegations=ended), uow=uow, now=now, actor=by.reference)


def take_in_charge(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """A referent takes a file of their structure that nobody accompanies yet."""
    if not by.has(Role.REFERENT):
        raise Forbidden("Seul un référent peut prendre un dossier en charge.")
    case = uow.people.get(person_id)
    if case.structure_id != by.structure_id:
        raise Forbidden("Ce dossier est confié à une autre structure.")
    if case.referent_id is not None:
        raise Conflict("Ce dossier a déjà un référent.")
    day = today(uow, now)
    sent = tuple(
        moved(one, PrescriptionState.CONTACTED, day) if one.state is PrescriptionState.RECEIVED else one
        for one in case.prescriptions
    )
    uow.audit("person.taken_in_charge", f"person:{case.id}", actor=by.reference)
    kept = replace(case, referent_id=by.id, prescriptions=sent)
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def hand_over(person_id: UUID, *, to: UUID, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Change the referent for good: a colleague of the structure, or of another one with the person's path."""
    case = opened(person_id, by=by, uow=uow, now=now)
    next_one = _known(to, uow)
    if not next_one.active:
        raise Conflict(f"{next_one.name} ne travaille plus dans la structure.", field="to")
    uow.audit("person.handed_over", f"person:{case.id}", actor=by.reference, to=to)
    kept = replace(case, referent_id=next_one.id, structure_id=next_one.structure_id, delegations=())
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def _known(staff_id: UUID, uow: UnitOfWork) -> Colleague:
    found = colleague(staff_id, uow)
    if found is None:
        raise NotFound("Ce collègue n'est pas connu sur ce territoire.", field="to")
    return found
