"""What a referent reads of introductions: her board, one of them, and what still keeps it from being made.

Announces nothing. Shows only people whom she accompanies today.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import IntroductionState
from services.matching.domain.introductions.agreement import AgreementMissing
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import WAITS_FOR, Act, Doer, acts_from
from services.matching.domain.introductions.limits import Obstacle
from services.matching.domain.introductions.waiting import Step, Task, next_step, present_task, waiting_since
from services.matching.placement_ports import Told, Work
from services.matching.use_cases.accompanied import accompanied, accompanied_ids, may_see
from services.matching.use_cases.introduce import obstacles
from services.matching.use_cases.keeping import agreement_for
from services.matching.use_cases.local_day import day_of

MOST = 500


@dataclass(frozen=True, slots=True)
class IntroductionCard:
    """One line of the board: whose move it is, since when, and what is asked today."""

    introduction: Introduction
    waits_for: Doer | None
    since: datetime
    task: Task | None


@dataclass(frozen=True, slots=True)
class IntroductionFile:
    """Everything about one. ``obstacles`` is read when it could be made now; ``acts`` are the referent's."""

    card: IntroductionCard
    acts: tuple[Act, ...]
    next_step: Step | None
    agreement_missing: str
    obstacles: tuple[Obstacle, ...]
    placement_id: UUID | None
    story: Sequence[Told]


def introductions_board(
    states: Collection[IntroductionState], *, by: Actor, uow: Work, now: datetime
) -> list[IntroductionCard]:
    """Hers in these states, those that wait longest first."""
    today = day_of(uow.territories, now)
    ids = accompanied_ids(by=by, uow=uow, today=today)
    found = uow.introductions.board(profiles=ids, referent=by.id, states=states, limit=MOST)
    return [
        _card(one, now)
        for one in found
        if one.profile_id in ids or may_see(one.profile_id, by=by, uow=uow, today=today)
    ]


def introductions_page(
    states: Collection[IntroductionState], *, after: UUID | None, limit: int, by: Actor, uow: Work, now: datetime
) -> list[IntroductionCard]:
    """Hers in these states by id, for an API that reads them all."""
    today = day_of(uow.territories, now)
    ids = accompanied_ids(by=by, uow=uow, today=today)
    found = uow.introductions.page(profiles=ids, referent=by.id, states=states, after=after, limit=limit)
    return [
        _card(one, now)
        for one in found
        if one.profile_id in ids or may_see(one.profile_id, by=by, uow=uow, today=today)
    ]


def introduction_file(introduction_id: UUID, *, by: Actor, uow: Work, now: datetime) -> IntroductionFile:
    """One of hers, with what may be done. Raises NotFound."""
    known = uow.introductions.get(introduction_id)
    accompanied(known.profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    missing = ""
    found: tuple[Obstacle, ...] = ()
    if known.state in {IntroductionState.KEPT, IntroductionState.AGREED}:
        try:
            agreement_for(known, uow)
        except AgreementMissing as refusal:
            missing = refusal.message
        found = obstacles(known, uow=uow, now=now)
    placements = uow.placements.of_introduction(known.id)
    return IntroductionFile(
        card=_card(known, now),
        acts=acts_from(known.state, by=Doer.REFERENT),
        next_step=next_step(known),
        agreement_missing=missing,
        obstacles=found,
        placement_id=placements[-1].id if placements else None,
        story=uow.story(f"introduction:{known.id}"),
    )


def _card(one: Introduction, now: datetime) -> IntroductionCard:
    return IntroductionCard(one, WAITS_FOR[one.state], waiting_since(one), present_task(one, now))
