"""What a firm, or a referent with it, changes of itself: contact, address, pace, pause; and its special qualities.

Announces CompanyChanged when others must hear of it. Refuses a quality (agréé, intérim, SIAE) declared by the firm
alone: a referent checks the paper.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.codes import contact_faults, digits_of_phone
from services.employers.domain.company import Company, Service, Site, WhyPaused, check_name
from services.employers.domain.refusals import Fault, Forbidden, Invalid
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company
from services.employers.use_cases.standing import company_for, is_staff


@dataclass(frozen=True, slots=True)
class Qualities:
    """What allows a firm to offer some contracts."""

    accredited_civic_service: bool
    is_temp_agency: bool
    is_siae: bool


def pause_company(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> Company:
    """The firm asks for a pause."""
    before = company_for(company_id, by=by, uow=uow)
    return _keep(before.pause(WhyPaused.ASKED, at=uow.now), before, "company.paused", uow)


def resume_company(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> Company:
    """Introductions may reach the firm again."""
    before = company_for(company_id, by=by, uow=uow)
    return _keep(before.resume(), before, "company.resumed", uow)


def set_capacity(company_id: UUID, per_month: int | None, *, by: Actor, uow: UnitOfWork) -> Company:
    """How many introductions a month; None follows the territory. Raises Invalid."""
    before = company_for(company_id, by=by, uow=uow)
    return _keep(before.with_capacity(per_month), before, "company.capacity", uow)


def set_qualities(company_id: UUID, qualities: Qualities, *, by: Actor, uow: UnitOfWork) -> Company:
    """Record what a referent checked. Raises Forbidden for anybody else."""
    if not is_staff(by):
        raise Forbidden("Montrez votre agrément à votre référent : il l'enregistrera.")
    before = company_for(company_id, by=by, uow=uow)
    after = replace(
        before,
        accredited_civic_service=qualities.accredited_civic_service,
        is_temp_agency=qualities.is_temp_agency,
        is_siae=qualities.is_siae,
    )
    return _keep(_newer(after, before), before, "company.qualities", uow)


def change_contact(company_id: UUID, contact: Service, *, by: Actor, uow: UnitOfWork) -> Company:
    """Replace a contact, or add one. Raises Invalid."""
    before = company_for(company_id, by=by, uow=uow)
    faults = list(contact_faults(email=contact.email.strip(), phone=contact.phone))
    if not contact.contact_name.strip():
        faults.insert(0, Fault("contact_name", "Indiquez qui nous pouvons joindre."))
    if faults:
        raise Invalid.because(*faults)
    tidy = replace(
        contact,
        contact_name=" ".join(contact.contact_name.split()),
        email=contact.email.strip(),
        phone=digits_of_phone(contact.phone),
    )
    return _keep(before.with_service(tidy), before, "company.contact", uow)


def move_company(company_id: UUID, name: str, site: Site, *, by: Actor, uow: UnitOfWork) -> Company:
    """Put the name and the address right. Raises Invalid."""
    before = company_for(company_id, by=by, uow=uow)
    after = replace(before, name=check_name(name), site=uow.placed(site))
    return _keep(_newer(after, before), before, "company.moved", uow)


def _newer(after: Company, before: Company) -> Company:
    return before if after == before else replace(after, version=before.version + 1)


def _keep(after: Company, before: Company, verb: str, uow: UnitOfWork) -> Company:
    if after != before:
        keep_company(uow, after, before)
        uow.audit(verb, f"company:{before.id}")
    return after
