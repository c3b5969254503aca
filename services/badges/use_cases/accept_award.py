"""The person agrees to a badge (by her link, or in front of her referent); it is signed at once.

Announces AwardChanged. Refuses a badge that is not proposed, a DID that is not one, and anyone but the person or
the referent who accompanies her. When the key or the public name is not ready, the agreement is kept and the
badge is signed by the periodic work.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.badges.domain.access import is_hers
from services.badges.domain.award import Agreement, Award, HashedEmail
from services.badges.ports import UnitOfWork, Workshop
from services.badges.use_cases.find_award import award_decided
from services.badges.use_cases.issue_badge import issue_when_ready
from services.badges.use_cases.publish_page import publish
from services.contracts.actors import Actor
from services.contracts.vocabulary import Channel
from services.kernel.problems import Invalid

DID = re.compile(r"did:(key|web|jwk|ion|ebsi):[A-Za-z0-9._:%-]{3,400}")
E_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@]{2,63}")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the person chose. ``did``: her own address instead of a random one; ``email``: hashed at once."""

    channel: Channel | None = None
    did: str | None = None
    email: str | None = None
    public_page: bool = False
    """The second agreement, given in the same breath: anyone who has the address may read the page."""


def accept(
    award_id: UUID, choice: Acceptance, *, by: Actor, uow: UnitOfWork, workshop: Workshop, now: datetime
) -> Award:
    """Record the agreement and sign. The award as it now stands."""
    award = award_decided(award_id, by=by, uow=uow, now=now)
    agreement = Agreement(now, channel_of(choice.channel, award, by), by.id)
    subject = _subject(choice.did, workshop)
    email = HashedEmail.of(_email(choice.email), salt=workshop.salt()) if choice.email else None
    accepted = award.accepted(agreement, subject=subject, email=email)
    uow.awards.save(accepted)
    uow.audit("award.accepted", accepted, actor=by.reference, details={"channel": agreement.channel})
    signed = issue_when_ready(accepted, actor=by.reference, uow=uow, workshop=workshop, now=now)
    if choice.public_page and signed.issued_at is not None:
        return publish(signed.id, channel=choice.channel, by=by, uow=uow, now=now)
    return signed


def channel_of(channel: Channel | None, award: Award, by: Actor) -> Channel:
    """How the agreement was given. Raises Invalid when a referent does not say it."""
    if is_hers(award, by):
        return Channel.LINK
    if channel is None or channel is Channel.LINK:
        said = "Dites comment la personne a donné son accord : en personne, sur papier, par téléphone…"
        raise Invalid(said, fields={"channel": said})
    return channel


def _subject(did: str | None, workshop: Workshop) -> str:
    if did is None:
        return f"urn:uuid:{workshop.random_id()}"
    if not DID.fullmatch(did):
        said = "Cet identifiant de portefeuille n’est pas lisible. Il commence par « did: ». Laissez-le vide sinon."
        raise Invalid(said, fields={"did": said})
    return did


def _email(email: str) -> str:
    if not E_MAIL.fullmatch(email.strip()):
        said = "Cette adresse électronique n’est pas complète. Exemple : prenom@exemple.fr."
        raise Invalid(said, fields={"email": said})
    return email
