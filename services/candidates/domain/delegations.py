"""Who accompanies a person: the referent, and a colleague of the same structure who stands in for a while.

A delegation is dated on both ends and ends by itself; it may be closed earlier. Refuses a colleague of another
structure, an absence without end, and one longer than half a year (then the referent is changed instead).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Forbidden, Invalid

LONGEST = timedelta(days=184)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff member as this service knows them."""

    id: UUID
    structure_id: UUID
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Delegation:
    """``to_staff`` stands in for ``from_staff`` from ``since`` to ``until``, both included."""

    id: UUID
    from_staff: UUID
    to_staff: UUID
    since: date
    until: date

    def under_way(self, day: date) -> bool:
        """True when the colleague stands in on ``day``."""
        return self.since <= day <= self.until


def delegate(
    known: tuple[Delegation, ...],
    *,
    delegation_id: UUID,
    referent: Colleague,
    to: Colleague,
    since: date,
    until: date,
    today: date,
) -> Delegation:
    """Build a checked delegation. Raises Forbidden (other structure), Invalid (dates), Conflict (already there)."""
    if to.id == referent.id:
        raise Invalid("Choisissez une autre personne que le référent.", field="to")
    if to.structure_id != referent.structure_id:
        raise Forbidden("La relève se fait entre collègues de la même structure.", field="to")
    if not to.active:
        raise Invalid(f"{to.name} ne travaille plus dans la structure.", field="to")
    if until < since or until < today:
        raise Invalid("La fin de la relève est avant son début, ou déjà passée.", field="until")
    if until - since > LONGEST:
        raise Invalid("Une relève dure six mois au plus : au-delà, changez de référent.", field="until")
    if any(one.to_staff == to.id and one.since <= until and since <= one.until for one in known):
        raise Conflict(f"{to.name} assure déjà la relève sur ces dates.", field="to")
    return Delegation(delegation_id, referent.id, to.id, since, until)


def end(delegation: Delegation, on: date) -> Delegation:
    """Close a delegation on ``on`` (included), never later than planned, never before its eve."""
    return replace(delegation, until=max(min(delegation.until, on), delegation.since - timedelta(days=1)))


def accompanies(staff_id: UUID, *, referent_id: UUID | None, delegations: tuple[Delegation, ...], day: date) -> bool:
    """True when this staff member is the referent, or stands in on ``day``."""
    return staff_id == referent_id or any(one.to_staff == staff_id and one.under_way(day) for one in delegations)


def must_accompany(staff_id: UUID, *, referent_id: UUID | None, delegations: tuple[Delegation, ...], day: date) -> None:
    """Raise Forbidden unless this staff member accompanies the person on ``day``."""
    if referent_id is None:
        raise Forbidden("Personne n'accompagne encore cette personne : prenez d'abord son dossier en charge.")
    if not accompanies(staff_id, referent_id=referent_id, delegations=delegations, day=day):
        raise Forbidden(
            "Cette personne est accompagnée par un autre référent. Demandez-lui une relève datée pour ouvrir sa fiche."
        )


def next_change(delegations: tuple[Delegation, ...], day: date) -> date | None:
    """Return the first day after ``day`` on which a delegation starts or has ended."""
    edges = [edge for one in delegations for edge in (one.since, one.until + timedelta(days=1)) if edge > day]
    return min(edges, default=None)
