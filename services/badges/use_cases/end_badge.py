"""The ends of a badge: declined before it is signed, withdrawn by the person, revoked by the issuer, erased with her.

Announces AwardChanged. A signed badge that ends is flagged in its status list, its page, files and endorsement
are taken down; copies already shared cannot be recalled. No reason is ever published.
"""

from datetime import datetime
from uuid import UUID

from services.badges.domain.access import must_revoke
from services.badges.domain.award import Award, AwardState
from services.badges.ports import UnitOfWork
from services.badges.use_cases.find_award import award_decided, award_seen
from services.contracts.actors import Actor

ERASURE = "badges:erasure"


def decline(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """The person says no."""
    award = award_decided(award_id, by=by, uow=uow, now=now)
    declined = award.declined(at=now)
    return _keep(declined, "award.declined", by.reference, uow)


def withdraw(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """The person wants her badge gone."""
    award = award_decided(award_id, by=by, uow=uow, now=now)
    return _take_down(award.withdrawn(at=now), "award.withdrawn", by.reference, uow, now)


def revoke(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """The coordination takes back a badge delivered by mistake."""
    award = award_seen(award_id, by=by, uow=uow, now=now)
    must_revoke(award, by)
    return revoke_as(award, actor=by.reference, uow=uow, now=now)


def revoke_as(award: Award, *, actor: str, uow: UnitOfWork, now: datetime) -> Award:
    """The same, once the right to do so is established (the operator at the command line)."""
    return _take_down(award.revoked(at=now), "award.revoked", actor, uow, now)


def erase(territory: str, profile_id: UUID, *, uow: UnitOfWork, now: datetime) -> int:
    """Nothing of this person remains but the places in the status lists; return how many awards were hers."""
    awards = uow.awards.of_profile(territory, profile_id)
    for award in awards:
        erased = award.erased(at=now)
        if erased.state is AwardState.PROPOSED or erased.state is AwardState.ACCEPTED:
            erased = erased.declined(at=now)
        _take_down(erased, "award.erased", ERASURE, uow, now)
    return len(awards)


def _take_down(award: Award, verb: str, actor: str, uow: UnitOfWork, now: datetime) -> Award:
    if award.status is not None:
        uow.lists.revoke(award.status, at=now)
    uow.credentials.forget(award.id)
    endorsement = uow.endorsements.of_award(award.id)
    if endorsement is not None:
        uow.lists.revoke(endorsement.status, at=now)
        uow.endorsements.save(endorsement.withdrawn(at=now))
    return _keep(award, verb, actor, uow)


def _keep(award: Award, verb: str, actor: str, uow: UnitOfWork) -> Award:
    uow.awards.save(award)
    uow.announce(award, actor=actor)
    uow.audit(verb, award, actor=actor)
    return award
