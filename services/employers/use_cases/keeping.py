"""Keep what changed and tell it: a company or an offer is saved, then announced when others must hear of it.

Announces CompanyChanged, HolderChanged, OfferPublished, OfferWithdrawn. The same version again announces nothing.
"""

from services.employers.domain.company import Company
from services.employers.domain.holder import Holder
from services.employers.domain.offer import Offer, Status
from services.employers.domain.refusals import Conflict
from services.employers.ports import UnitOfWork
from services.employers.use_cases.telling import company_changed, holder_changed, offer_published, offer_withdrawn


def keep_company(uow: UnitOfWork, company: Company, before: Company | None) -> None:
    """Save the company; announce it when its version moved."""
    if company == before:
        return
    uow.companies.save(company)
    if before is None or company.version != before.version:
        uow.announce(company_changed(company))


def keep_holder(uow: UnitOfWork, holder: Holder, before: Holder | None) -> None:
    """Save the holder; announce it when its version moved."""
    if holder == before:
        return
    uow.holders.save(holder)
    if before is None or holder.version != before.version:
        uow.announce(holder_changed(holder))


def keep_offer(uow: UnitOfWork, offer: Offer, before: Offer | None, *, gone: bool = False) -> None:
    """Save the offer; announce it published, or withdrawn if it had ever been published."""
    if offer == before:
        return
    uow.offers.save(offer)
    if before is not None and offer.version == before.version:
        return
    if offer.status is Status.PUBLISHED:
        uow.announce(offer_published(offer))
    elif before is not None and before.status is Status.PUBLISHED:
        uow.announce(offer_withdrawn(offer, gone=gone))


def publish_what_waits(uow: UnitOfWork, company: Company, *, also_from_the_door: bool) -> int:
    """Publish the offers that waited for the firm's confirmation; return how many.

    What a referent entered at the door waits for the employer's own word: ``also_from_the_door`` is that word.
    """
    published = 0
    for offer in reversed(uow.offers.of_company(company.id, (Status.WAITING,))):
        if offer.is_from_the_door and not also_from_the_door:
            continue
        last = offer.terms.expires_on
        if last is not None and last < uow.today:
            continue
        try:
            keep_offer(uow, offer.publish(at=uow.now), offer)
        except Conflict:
            continue
        published += 1
    return published
