"""The JSON API of introductions: keep, set aside, introduce, tell an answer, a meeting, the end.

A referent acts for the people she accompanies; for anybody else's, nothing exists. Writes take an Idempotency-Key.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.contracts.vocabulary import IntroductionState, SetAsideReason
from services.kernel.clock import new_id
from services.kernel.problems import Invalid
from services.matching.domain.introductions.introduction import Introduction
from services.matching.entrypoints.acting import Act, ReferentReads, ReferentWrites
from services.matching.entrypoints.introduction_shapes import (
    AnswerBody,
    IntroductionPage,
    IntroductionShown,
    OpenIntroduction,
    SetAsideBody,
    StatesAsked,
    Strict,
    introduction_shown,
)
from services.matching.use_cases.introduce import introduce, introduce_kept
from services.matching.use_cases.keep_offer import KeepOffer, SetAside, keep_offer, set_aside
from services.matching.use_cases.record_answer import Answer, close_introduction, record_answer, record_meeting
from services.matching.use_cases.show_introductions import introduction_file, introductions_page

router = APIRouter(prefix="/matching/api/introductions", tags=["introductions"])


def _answer(act: Act, body: Strict | None, done: Callable[[], Introduction], *, status: int = 200) -> Response:
    return act.once(body, lambda: introduction_shown(done(), act.now), status=status)


@router.post("", response_model=IntroductionShown, status_code=201)
def open_introduction(body: OpenIntroduction, act: ReferentWrites) -> Response:
    """Introduce a person to an employer, or only keep the offer, or put it aside."""

    def done() -> Introduction:
        if body.decision == "set_aside":
            command = SetAside(body.profile_id, body.offer_id, _reason(body.reason), new_id())
            return set_aside(command, by=act.actor, uow=act.uow, now=act.now, tools=act.tools)
        decide = introduce if body.decision == "introduce" else keep_offer
        order = KeepOffer(body.profile_id, body.offer_id, new_id())
        return decide(order, by=act.actor, uow=act.uow, now=act.now, tools=act.tools)

    return _answer(act, body, done, status=201)


@router.get("")
def list_introductions(act: ReferentReads, asked: Annotated[StatesAsked, Query()]) -> IntroductionPage:
    """The introductions of the people whom the referent accompanies, by id."""
    found = introductions_page(
        asked.state or list(IntroductionState),
        after=asked.cursor,
        limit=asked.limit + 1,
        by=act.actor,
        uow=act.uow,
        now=act.now,
    )
    items = [introduction_shown(card.introduction, act.now) for card in found[: asked.limit]]
    more = len(found) > asked.limit
    return IntroductionPage(items=items, next_cursor=str(items[-1].introduction_id) if more else None)


@router.get("/{introduction_id}")
def get_introduction(introduction_id: UUID, act: ReferentReads) -> IntroductionShown:
    """One introduction."""
    found = introduction_file(introduction_id, by=act.actor, uow=act.uow, now=act.now)
    return introduction_shown(found.card.introduction, act.now)


@router.post("/{introduction_id}/introduce", response_model=IntroductionShown)
def introduce_one(introduction_id: UUID, act: ReferentWrites) -> Response:
    """Introduce what was kept, once the person agreed."""
    return _answer(act, None, lambda: introduce_kept(introduction_id, by=act.actor, uow=act.uow, now=act.now))


@router.post("/{introduction_id}/set-aside", response_model=IntroductionShown)
def set_aside_one(introduction_id: UUID, body: SetAsideBody, act: ReferentWrites) -> Response:
    """Put aside what was kept, before anything was sent."""

    def done() -> Introduction:
        card = introduction_file(introduction_id, by=act.actor, uow=act.uow, now=act.now).card.introduction
        command = SetAside(card.profile_id or introduction_id, card.proposal.offer_id, body.reason, introduction_id)
        return set_aside(command, by=act.actor, uow=act.uow, now=act.now)

    return _answer(act, body, done)


@router.post("/{introduction_id}/answer", response_model=IntroductionShown)
def answer_one(introduction_id: UUID, body: AnswerBody, act: ReferentWrites) -> Response:
    """Tell what the employer said, on the phone or in person."""
    told = Answer(introduction_id, body.answer, body.channel, body.reason, body.share_reason, body.meeting_at)
    return _answer(act, body, lambda: record_answer(told, by=act.actor, uow=act.uow, now=act.now))


@router.post("/{introduction_id}/met", response_model=IntroductionShown)
def met(introduction_id: UUID, act: ReferentWrites) -> Response:
    """The meeting took place."""
    return _answer(act, None, lambda: record_meeting(introduction_id, by=act.actor, uow=act.uow, now=act.now))


@router.post("/{introduction_id}/close", response_model=IntroductionShown)
def close_one(introduction_id: UUID, act: ReferentWrites) -> Response:
    """Nothing more is expected."""
    return _answer(act, None, lambda: close_introduction(introduction_id, by=act.actor, uow=act.uow, now=act.now))


def _reason(reason: SetAsideReason | None) -> SetAsideReason:
    if reason is None:
        told = "Dites pourquoi l'offre est mise de côté."
        raise Invalid(told, fields={"reason": told}, code="reason-missing")
    return reason
