"""The employer endorses a badge: its own words, signed with its own key, in a document apart.

Refuses another company, a badge that is not delivered (its employer is not even told of it), a second
endorsement, and words that tell too much.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog

from services.badges.domain.access import UNKNOWN, must_endorse
from services.badges.domain.award import Award
from services.badges.domain.credential import endorsement as endorsement_document
from services.badges.domain.discretion import must_be_discreet, told_by
from services.badges.domain.endorsement import COMMENT, LONGEST_COMMENT, Endorsement
from services.badges.domain.issuer import Issuer, NoSigningKey
from services.badges.domain.status import StatusEntry
from services.badges.ports import Sealed, UnitOfWork, Workshop
from services.badges.use_cases.configure_issuer import employer_issuer
from services.contracts.actors import Actor
from services.kernel.problems import Conflict, Invalid, NotFound

log = structlog.get_logger(__name__)
BY = "badges:endorsement"


def endorse(award_id: UUID, comment: str, *, by: Actor, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award:
    """The employer writes its opinion (or none: then the house's sentence) and signs it."""
    award = uow.awards.get(award_id)
    if award is None:
        raise NotFound(UNKNOWN)
    must_endorse(award, by)
    if uow.endorsements.of_award(award.id) is not None:
        raise Conflict("Votre entreprise appuie déjà ce badge. Rien n’a été changé.")
    forbidden = _forbidden(award, uow, workshop)
    words = must_be_discreet(comment, field="comment", forbidden=forbidden) or COMMENT
    if len(words) > LONGEST_COMMENT:
        said = f"Votre avis dépasse {LONGEST_COMMENT} caractères. Raccourcissez-le ; rien n’a été enregistré."
        raise Invalid(said, fields={"comment": said})
    if told_by(award.company_name, forbidden=forbidden) is not None:
        raise Conflict("Le nom de l’entreprise dirait où habite la personne : ce badge ne peut pas être appuyé.")
    _sign(award, words, actor=by.reference, uow=uow, workshop=workshop, now=now)
    endorsed = replace(award, endorsed=True)
    uow.awards.save(endorsed)
    return endorsed


def endorse_as_said(award: Award, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Endorsement | None:
    """Sign the house's sentence for an employer who ticked « j’appuie ce badge »; None when it cannot be."""
    if award.company_id is None or not award.company_name or uow.endorsements.of_award(award.id) is not None:
        return None
    if told_by(award.company_name, forbidden=_forbidden(award, uow, workshop)) is not None:
        log.warning("endorsement.left_out", award=str(award.id), reason="the company's name tells too much")
        return None
    try:
        return _sign(award, COMMENT, actor=BY, uow=uow, workshop=workshop, now=now)
    except NoSigningKey:
        log.warning("endorsement.left_out", award=str(award.id), reason="no signing key on this machine")
        return None


def endorsed_content(
    endorsement_id: UUID,
    award: Award,
    comment: str,
    *,
    employer: Issuer,
    status: StatusEntry,
    workshop: Workshop,
    now: datetime,
) -> Sealed:
    """The signed opinion."""
    document = endorsement_document(
        endorsement_id=endorsement_id,
        award=award,
        employer=employer,
        comment=comment,
        addresses=workshop.addresses,
        status=status,
        endorsed_at=now,
    )
    return workshop.sealer.seal(document, issuer=employer, at=now)


def _sign(award: Award, comment: str, *, actor: str, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Endorsement:
    if award.company_id is None:
        raise Conflict("Ce badge ne vient pas d’une entreprise du club : il ne peut pas être appuyé.")
    employer = employer_issuer(
        award.territory, award.company_id, award.company_name, uow=uow, workshop=workshop, now=now
    )
    employer.signing_key()
    endorsement_id = workshop.random_id()
    status = uow.lists.place(award.territory, employer.id, below=workshop.below, at=now)
    sealed = endorsed_content(
        endorsement_id, award, comment, employer=employer, status=status, workshop=workshop, now=now
    )
    made = Endorsement(
        id=endorsement_id,
        territory=award.territory,
        award_id=award.id,
        issuer_id=employer.id,
        comment=comment,
        status=status,
        endorsed_at=now,
        key_id=sealed.key_id,
        document=sealed.document,
    )
    uow.endorsements.save(made)
    uow.log_signature(award.territory, sealed, at=now)
    uow.audit("award.endorsed", award, actor=actor)
    return made


def _forbidden(award: Award, uow: UnitOfWork, workshop: Workshop) -> tuple[str, ...]:
    territory = uow.territories.get(award.territory)
    return (*workshop.forbidden, *(territory.forbidden() if territory else ()))
