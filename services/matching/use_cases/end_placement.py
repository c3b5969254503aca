"""A placement is over: the referent writes the bilan, or the tutor's evaluation arrives from `employers`.

Announces PlacementChanged, from which `badges` proposes a badge. Refuses a placement that did not begin or is not
validated. The referent's bilan wins over the tutor's outcome; the tutor's skills are kept with either.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.employers import PlacementEvaluated
from services.kernel.problems import NotFound
from services.matching.domain.placements.bilan import Bilan, Evaluation, Observed
from services.matching.domain.placements.placement import Placement
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement

TUTOR = "employers:evaluation"


@dataclass(frozen=True, slots=True)
class End:
    """``ended_on`` None: the last day agreed, or today when it stops before."""

    placement_id: UUID
    bilan: Bilan
    ended_on: date | None = None


def end_placement(command: End, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """End with the bilan. Raises NotFound, Invalid, Conflict."""
    known = uow.placements.get(command.placement_id)
    today = day_of(uow.territories, now)
    accompanied(known.parties.profile_id, by=by, uow=uow, today=today)
    last = min(today, known.terms.ends_on or today)
    ended = known.end(command.bilan, ended_on=command.ended_on or last, today=today, at=now)
    return keep_placement(ended, verb="placement.ended", actor=by.reference, uow=uow, now=now)


def follow_evaluation(fact: PlacementEvaluated, *, uow: Work, now: datetime) -> Placement | None:
    """The tutor evaluated. Returns None when there is nothing to change (unknown here, another firm, stale)."""
    try:
        known = uow.placements.get(fact.placement_id)
    except NotFound:
        return None
    if known.parties.company_id != fact.company_id:
        return None
    skills = tuple(Observed(skill.label, skill.level, skill.code) for skill in fact.skills)
    evaluation = Evaluation(fact.version, fact.outcome, fact.hired_as, skills, fact.endorses_badge)
    evaluated = known.evaluated(evaluation, today=day_of(uow.territories, now), at=now)
    if evaluated is known:
        return None
    return keep_placement(evaluated, verb="placement.evaluated", actor=TUTOR, uow=uow, now=now)
