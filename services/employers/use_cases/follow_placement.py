"""Follow the placements hosted by firms: places taken, commitments honoured, evaluations to give.

Announces OfferPublished or OfferWithdrawn when the places of an offer fill or come back. Ignores what has no firm.
"""

from datetime import date

from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import PlacementStatus
from services.employers.domain.commitment import Act, pledge_of
from services.employers.domain.evaluation import CAME, Hosting
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_offer
from services.employers.use_cases.tell_engagement import tell_engagement_of


def follow_placement(fact: PlacementChanged, *, uow: UnitOfWork) -> None:
    """Keep the placement at its newest version and draw what follows for the offer and the year."""
    if fact.company_id is None:
        return
    known = uow.placements.get(fact.placement_id)
    if known is not None and fact.version <= known.version:
        return
    hosting = Hosting(
        id=fact.placement_id,
        territory=uow.territory,
        version=fact.version,
        company_id=fact.company_id,
        offer_id=fact.offer_id,
        introduction_id=fact.introduction_id,
        kind=fact.kind,
        title=fact.title,
        starts_on=fact.starts_on,
        ends_on=fact.ends_on,
        status=fact.status,
        hours_label=fact.hours.label,
        place=", ".join(part for part in (fact.place.label, fact.place.commune) if part) if fact.place else "",
        rome=fact.rome,
        signed_by=fact.signed_by,
        outcome=fact.outcome,
        referent_id=fact.referent_id,
    )
    uow.placements.save(hosting)
    _count_the_act(hosting, uow, told_on=uow.day_of(fact.at))
    tell_engagement_of(hosting.company_id, uow=uow)
    _count_the_places(hosting, uow)


def _count_the_act(hosting: Hosting, uow: UnitOfWork, *, told_on: date) -> None:
    if hosting.status is not PlacementStatus.ENDED or hosting.outcome not in CAME:
        uow.commitments.withdraw(hosting.id)
        return
    act = Act(
        id=uow.new_id(),
        company_id=hosting.company_id,
        territory=uow.territory,
        pledge=pledge_of(hosting.kind),
        on=min(hosting.ends_on or told_on, told_on),
        source=hosting.id,
    )
    uow.commitments.record(act)


def _count_the_places(hosting: Hosting, uow: UnitOfWork) -> None:
    offer = uow.offers.get(hosting.offer_id)
    if offer is None:
        return
    taken = sum(one.took_a_place for one in uow.placements.of_offer(offer.id))
    keep_offer(uow, offer.with_taken(taken, at=uow.now), offer)
