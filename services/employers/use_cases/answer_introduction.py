"""The employer answers an introduction: from its page, by the link of an e-mail, or by telephone to a referent.

Announces IntroductionAnswered. Refuses whoever does not speak for the firm, a refusal without reason, an answer that
comes after the end. Any real answer brings back a firm paused for its silence.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import RefusalReason
from services.employers.domain.company import Company
from services.employers.domain.introduction import Answer, Introduction, Reply
from services.employers.domain.refusals import Forbidden, NotFound
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company
from services.employers.use_cases.standing import NOT_YET, is_staff, must_speak_for
from services.employers.use_cases.telling import introduction_answered

UNKNOWN = "Cette présentation n'existe pas, ou ne vous concerne pas."


@dataclass(frozen=True, slots=True)
class AnswerIntroduction:
    """The answer given. ``share_reason``: the person may be told why."""

    introduction_id: UUID
    answer: Answer
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: datetime | None = None


def answer_introduction(command: AnswerIntroduction, *, by: Actor, uow: UnitOfWork) -> Introduction:
    """Record the answer and announce it, once. Raises NotFound, Forbidden, Conflict, Invalid."""
    company, before = introduction_for(command.introduction_id, by=by, uow=uow)
    reply = Reply(
        answer=command.answer,
        at=uow.now,
        reason=command.reason if command.answer is Answer.REFUSED else None,
        share_reason=command.share_reason and command.answer is Answer.REFUSED,
        meeting_at=command.meeting_at if command.answer is Answer.MEET else None,
        by=None if by.has(Role.EMPLOYER_LINK) else by.id,
    )
    after = before.replied(reply)
    if after == before or after.reply is None:
        return before
    uow.introductions.save(after)
    uow.announce(introduction_answered(after, after.reply))
    if after.answered:
        keep_company(uow, company.answered(), company)
    uow.audit("introduction.answered", f"introduction:{after.id}", answer=reply.answer.value, by_phone=is_staff(by))
    return after


def mark_seen(introduction_id: UUID, *, by: Actor, uow: UnitOfWork) -> Introduction:
    """The employer opened it. Later openings, and those of staff, change nothing."""
    company, before = introduction_for(introduction_id, by=by, uow=uow)
    if is_staff(by) or not company.may_receive:
        return before
    reply = Reply(Answer.SEEN, uow.now, by=None if by.has(Role.EMPLOYER_LINK) else by.id)
    after = before.replied(reply)
    if after != before:
        uow.introductions.save(after)
        uow.announce(introduction_answered(after, reply))
        uow.audit("introduction.seen", f"introduction:{after.id}")
    return after


def introduction_for(introduction_id: UUID, *, by: Actor, uow: UnitOfWork) -> tuple[Company, Introduction]:
    """An introduction and its firm, for whoever may see it. Raises NotFound, Forbidden."""
    introduction = uow.introductions.get(introduction_id)
    if introduction is None:
        raise NotFound(UNKNOWN)
    if by.has(Role.EMPLOYER_LINK):
        company = uow.companies.get(introduction.company_id)
        if by.introduction_id != introduction.id or company is None:
            raise NotFound(UNKNOWN)
        if not company.confirmed:
            raise Forbidden(NOT_YET, code="holder-not-confirmed")
        return company, introduction
    return must_speak_for(introduction.company_id, by=by, uow=uow), introduction


def link_actor(introduction: Introduction, *, site: str, zone: str) -> Actor:
    """Whoever holds the answer link of an introduction: sees this one, answers this one, nothing else."""
    actor = Actor(
        id=introduction.id,
        territory=introduction.territory,
        roles=frozenset({Role.EMPLOYER_LINK}),
        company_ids=frozenset({introduction.company_id}),
        introduction_id=introduction.id,
    )
    return replace(actor, site=site, zone=zone)
