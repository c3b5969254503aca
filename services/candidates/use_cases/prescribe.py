"""A partner refers a person to the Cité; the structure asked hears of it, the partner hears what becomes of it.

Announces ProfileChanged (not active: nobody accompanies the person yet). A person already known gets the
prescription in the file they have. Refuses sensitive words in the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain import prescriptions
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.identity import Identity
from services.candidates.domain.name_search import possible_doubles
from services.candidates.domain.prescriptions import Motive, Prescription, PrescriptionState
from services.candidates.domain.profile import Profile
from services.candidates.domain.refusals import Forbidden, NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor, Role


@dataclass(frozen=True, slots=True)
class Prescribe:
    """Who, to which structure, why."""

    identity: Identity
    structure_id: UUID
    motive: Motive
    reason: str = ""


def prescribe(
    command: Prescribe, *, by: Actor, uow: UnitOfWork, now: datetime, new_id: Callable[[], UUID]
) -> Prescription:
    """Send a person to a structure of the territory."""
    if not by.has(Role.PRESCRIBER, Role.REFERENT, Role.COORDINATION) or by.structure_id is None:
        raise Forbidden("Votre compte ne permet pas d'orienter une personne.")
    structure = uow.surroundings.territory().must_have_structure(command.structure_id)
    day = today(uow, now)
    sent = prescriptions.prescribe(
        prescription_id=new_id(),
        by=by.id,
        structure_id=by.structure_id,
        motive=command.motive,
        on=day,
        reason=command.reason,
    )
    known = [(str(case.id), case.identity) for case in uow.people.all()]
    doubles = possible_doubles(command.identity, known)
    if doubles:
        case = uow.people.get(UUID(doubles[0]))
        kept = replace(case, prescriptions=(*case.prescriptions, sent))
        keep_case(kept, uow=uow, now=now, actor=by.reference)
    else:
        case = CaseFile(
            id=new_id(),
            territory=uow.territory,
            referent_id=None,
            structure_id=structure.id,
            registered_on=day,
            identity=command.identity,
            profile=Profile(new_id()),
            prescriptions=(sent,),
        )
        keep_case(case, uow=uow, now=now, actor=by.reference, new=True)
    uow.audit("person.prescribed", f"person:{case.id}", actor=by.reference, structure=structure.id)
    return sent


def tell_prescriber(
    person_id: UUID, prescription_id: UUID, state: PrescriptionState, *, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Say what became of a prescription."""
    case = opened(person_id, by=by, uow=uow, now=now)
    if not any(one.id == prescription_id for one in case.prescriptions):
        raise NotFound("Cette prescription n'est pas dans le dossier.")
    day = today(uow, now)
    changed = tuple(
        prescriptions.moved(one, state, day) if one.id == prescription_id else one for one in case.prescriptions
    )
    uow.audit("prescription.moved", f"person:{case.id}", actor=by.reference, state=state.value)
    return keep_case(replace(case, prescriptions=changed), uow=uow, now=now, actor=by.reference)
