"""Find an award for whoever asks, or say that there is none, in the same words as when it is not theirs."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.badges.domain.access import UNKNOWN, Accompaniment, must_decide, must_see
from services.badges.domain.award import Award
from services.badges.ports import UnitOfWork
from services.contracts.actors import Actor
from services.kernel.problems import NotFound


def award_seen(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """An award that the actor may see. Raises NotFound."""
    award = _get(award_id, uow)
    must_see(award, by, _accompaniment(award, uow), on=now.astimezone(zone_of(award, uow)).date())
    return award


def award_decided(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """An award that the actor may decide of. Raises NotFound or Forbidden."""
    award = _get(award_id, uow)
    must_decide(award, by, _accompaniment(award, uow), on=now.astimezone(zone_of(award, uow)).date())
    return award


def zone_of(award: Award, uow: UnitOfWork) -> ZoneInfo:
    """The territory's zone: a stand-in ends at its midnight, not at Greenwich's."""
    territory = uow.territories.get(award.territory)
    return ZoneInfo(territory.zone if territory else "Europe/Paris")


def _get(award_id: UUID, uow: UnitOfWork) -> Award:
    award = uow.awards.get(award_id)
    if award is None:
        raise NotFound(UNKNOWN)
    return award


def _accompaniment(award: Award, uow: UnitOfWork) -> Accompaniment | None:
    return uow.accompaniments.get(award.profile_id) if award.profile_id is not None else None
