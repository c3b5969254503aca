"""The prescriber's adviser validates a convention that everybody signed, or refuses it with a reason.

Announces PlacementChanged. The law is checked once more: a delegation may have been withdrawn, a firm closed, another
immersion agreed since. Refuses a validation after the start, or by somebody who neither prescribes nor accompanies.
"""

from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import Conflict, NotFound
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.findings import must_pass
from services.matching.domain.placements.life_cycle import Step, must_be_possible
from services.matching.domain.placements.placement import Placement
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import UNKNOWN
from services.matching.use_cases.judge_terms import judge_terms
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement
from services.matching.use_cases.sign_convention import visible_to
from services.matching.use_cases.stop_placement import reopened


def validate_placement(placement_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """Validate. Raises NotFound, Invalid, Conflict."""
    known = _for_staff(placement_id, by=by, uow=uow, now=now)
    today = day_of(uow.territories, now)
    must_be_possible(Step.VALIDATE, known.status, needs_convention=known.terms.needs_convention)
    validated = known.validate(today=today, at=now)
    parties = known.parties
    if parties.profile_id is None:
        raise NotFound(UNKNOWN)
    kept = uow.profiles.get(parties.profile_id)
    judged = judge_terms(
        known.terms,
        kept,
        company_id=parties.company_id,
        company_name=parties.company_name,
        itself=known.id,
        uow=uow,
        today=today,
    )
    must_pass([one for one in judged.findings if one.code != "antedated"], known.reasons)
    return keep_placement(validated, verb="placement.validated", actor=by.reference, uow=uow, now=now)


def refuse_placement(placement_id: UUID, reason: StopReason, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """The prescriber says no before validation. Raises NotFound, Conflict."""
    known = _for_staff(placement_id, by=by, uow=uow, now=now)
    if reason is StopReason.ERASED:
        raise Conflict("Cette raison est réservée à l'effacement.", code="reason-reserved")
    refused = known.refuse(reason, at=now)
    reopened(known, by=by, uow=uow, now=now)
    return keep_placement(refused, verb="placement.refused", actor=by.reference, uow=uow, now=now)


def _for_staff(placement_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Placement:
    known = uow.placements.get(placement_id)
    if not visible_to(known, by=by, uow=uow, today=day_of(uow.territories, now)):
        raise NotFound(UNKNOWN)
    return known
