"""A referent settles one pair of the plan: this offer for this person, never this one, or neither any more.

Announces nothing; each choice is an audit row. Refuses a person whom the referent does not accompany, and to pin an
offer that is not possible for her today or whose last seats other pins hold. It introduces nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import Conflict
from services.matching.domain.assignment.choices import Choice, Chosen, settle
from services.matching.ports import UnitOfWork
from services.matching.use_cases.draw_plan import Planning, draw_plan
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile

NOT_POSSIBLE = (
    "Cette offre n'est pas possible pour la personne aujourd'hui, ou n'est d'aucun de ses domaines. Rien n'est retenu."
)
NO_SEAT = "Les places de cette offre sont déjà retenues pour d'autres personnes. Libérez-en une d'abord."


@dataclass(frozen=True, slots=True)
class ChooseInPlan:
    """``choice`` None takes back what was chosen for the pair."""

    profile_id: UUID
    offer_id: UUID
    choice: Choice | None


def judge_choice(
    command: ChooseInPlan, *, by: Actor, uow: UnitOfWork, tools: Tools, planning: Planning, now: datetime
) -> None:
    """Raise NotFound or Conflict for a choice that cannot be. Reads only: it may take a while."""
    visible_profile(command.profile_id, by=by, uow=uow, now=now)
    if command.choice is not Choice.PINNED:
        return
    uow.offers.get(command.offer_id)
    drawn = draw_plan(by=by, uow=uow, tools=tools, planning=planning, now=now)
    pair = drawn.seating.pair(command.profile_id, command.offer_id)
    if pair is None:
        raise Conflict(NOT_POSSIBLE, code="not-an-option")
    others = [one for one in drawn.choices if one.profile_id != command.profile_id]
    if not settle(drawn.seating, others).open.has_room(pair[1]):
        raise Conflict(NO_SEAT, code="no-seat")


def choose_in_plan(command: ChooseInPlan, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Keep the choice. Raises NotFound. Twice changes nothing."""
    visible_profile(command.profile_id, by=by, uow=uow, now=now)
    if command.choice is None:
        uow.plan_choices.drop(command.profile_id, command.offer_id)
    else:
        uow.plan_choices.keep(Chosen(command.profile_id, command.offer_id, command.choice, by.id, now))
    verb = f"plan.{command.choice.value}" if command.choice else "plan.released"
    details = {"offer": str(command.offer_id)}
    uow.journal.note(verb, f"profile:{command.profile_id}", details, actor=by.reference, at=now)
