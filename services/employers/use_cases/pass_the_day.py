"""What each day brings: offers over, drafts forgotten, silent firms paused and told, old refusals dropped.

Announces OfferWithdrawn and CompanyChanged. Refused introductions are kept twelve months.
"""

from datetime import timedelta

from services.contracts.vocabulary import IntroductionState
from services.employers.domain.company import WhyPaused
from services.employers.domain.engagement import stays_silent
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company, keep_offer
from services.employers.use_cases.letters import address_for, pause_letter

REFUSALS_KEPT = timedelta(days=365)
AT_ONCE = 2_000


def expire_offers(uow: UnitOfWork) -> int:
    """Take away the offers whose last day is over; return how many."""
    over = uow.offers.over_on(uow.today, most=AT_ONCE)
    for offer in over:
        keep_offer(uow, offer.expire(today=uow.today, at=uow.now), offer)
    return len(over)


def pause_the_silent(uow: UnitOfWork, *, public_base: str) -> int:
    """Pause the firms that answer nobody, and tell them how to come back; return how many."""
    paused = 0
    for company in uow.companies.listed(confirmed=True):
        received = uow.introductions.of_company(company.id)
        if company.paused is not None or not stays_silent(received, now=uow.now):
            continue
        keep_company(uow, company.pause(WhyPaused.UNANSWERED, at=uow.now), company)
        uow.audit("company.silent", f"company:{company.id}")
        paused += 1
        if recipient := address_for(uow, company):
            waiting = sum(introduction.waits for introduction in received)
            page = f"{public_base}/entreprise"
            known = uow.surroundings.territory()
            uow.write_mail(recipient, *pause_letter(company, waiting=waiting, page=page, known=known))
    return paused


def forget_refusals(uow: UnitOfWork) -> int:
    """Drop the introductions refused more than twelve months ago; return how many."""
    old = [
        introduction
        for introduction in uow.introductions.of_territory()
        if introduction.state is IntroductionState.REFUSED and uow.now - introduction.moved_at > REFUSALS_KEPT
    ]
    for introduction in old:
        uow.introductions.drop(introduction.id)
    return len(old)
