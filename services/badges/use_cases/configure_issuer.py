"""Keep a territory's settings and give it an issuer with a first key.

Refuses nothing: a public name that tells too much is not printed, and issuing waits until it is mended.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.badges.domain.discretion import told_by
from services.badges.domain.issuer import Issuer, IssuerKind
from services.badges.domain.territory import Territory
from services.badges.ports import UnitOfWork, Workshop


def configure(territory: Territory, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Issuer:
    """Keep the newest settings; the issuer takes the public name when it is discreet."""
    known = uow.territories.get(territory.code)
    if known is not None and known.version >= territory.version:
        return issuer_of(territory.code, uow=uow, workshop=workshop, now=now)
    uow.territories.save(territory)
    issuer = issuer_of(territory.code, uow=uow, workshop=workshop, now=now)
    forbidden = (*workshop.forbidden, *territory.forbidden())
    if told_by(territory.public_name, forbidden=forbidden) is None and issuer.name != territory.public_name:
        issuer = replace(issuer, name=territory.public_name)
        uow.issuers.save(issuer)
    return issuer


def issuer_of(territory: str, *, uow: UnitOfWork, workshop: Workshop, now: datetime) -> Issuer:
    """The issuer of this territory, made with its first key when there is none; its name may still be empty."""
    issuer = uow.issuers.of_territory(territory)
    if issuer is None:
        issuer = _with_first_key(Issuer(workshop.random_id(), territory, IssuerKind.TERRITORY, ""), workshop, now)
        uow.issuers.save(issuer)
    return issuer


def employer_issuer(
    territory: str, company_id: UUID, name: str, *, uow: UnitOfWork, workshop: Workshop, now: datetime
) -> Issuer:
    """The issuer that signs this employer's endorsements, made with its first key when there is none."""
    issuer = uow.issuers.of_company(territory, company_id)
    if issuer is None:
        blank = Issuer(workshop.random_id(), territory, IssuerKind.EMPLOYER, name, company_id=company_id)
        issuer = _with_first_key(blank, workshop, now)
        uow.issuers.save(issuer)
    return issuer


def _with_first_key(issuer: Issuer, workshop: Workshop, now: datetime) -> Issuer:
    return issuer.rotated(workshop.keys.create(issuer.id, at=now))
