"""Record an exchange with a person: where, how, whether they were reached, and the day of the next one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.contacts import ContactPlace, Reached, contact
from services.candidates.domain.prescriptions import PrescriptionState, moved
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor
from services.contracts.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class RecordContact:
    """What took place."""

    at: datetime
    place: ContactPlace
    channel: Channel
    reached: Reached = Reached.REACHED
    note: str = ""
    next_on: date | None = None


def record_contact(
    person_id: UUID, command: RecordContact, *, by: Actor, uow: UnitOfWork, now: datetime, new_id: Callable[[], UUID]
) -> CaseFile:
    """Return the file with the contact. Prescriptions that waited for a first call are told « contactée »."""
    case = opened(person_id, by=by, uow=uow, now=now)
    made = contact(
        contact_id=new_id(),
        at=command.at,
        place=command.place,
        channel=command.channel,
        by=by.id,
        now=now,
        reached=command.reached,
        note=command.note,
        next_on=command.next_on,
    )
    sent = case.prescriptions
    if made.reached is Reached.REACHED:
        day = today(uow, now)
        sent = tuple(
            moved(one, PrescriptionState.CONTACTED, day) if one.state is PrescriptionState.RECEIVED else one
            for one in sent
        )
    uow.audit("contact.recorded", f"person:{case.id}", actor=by.reference, place=made.place.value)
    kept = replace(case, contacts=(*case.contacts, made), prescriptions=sent)
    return keep_case(kept, uow=uow, now=now, actor=by.reference)
