"""A referent enters, in one go, a firm met at its door and perhaps an offer: both wait for the employer's word.

Announces CompanyChanged. Refuses both when one of them is refused.
"""

from dataclasses import dataclass, replace

from services.contracts.actors import Actor
from services.employers.domain.company import Company
from services.employers.domain.link import Purpose
from services.employers.domain.offer import Offer
from services.employers.domain.offer_terms import Terms
from services.employers.ports import UnitOfWork
from services.employers.use_cases.give_link import give_link
from services.employers.use_cases.letters import address_for, confirmation_letter
from services.employers.use_cases.post_offer import PostOffer, post_offer


@dataclass(frozen=True, slots=True)
class Entered:
    """The offer written and the link that confirms it."""

    offer: Offer
    token: str


def enter_offer(company: Company, terms: Terms, *, reason: str, by: Actor, uow: UnitOfWork) -> Entered:
    """Write an offer for a firm, to be confirmed by a new link. Raises Invalid, Forbidden."""
    sited = terms if terms.site.told or terms.remote else replace(terms, site=company.site)
    posted = post_offer(PostOffer(company.id, sited, reason), by=by, uow=uow)
    return Entered(posted.offer, give_link(Purpose.CONFIRM, company.id, company.id, by=by, uow=uow))


def send_link(company: Company, token: str, *, by: Actor, uow: UnitOfWork, public_base: str) -> str:
    """Send the confirmation link by e-mail when the firm has an address; return it, else an empty string."""
    recipient = address_for(uow, company)
    if recipient:
        subject, body = confirmation_letter(
            company,
            link=f"{public_base}/confirmer/{token}",
            known=uow.surroundings.territory(),
            referent=uow.surroundings.colleague(by.id),
        )
        uow.write_mail(recipient, subject, body)
    return recipient
