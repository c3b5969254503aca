"""The person answers alone, by the personal link: agrees, declines, takes an agreement back, or asks a question.

Announces AgreementChanged. A question is no answer: it becomes a contact that asks the referent for a call today.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain.agreements import Agreement
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.contacts import ContactPlace, contact
from services.candidates.domain.refusals import Conflict, NotFound
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import today
from services.candidates.use_cases.record_agreement import RecordAgreement, keep_answer, take_back
from services.contracts.vocabulary import Channel, IntroductionState

OPEN_TO_ANSWER = frozenset({IntroductionState.KEPT, IntroductionState.AGREED, IntroductionState.DECLINED})
"""Once the employer has been told, saying no is a withdrawal."""
QUESTION = "La personne a une question."


def answer_by_link(
    case: CaseFile,
    introduction_id: UUID,
    *,
    agrees: bool,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Agreement:
    """Keep the person's own answer. Raises NotFound, or Conflict when the introduction is past answering."""
    known = next((one for one in case.introductions if one.id == introduction_id), None)
    if known is None:
        raise NotFound("Cette proposition n'est plus là. Parlez-en à la personne qui vous accompagne.")
    if known.state not in OPEN_TO_ANSWER:
        raise Conflict(
            "Cette proposition a déjà avancé : votre réponse n'a pas été changée. "
            "Vous pouvez retirer votre accord, ou appeler la personne qui vous accompagne."
        )
    command = RecordAgreement(None, introduction_id, agrees, Channel.LINK)
    actor = f"person:{case.profile.id}"
    return keep_answer(case, command, recorded_by=None, actor=actor, uow=uow, now=now, new_id=new_id)


def withdraw_by_link(case: CaseFile, agreement_id: UUID, *, uow: UnitOfWork, now: datetime) -> Agreement:
    """The person takes an agreement back."""
    actor = f"person:{case.profile.id}"
    return take_back(case, agreement_id, channel=Channel.LINK, recorded_by=None, actor=actor, uow=uow, now=now)


def ask_by_link(
    case: CaseFile, question: str, *, uow: UnitOfWork, now: datetime, new_id: Callable[[], UUID]
) -> CaseFile:
    """Keep the question; the referent is asked to call today. Asking the same twice keeps one."""
    said = question.strip() or QUESTION
    day = today(uow, now)
    made = contact(
        contact_id=new_id(),
        at=now,
        place=ContactPlace.REMOTE,
        channel=Channel.LINK,
        by=None,
        now=now,
        note=said,
        next_on=day,
    )
    if any(one.note == made.note and one.by is None and one.next_on == day for one in case.contacts):
        return case
    actor = f"person:{case.profile.id}"
    uow.audit("question.asked", f"profile:{case.profile.id}", actor=actor)
    return keep_case(replace(case, contacts=(*case.contacts, made)), uow=uow, now=now, actor=actor)
