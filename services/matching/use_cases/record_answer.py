"""What an employer answered: heard from `employers`, or told by the referent who called or met them.

Announces IntroductionMoved. Ignores an answer that the present state no longer expects (a late « vue », the same
answer twice): facts come late and more than once. Refuses a referent who does not accompany the person.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.employers import IntroductionAnswered
from services.contracts.vocabulary import Channel, IntroductionState, RefusalReason
from services.kernel.problems import Invalid, NotFound
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import Act, Doer, row_for
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.keeping import FIRM, keep
from services.matching.use_cases.local_day import day_of

ACTS = {"seen": Act.SEE, "meet": Act.ACCEPT, "not_now": Act.POSTPONE, "refused": Act.REFUSE}
"""The answers of `employers`, as acts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``answer``: ``seen``, ``meet``, ``not_now`` or ``refused``. ``channel``: how it was given."""

    introduction_id: UUID
    answer: str
    channel: Channel
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: datetime | None = None


def record_answer(answer: Answer, *, by: Actor, uow: Work, now: datetime) -> Introduction:
    """The referent tells what the employer said. Raises NotFound, Invalid, Conflict."""
    known = uow.introductions.get(answer.introduction_id)
    accompanied(known.profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    if answer.answer not in ACTS or answer.answer == "seen":
        raise Invalid("Choisissez la réponse de l'entreprise.", fields={"answer": "Choisissez une réponse."})
    if answer.answer == "refused" and answer.reason is None:
        raise Invalid("Dites pourquoi l'entreprise refuse.", fields={"reason": "Choisissez une raison."})
    answered = _applied(known, answer, by=Doer.REFERENT, at=now)
    return keep(answered, verb="introduction.answered", by=by, uow=uow, now=now)


def follow_answer(fact: IntroductionAnswered, *, uow: Work, now: datetime) -> Introduction | None:
    """The employer answered by itself. Returns None when there is nothing to change."""
    try:
        known = uow.introductions.get(fact.introduction_id)
    except NotFound:
        return None
    act = ACTS.get(fact.answer)
    if act is None or known.proposal.company_id != fact.company_id or row_for(act, known.state) is None:
        return None
    if known.state is IntroductionState.MEETING and fact.answer == "meet" and known.meeting_at == fact.meeting_at:
        return None
    answer = Answer(
        introduction_id=fact.introduction_id,
        answer=fact.answer,
        channel=Channel.LINK,
        reason=fact.reason,
        share_reason=fact.share_reason,
        meeting_at=fact.meeting_at,
    )
    return keep(
        _applied(known, answer, by=Doer.EMPLOYER, at=fact.at), verb="introduction.answered", by=FIRM, uow=uow, now=now
    )


def _applied(known: Introduction, answer: Answer, *, by: Doer, at: datetime) -> Introduction:
    if answer.answer == "seen":
        return known.see(at=at)
    if answer.answer == "meet":
        return known.accept(by=by, channel=answer.channel, meeting_at=answer.meeting_at, at=at)
    if answer.answer == "not_now":
        return known.postpone(by=by, channel=answer.channel, at=at)
    reason = answer.reason or RefusalReason.OTHER
    return known.refuse(reason, by=by, channel=answer.channel, share_reason=answer.share_reason, at=at)


def record_meeting(introduction_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Introduction:
    """The meeting took place. Twice changes nothing. Raises NotFound, Conflict."""
    known = uow.introductions.get(introduction_id)
    accompanied(known.profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    if known.state is IntroductionState.MET:
        return known
    return keep(known.meet(by=Doer.REFERENT, at=now), verb="introduction.met", by=by, uow=uow, now=now)


def close_introduction(introduction_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Introduction:
    """Nothing more is expected. Twice changes nothing. Raises NotFound, Conflict."""
    known = uow.introductions.get(introduction_id)
    accompanied(known.profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    if known.state is IntroductionState.CLOSED:
        return known
    return keep(known.close(by=Doer.REFERENT, at=now), verb="introduction.closed", by=by, uow=uow, now=now)
