"""What an act teaches: the row of its introduction, written in the same transaction as the act.

Announces nothing. An introduction that no longer concerns anybody loses its row; after twelve months every row goes,
those that went well like the others, so that what is learned never leans on which of them was kept.
"""

from datetime import datetime, timedelta

from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.learning.outcome import after_introduction, after_placement
from services.matching.domain.placements.placement import Placement
from services.matching.ports import UnitOfWork
from services.matching.use_cases.local_day import day_of

KEPT = timedelta(days=365)
"""As long as a refused introduction keeps its person (`remind_introductions`)."""


def note_introduction(introduction: Introduction, *, uow: UnitOfWork, now: datetime) -> None:
    """Keep where the introduction stands, beside the features as they were shown."""
    if introduction.profile_id is None:
        uow.outcomes.drop(introduction.id)
        return
    on = day_of(uow.territories, now)
    known = uow.outcomes.get(introduction.id)
    offer = introduction.proposal.offer_id
    seen = uow.outcomes.seen(introduction.profile_id, offer, until=on) if known is None else None
    uow.outcomes.save(after_introduction(known, introduction, seen=seen, on=on))


def note_placement(placement: Placement, *, uow: UnitOfWork, now: datetime) -> None:
    """Keep how the placement stands on the row of its introduction, while there is one."""
    introduction_id = placement.parties.introduction_id
    if placement.parties.profile_id is None:
        uow.outcomes.drop(introduction_id)
        return
    known = uow.outcomes.get(introduction_id)
    if known is not None:
        uow.outcomes.save(after_placement(known, placement, on=day_of(uow.territories, now)))


def forget_outcomes(uow: UnitOfWork, now: datetime) -> int:
    """Delete what is more than twelve months old; return how many rows went."""
    return uow.outcomes.forget_before(day_of(uow.territories, now) - KEPT)
