"""Change an offer, close it, show an expired one again.

Announces OfferPublished or OfferWithdrawn. Refuses what posting refuses, and an offer that is not the actor's.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.company import Company
from services.employers.domain.offer import Offer, Status, last_day_shown
from services.employers.domain.offer_law import judge
from services.employers.domain.offer_terms import Terms
from services.employers.domain.refusals import Conflict, NotFound
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_offer
from services.employers.use_cases.post_offer import Posted, completed, must_stand
from services.employers.use_cases.standing import company_for

UNKNOWN = "Cette offre n'existe pas, ou n'est plus à vous."


@dataclass(frozen=True, slots=True)
class ChangeOffer:
    """The new content, whole."""

    offer_id: UUID
    terms: Terms
    reason: str = ""


def change_offer(command: ChangeOffer, *, by: Actor, uow: UnitOfWork) -> Posted:
    """Replace the content; an expired offer is shown again. Raises Invalid, Conflict, NotFound, Forbidden."""
    company, offer = offer_for(command.offer_id, by=by, uow=uow)
    terms = completed(command.terms.tidy(), company, uow)
    expired = offer.status is Status.EXPIRED
    judgement = judge(terms, company, today=uow.today, was=None if expired else offer.terms)
    must_stand(judgement, reason=command.reason or offer.reason, by=by)
    shown = replace(terms, expires_on=last_day_shown(terms, today=uow.today))
    if expired:
        changed = offer.renew(shown, at=uow.now)
    else:
        reason = (command.reason.strip() or offer.reason) if judgement.doubts else ""
        changed = offer.change(shown, reason=reason, at=uow.now)
    keep_offer(uow, changed, offer)
    uow.audit("offer.changed", f"offer:{offer.id}", version=changed.version)
    return Posted(changed, judgement.advice)


def close_offer(offer_id: UUID, *, by: Actor, uow: UnitOfWork) -> Offer:
    """Take the offer away for good. Closing twice changes nothing."""
    _, offer = offer_for(offer_id, by=by, uow=uow)
    closed = offer.close(at=uow.now)
    keep_offer(uow, closed, offer)
    if closed != offer:
        uow.audit("offer.closed", f"offer:{offer.id}")
    return closed


def confirm_offer(offer_id: UUID, *, by: Actor, uow: UnitOfWork) -> Offer:
    """The employer, signed in, agrees with an offer that a referent wrote. Raises Conflict when nobody confirmed it."""
    company, offer = offer_for(offer_id, by=by, uow=uow)
    if not company.confirmed:
        raise Conflict("Un référent doit d'abord confirmer que vous parlez pour l'entreprise.")
    published = offer.publish(at=uow.now)
    keep_offer(uow, published, offer)
    uow.audit("offer.confirmed", f"offer:{offer.id}")
    return published


def offer_for(offer_id: UUID, *, by: Actor, uow: UnitOfWork) -> tuple[Company, Offer]:
    """An offer of the club and its company, for whoever may change it. Raises NotFound, Forbidden."""
    offer = uow.offers.get(offer_id)
    if offer is None or offer.company_id is None:
        raise NotFound(UNKNOWN)
    return company_for(offer.company_id, by=by, uow=uow), offer
