"""Give up a convention nobody validated, or cancel a placement that will not take place: an outcome, with its reason.

Announces PlacementChanged, and IntroductionMoved: what was « convenu » is open again. Refuses to cancel what has begun.
"""

from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import IntroductionState
from services.kernel.problems import Invalid
from services.matching.domain.introductions.life_cycle import Doer
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.life_cycle import UNFINISHED
from services.matching.domain.placements.placement import Placement
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.keeping import CLOCK, keep
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement


def stop_placement(placement_id: UUID, reason: StopReason, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """Give up or cancel, by what it has become. Raises NotFound, Invalid, Conflict."""
    known = uow.placements.get(placement_id)
    today = day_of(uow.territories, now)
    accompanied(known.parties.profile_id, by=by, uow=uow, today=today)
    if reason is StopReason.ERASED:
        raise Invalid("Cette raison est réservée à l'effacement.", fields={"reason": "Choisissez une autre raison."})
    if known.status in UNFINISHED:
        stopped, verb = known.deprecate(reason, at=now), "placement.given_up"
    else:
        stopped, verb = known.cancel(reason, today=today, at=now), "placement.cancelled"
    reopened(known, by=by, uow=uow, now=now)
    return keep_placement(stopped, verb=verb, actor=by.reference, uow=uow, now=now)


def give_up(placement: Placement, *, uow: Work, now: datetime) -> Placement:
    """The calendar gives up a convention that nobody validated in time."""
    stopped = placement.deprecate(StopReason.TOO_LATE, at=now)
    reopened(placement, by=None, uow=uow, now=now)
    return keep_placement(stopped, verb="placement.given_up", actor=CLOCK, uow=uow, now=now)


def reopened(placement: Placement, *, by: Actor | None, uow: Work, now: datetime) -> None:
    """The introduction is open again: another date, another work, or its end, is to be said."""
    introduction = uow.introductions.get(placement.parties.introduction_id)
    if introduction.state is not IntroductionState.PLACED:
        return
    doer = Doer.REFERENT if by else Doer.CLOCK
    keep(introduction.reopen(by=doer, at=now), verb="introduction.reopened", by=by, uow=uow, now=now)
