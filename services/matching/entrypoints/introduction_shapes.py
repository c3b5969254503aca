"""The JSON shapes of introductions. An unknown field is refused; no shape holds a person's name."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.vocabulary import (
    ActAsked,
    Channel,
    IntroductionState,
    OfferKind,
    RefusalReason,
    SetAsideReason,
)
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import WAITS_FOR
from services.matching.domain.introductions.waiting import next_step, present_task, waiting_since


class Strict(BaseModel):
    """A body where an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


class OpenIntroduction(Strict):
    """What the referent decides of an offer for a person.

    ``introduce`` (the default) asks for the person's agreement already given for this employer; ``keep`` retains the
    offer and waits for it; ``set_aside`` asks for a ``reason``.
    """

    profile_id: UUID
    offer_id: UUID
    decision: Literal["introduce", "keep", "set_aside"] = "introduce"
    reason: SetAsideReason | None = None


class SetAsideBody(Strict):
    """Why the offer is put aside."""

    reason: SetAsideReason


class AnswerBody(Strict):
    """What the employer said, and how it was heard. A refusal has a reason."""

    answer: Literal["meet", "not_now", "refused"]
    channel: Channel = Channel.PHONE
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: AwareDatetime | None = None


class IntroductionShown(BaseModel):
    """An introduction. ``waits_for``: whose move it is; ``task``: what is asked today; ``due_at``: the next step."""

    introduction_id: UUID
    version: int
    profile_id: UUID | None
    offer_id: UUID
    company_id: UUID | None
    company_name: str
    offer_title: str
    kind: OfferKind
    act: ActAsked
    state: IntroductionState
    state_label: str
    reason: str
    waits_for: str | None
    since: datetime
    task: str | None
    due_at: datetime | None
    introduced_at: datetime | None
    answered_at: datetime | None
    meeting_at: datetime | None
    opened_at: datetime
    moved_at: datetime


class IntroductionPage(BaseModel):
    """A page of introductions by id; ``next_cursor`` None at the end."""

    items: list[IntroductionShown]
    next_cursor: str | None = None


class StatesAsked(Strict):
    """Which ones to list."""

    state: list[IntroductionState] = Field(default=[], max_length=len(IntroductionState))
    cursor: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


def introduction_shown(one: Introduction, now: datetime) -> IntroductionShown:
    """The introduction as it stands."""
    about, waits = one.proposal, WAITS_FOR[one.state]
    step, task = next_step(one), present_task(one, now)
    return IntroductionShown(
        introduction_id=one.id,
        version=one.version,
        profile_id=one.profile_id,
        offer_id=about.offer_id,
        company_id=about.company_id,
        company_name=about.company_name,
        offer_title=about.title,
        kind=about.kind,
        act=about.act,
        state=one.state,
        state_label=one.state.label,
        reason=one.reason,
        waits_for=waits.value if waits else None,
        since=waiting_since(one),
        task=task.value if task else None,
        due_at=step.at if step else None,
        introduced_at=one.introduced_at,
        answered_at=one.answered_at,
        meeting_at=one.meeting_at,
        opened_at=one.opened_at,
        moved_at=one.moved_at,
    )
