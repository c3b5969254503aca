"""Who may act on an award: the person it is for, a referent who accompanies her, the employer, the coordination."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.badges.domain.award import Award, AwardState
from services.contracts.actors import Actor, Role
from services.kernel.problems import Forbidden, NotFound

UNKNOWN = "Ce badge n’existe pas, ou vous n’y avez pas accès."


@dataclass(frozen=True, slots=True)
class Grant:
    """A referent who accompanies the person, until a day (included) when standing in for a colleague."""

    staff_id: UUID
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Accompaniment:
    """Who accompanies a profile now, as `candidates` last said; ``version`` is the fact's."""

    profile_id: UUID
    territory: str
    version: int
    grants: tuple[Grant, ...] = ()
    erased: bool = False

    def by(self, staff_id: UUID, *, on: date) -> bool:
        """Whether this referent accompanies the person on this day."""
        return any(grant.staff_id == staff_id and grant.holds(on) for grant in self.grants)


def is_hers(award: Award, actor: Actor) -> bool:
    """Whether the actor is the very person of this award."""
    return actor.has(Role.PERSON) and actor.profile_id is not None and actor.profile_id == award.profile_id


def is_its(award: Award, actor: Actor) -> bool:
    """Whether the actor speaks for the employer of a delivered badge: what a person declines is never told to it."""
    mine = actor.has(Role.EMPLOYER) and award.company_id in actor.company_ids
    return mine and award.state is AwardState.ISSUED


def must_decide(award: Award, actor: Actor, accompaniment: Accompaniment | None, *, on: date) -> None:
    """The person herself, or a referent who accompanies her and records what she said. Raises NotFound, Forbidden."""
    must_see(award, actor, accompaniment, on=on)
    if not (is_hers(award, actor) or actor.has(Role.REFERENT)):
        raise Forbidden("Seule la personne, ou son référent avec elle, décide de ce badge.")


def must_see(award: Award, actor: Actor, accompaniment: Accompaniment | None, *, on: date) -> None:
    """Raises NotFound unless this award is any of the actor's business."""
    if award.territory != actor.territory or not (
        is_hers(award, actor)
        or actor.has(Role.COORDINATION)
        or is_its(award, actor)
        or (actor.has(Role.REFERENT) and accompaniment is not None and accompaniment.by(actor.id, on=on))
    ):
        raise NotFound(UNKNOWN)


def must_revoke(award: Award, actor: Actor) -> None:
    """The coordination of the territory takes a badge back. Raises NotFound, Forbidden."""
    if award.territory != actor.territory:
        raise NotFound(UNKNOWN)
    if not actor.has(Role.COORDINATION):
        raise Forbidden("Seule la coordination du territoire retire un badge délivré par erreur.")


def must_endorse(award: Award, actor: Actor) -> None:
    """The employer of the placement, once the badge is delivered, and nobody else. Raises NotFound."""
    if award.territory != actor.territory or not is_its(award, actor):
        raise NotFound(UNKNOWN)


def accompanied_by(staff_id: UUID, known: Iterable[Accompaniment], *, on: date) -> frozenset[UUID]:
    """The profiles that a referent accompanies on this day."""
    return frozenset(one.profile_id for one in known if not one.erased and one.by(staff_id, on=on))
