"""Sign an accepted badge: content, place in the status list, proof, and the employer's endorsement if it was given.

Announces AwardChanged. Refuses (Conflict) an award that nobody accepted. Waits when the key is not on this
machine or the territory has no discreet public name yet.
"""

from datetime import datetime

import structlog

from services.badges.domain.award import Award
from services.badges.domain.credential import open_badge
from services.badges.domain.issuer import Issuer, NoSigningKey
from services.badges.ports import UnitOfWork, Workshop
from services.badges.use_cases.configure_issuer import issuer_of
from services.badges.use_cases.endorse_badge import endorse_as_said

log = structlog.get_logger(__name__)
WAITING_BY = "badges:signing"


def issue_when_ready(award: Award, *, actor: str, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award:
    """The signed award, or the accepted one when the issuer is not ready."""
    issuer = issuer_of(award.territory, uow=uow, workshop=workshop, now=now)
    if not issuer.name:
        log.warning("badge.waits", award=str(award.id), reason="the territory has no discreet public name")
    else:
        try:
            return _issue(award, issuer, actor=actor, uow=uow, workshop=workshop, now=now)
        except NoSigningKey:
            log.warning("badge.waits", award=str(award.id), reason="no signing key on this machine")
    uow.announce(award, actor=actor)
    return award


def issue_waiting(*, uow: UnitOfWork, workshop: Workshop, now: datetime, limit: int = 50) -> int:
    """Sign what was accepted and could not be signed then; return how many were."""
    waiting = uow.awards.waiting(limit=limit)
    done = 0
    for award in waiting:
        issuer = issuer_of(award.territory, uow=uow, workshop=workshop, now=now)
        if not issuer.name:
            continue
        try:
            _issue(award, issuer, actor=WAITING_BY, uow=uow, workshop=workshop, now=now)
        except NoSigningKey:
            continue
        done += 1
    return done


def _issue(award: Award, issuer: Issuer, *, actor: str, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Award:
    achievement = uow.achievements.get(award.achievement_id)
    if achievement is None:
        raise LookupError(f"achievement {award.achievement_id} is gone")
    issuer.signing_key()
    status = uow.lists.place(award.territory, issuer.id, below=workshop.below, at=now)
    content = open_badge(
        award, achievement=achievement, issuer=issuer, addresses=workshop.addresses, status=status, issued_at=now
    )
    sealed = workshop.sealer.seal(content, issuer=issuer, at=now)
    issued = award.issued(status=status, at=now)
    uow.awards.save(issued)
    uow.credentials.keep(issued.id, issued.territory, sealed)
    uow.log_signature(issued.territory, sealed, at=now)
    uow.announce(issued, actor=actor)
    uow.audit("award.issued", issued, actor=actor)
    if issued.endorsed:
        endorse_as_said(issued, uow=uow, workshop=workshop, now=now)
    return issued
