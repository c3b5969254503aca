"""A referent enters a firm at its door; the employer confirms by a link.

Announces CompanyChanged for a firm new here. Refuses what joining refuses. The link is shown once, printed or sent;
only its fingerprint is kept.
"""

from dataclasses import dataclass

from services.contracts.actors import Actor
from services.employers.domain.codes import normal_naf
from services.employers.domain.company import Company, Service, check_name
from services.employers.domain.link import Purpose
from services.employers.ports import UnitOfWork
from services.employers.use_cases.give_link import give_link
from services.employers.use_cases.join_club import Presented, checked, must_not_be_closed
from services.employers.use_cases.keeping import keep_company


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """The firm and the secret of its link."""

    company: Company
    token: str


def register_at_the_door(command: Presented, *, by: Actor, uow: UnitOfWork) -> AtTheDoor:
    """Keep the firm as the referent met it, with its contact, and draw a link. Raises Invalid, Conflict."""
    siret, service = checked(command, uow=uow)
    before = uow.companies.by_siret(siret)
    if before is None:
        company = Company(
            id=uow.new_id(),
            territory=uow.territory,
            version=1,
            name=check_name(command.name),
            siret=siret,
            naf=normal_naf(command.naf),
            site=uow.placed(command.site),
            services=(service,),
            entered_by=by.id,
            created_at=uow.now,
        )
    else:
        must_not_be_closed(before)
        company = before if _knows(before, service) else before.with_service(service)
    keep_company(uow, company, before)
    uow.audit("company.met", f"company:{company.id}")
    return AtTheDoor(company, give_link(Purpose.CONFIRM, company.id, company.id, by=by, uow=uow))


def _knows(company: Company, service: Service) -> bool:
    return any(
        known.contact_name.casefold() == service.contact_name.casefold()
        and known.email == service.email
        and known.phone == service.phone
        for known in company.services
    )
