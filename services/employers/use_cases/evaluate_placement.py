"""The tutor evaluates a placement and may endorse its badge.

Announces PlacementEvaluated. Refuses whoever does not speak for the firm, and what `domain.evaluation` refuses.
"""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import HiredAs, PlacementOutcome
from services.employers.domain.evaluation import Evaluation, Hosting, SkillSeen, evaluate
from services.employers.domain.refusals import NotFound
from services.employers.ports import UnitOfWork
from services.employers.use_cases.standing import must_speak_for
from services.employers.use_cases.telling import placement_evaluated


@dataclass(frozen=True, slots=True)
class EvaluatePlacement:
    """What the tutor says, in closed lists."""

    placement_id: UUID
    outcome: PlacementOutcome
    hired_as: HiredAs
    skills: tuple[SkillSeen, ...]
    endorses_badge: bool


def evaluate_placement(command: EvaluatePlacement, *, by: Actor, uow: UnitOfWork) -> Evaluation:
    """Keep the evaluation and announce it when it is new or changed. Raises NotFound, Forbidden, Conflict, Invalid."""
    hosting = hosting_for(command.placement_id, by=by, uow=uow)
    before = uow.placements.evaluation(hosting.id)
    evaluation = evaluate(
        hosting,
        before,
        outcome=command.outcome,
        hired_as=command.hired_as,
        skills=tuple(SkillSeen(" ".join(s.label.split()), s.level, s.code) for s in command.skills),
        endorses=command.endorses_badge,
        by=by.id,
        at=uow.now,
        today=uow.today,
    )
    if evaluation == before:
        return evaluation
    uow.placements.save_evaluation(evaluation)
    uow.announce(placement_evaluated(evaluation))
    uow.audit("placement.evaluated", f"placement:{hosting.id}", outcome=evaluation.outcome.value)
    return evaluation


def hosting_for(placement_id: UUID, *, by: Actor, uow: UnitOfWork) -> Hosting:
    """A placement, for whoever speaks for its host. Raises NotFound, Forbidden."""
    hosting = uow.placements.get(placement_id)
    if hosting is None:
        raise NotFound("Cet accueil n'existe pas, ou ne vous concerne pas.")
    must_speak_for(hosting.company_id, by=by, uow=uow)
    return hosting
