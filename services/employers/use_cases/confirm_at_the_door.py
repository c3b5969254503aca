"""The employer confirms, by the link that a referent handed over, what was written together.

Announces CompanyChanged (confirmed, member) and OfferPublished for each offer that waited. Refuses a link that is over,
and a firm that the register says closed. Confirming twice changes nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from services.employers.domain.company import Company
from services.employers.domain.link import Purpose
from services.employers.domain.offer import Offer, Status
from services.employers.domain.refusals import NotFound
from services.employers.ports import UnitOfWork
from services.employers.use_cases.give_link import UNKNOWN, open_link
from services.employers.use_cases.keeping import keep_company, keep_offer, publish_what_waits


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What the link shows: the firm, the offers that wait, who wrote them."""

    company: Company
    offers: tuple[Offer, ...]
    met_by: UUID | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The firm confirmed, how many offers were published, and who vouches for whoever holds the link."""

    company: Company
    published: int
    vouched_by: UUID | None


def show_to_confirm(token: str, *, uow: UnitOfWork) -> ToConfirm:
    """What is to confirm. Raises NotFound, Conflict."""
    link = open_link(token, Purpose.CONFIRM, uow=uow)
    company = _company(link.company_id, uow)
    waiting = uow.offers.of_company(company.id, (Status.WAITING,))
    return ToConfirm(company, tuple(waiting), link.issued_by)


def confirm_at_the_door(token: str, *, uow: UnitOfWork) -> Confirmed:
    """Confirm the firm and publish its offers. Raises NotFound, Conflict."""
    link = open_link(token, Purpose.CONFIRM, uow=uow)
    before = _company(link.company_id, uow)
    company = before.join(on=uow.today)
    if link.issued_by is not None:
        company = company.confirm(by=link.issued_by, at=uow.now)
    keep_company(uow, company, before)
    published = publish_what_waits(uow, company, also_from_the_door=True)
    uow.links.save(link.used(at=uow.now))
    uow.audit("company.confirmed", f"company:{company.id}", published=published)
    return Confirmed(company, published, link.issued_by)


def decline_at_the_door(token: str, *, uow: UnitOfWork) -> int:
    """The employer does not want what was written: the waiting offers are closed. Returns how many."""
    link = open_link(token, Purpose.CONFIRM, uow=uow)
    waiting = [offer for offer in uow.offers.of_company(link.company_id, (Status.WAITING,)) if offer.is_from_the_door]
    for offer in waiting:
        keep_offer(uow, offer.close(at=uow.now), offer)
    uow.links.save(link.used(at=uow.now))
    uow.audit("company.declined", f"company:{link.company_id}", closed=len(waiting))
    return len(waiting)


def _company(company_id: UUID, uow: UnitOfWork) -> Company:
    company = uow.companies.get(company_id)
    if company is None:
        raise NotFound(UNKNOWN)
    return company
