"""Record, or withdraw, the right to prescribe immersions that a body lends to a structure.

Announces nothing: the right is checked here at each convention (code du travail, art. L5135-2 and D5135-7). Refuses a
structure that prescribes by right, and a body that may not delegate.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import Conflict, NotFound
from services.matching.domain.placements.prescriber import Delegation
from services.matching.placement_ports import Work
from services.matching.use_cases.local_day import day_of


@dataclass(frozen=True, slots=True)
class Delegate:
    """Who lends the right, to which structure, from when to when (both included)."""

    structure_id: UUID
    given_by_kind: str
    given_by_name: str
    starts_on: date
    ends_on: date


def delegate_prescription(command: Delegate, *, new_id: UUID, by: Actor, uow: Work, now: datetime) -> Delegation:
    """Record the delegation. Raises NotFound, Conflict, Invalid."""
    structure = uow.structures.all().get(command.structure_id)
    if structure is None:
        raise NotFound("Cette structure n'est pas dans le territoire.")
    if structure.prescribes_by_right:
        raise Conflict(f"{structure.name} prescrit de droit : elle n'a pas besoin de délégation.", code="by-right")
    delegation = Delegation(
        new_id,
        command.structure_id,
        command.given_by_kind,
        command.given_by_name.strip(),
        command.starts_on,
        command.ends_on,
    )
    uow.delegations.save(delegation, by=by.reference, at=now)
    details = {"structure": str(structure.id), "from": command.starts_on.isoformat(), "to": command.ends_on.isoformat()}
    uow.journal.note("delegation.recorded", f"delegation:{new_id}", details, actor=by.reference, at=now)
    return delegation


def withdraw_delegation(delegation_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Delegation:
    """The body takes its right back, from today. Twice changes nothing. Raises NotFound."""
    known = uow.delegations.get(delegation_id)
    if known.withdrawn_on is not None:
        return known
    withdrawn = replace(known, withdrawn_on=day_of(uow.territories, now))
    uow.delegations.save(withdrawn, by=by.reference, at=now)
    uow.journal.note("delegation.withdrawn", f"delegation:{delegation_id}", {}, actor=by.reference, at=now)
    return withdrawn
