"""The groupe opérationnel: agree with the person on what is shared, hold a session, review, propose, mark as done.

A review may be opened by the person's referent, or by the coordination for somebody who shares with every structure
around the table; nothing is told that the person did not agree to share.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain import operational_group, sharing
from services.candidates.domain.operational_group import Meeting, Review, Session
from services.candidates.domain.refusals import Forbidden, NotFound
from services.candidates.domain.sharing import Item, SharingAgreement
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import Channel


def agree_to_share(
    person_id: UUID,
    structure_id: UUID,
    *,
    items: frozenset[Item],
    channel: Channel,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> SharingAgreement:
    """Record what the person lets one structure hear; it replaces what was agreed for this structure before."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.surroundings.territory().must_have_structure(structure_id)
    day = today(uow, now)
    made = sharing.agree(
        agreement_id=new_id(),
        person_id=case.id,
        structure_id=structure_id,
        items=items,
        on=day,
        channel=channel,
        by=by.id,
    )
    for known in uow.group.sharing(case.id):
        if known.structure_id == structure_id and known.holds(day):
            uow.group.save_sharing(sharing.withdraw(known, day))
    uow.group.save_sharing(made)
    uow.audit("sharing.agreed", f"person:{case.id}", actor=by.reference, structure=structure_id)
    return made


def stop_sharing(person_id: UUID, agreement_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """The person no longer shares with a structure."""
    case = opened(person_id, by=by, uow=uow, now=now)
    known = next((one for one in uow.group.sharing(case.id) if one.id == agreement_id), None)
    if known is None:
        raise NotFound("Cet accord de partage n'existe pas.")
    uow.group.save_sharing(sharing.withdraw(known, today(uow, now)))
    uow.audit("sharing.withdrawn", f"person:{case.id}", actor=by.reference)


def hold_session(
    kind: Meeting,
    on: date,
    *,
    structures: frozenset[UUID],
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Session:
    """Open a meeting with the structures around the table."""
    territory = uow.surroundings.territory()
    for structure in structures:
        territory.must_have_structure(structure)
    session = Session(new_id(), kind, on, structures)
    uow.group.save_session(session)
    uow.audit("session.held", f"session:{session.id}", actor=by.reference)
    return session


def open_review(
    session_id: UUID,
    person_id: UUID,
    problem: str,
    *,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Review:
    """Name what blocks for one person."""
    session = uow.group.session(session_id)
    must_hear(session, person_id, by=by, uow=uow, now=now)
    review = operational_group.review(review_id=new_id(), session=session, person_id=person_id, problem=problem)
    uow.group.save_review(review)
    uow.audit("review.opened", f"person:{person_id}", actor=by.reference, session=session_id)
    return review


def propose_action(
    review_id: UUID,
    *,
    what: str,
    structure_id: UUID,
    due: date,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Review:
    """Add a solution, with who does it and until when."""
    review = uow.group.review(review_id)
    session = uow.group.session(review.session_id)
    must_hear(session, review.person_id, by=by, uow=uow, now=now)
    changed = operational_group.propose(
        review, action_id=new_id(), what=what, structure_id=structure_id, due=due, session=session
    )
    uow.group.save_review(changed)
    return changed


def finish_action(review_id: UUID, action_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Review:
    """Mark a solution as done."""
    review = uow.group.review(review_id)
    must_hear(uow.group.session(review.session_id), review.person_id, by=by, uow=uow, now=now)
    changed = operational_group.done(review, action_id, today(uow, now))
    uow.group.save_review(changed)
    return changed


def must_hear(session: Session, person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> frozenset[Item]:
    """What may be said of this person at this session to ``by``. Raises Forbidden when nothing may.

    The referent hears everything of their own people; the others, what every structure present may hear.
    """
    day = today(uow, now)
    if by.has(Role.REFERENT) and uow.people.get(person_id).accompanied_by(by.id, day):
        return frozenset(Item)
    shared = sharing.shared_with_all(
        tuple(uow.group.sharing(person_id)), person_id=person_id, structures=session.structures, day=day
    )
    if not shared:
        raise Forbidden("La personne n'a pas donné son accord pour que sa situation soit partagée à cette réunion.")
    return shared
