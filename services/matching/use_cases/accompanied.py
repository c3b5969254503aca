"""The people that a member of staff accompanies today: everything about anybody else does not exist for them.

Refuses with NotFound rather than Forbidden: whether a person exists is not told.
"""

from datetime import date
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import NotFound
from services.matching.domain.access import KeptProfile
from services.matching.placement_ports import Work

UNKNOWN = "Cette page n'existe pas, ou concerne une personne que vous n'accompagnez pas."


def accompanied(profile_id: UUID | None, *, by: Actor, uow: Work, today: date) -> KeptProfile:
    """The profile, for the referent or a dated stand-in. Raises NotFound."""
    if profile_id is None:
        raise NotFound(UNKNOWN)
    kept = uow.profiles.get(profile_id)
    if not kept.may_be_seen_by(by.id, today):
        raise NotFound(UNKNOWN, code="not-accompanied")
    return kept


def accompanied_ids(*, by: Actor, uow: Work, today: date) -> frozenset[UUID]:
    """Ids of the active profiles that this member of staff accompanies today."""
    return frozenset(kept.profile.id for kept in uow.profiles.active() if kept.may_be_seen_by(by.id, today))


def may_see(profile_id: UUID | None, *, by: Actor, uow: Work, today: date) -> bool:
    """Whether this member of staff accompanies the person today, also when the profile is not active."""
    try:
        accompanied(profile_id, by=by, uow=uow, today=today)
    except NotFound:
        return False
    return True
