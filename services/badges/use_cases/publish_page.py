"""The second agreement: opening, or closing, the public page of a badge.

Announces AwardChanged. Refuses a badge that is not issued, and anyone but the person or her referent.
"""

from datetime import datetime
from uuid import UUID

from services.badges.domain.access import is_hers
from services.badges.domain.award import Agreement, Award
from services.badges.ports import UnitOfWork
from services.badges.use_cases.find_award import award_decided
from services.contracts.actors import Actor
from services.contracts.vocabulary import Channel
from services.kernel.problems import Invalid

PAGE_TEXT = "page-2026-1"
"""Version of the sentence shown when the person opens the page."""


def publish(award_id: UUID, *, channel: Channel | None, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """Anyone who has the address may now read the page."""
    award = award_decided(award_id, by=by, uow=uow, now=now)
    if is_hers(award, by):
        channel = Channel.LINK
    elif channel is None or channel is Channel.LINK:
        said = "Dites comment la personne a donné son accord : en personne, sur papier, par téléphone…"
        raise Invalid(said, fields={"channel": said})
    return _keep(award, award.published(Agreement(now, channel, by.id, PAGE_TEXT)), "award.published", by, uow)


def unpublish(award_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Award:
    """The page says nothing any more; the badge stays valid."""
    award = award_decided(award_id, by=by, uow=uow, now=now)
    return _keep(award, award.unpublished(at=now), "award.unpublished", by, uow)


def _keep(before: Award, after: Award, verb: str, by: Actor, uow: UnitOfWork) -> Award:
    if after is not before:
        uow.awards.save(after)
        uow.announce(after, actor=by.reference)
        uow.audit(verb, after, actor=by.reference)
    return after
