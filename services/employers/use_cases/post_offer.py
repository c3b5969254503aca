"""Post an offer: by its employer, or by a referent at the firm's door.

Announces OfferPublished when the firm is confirmed and speaks for itself; otherwise the offer waits. Refuses what the
law refuses, a firm the actor does not speak for, and doubts that no caseworker answered in writing.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.company import Company
from services.employers.domain.offer import Offer, Source, new_offer
from services.employers.domain.offer_law import Judgement, judge
from services.employers.domain.offer_terms import Terms
from services.employers.domain.refusals import Fault, Invalid
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_offer
from services.employers.use_cases.standing import company_for, is_staff


@dataclass(frozen=True, slots=True)
class PostOffer:
    """What is posted. ``reason``: a caseworker's answer to what the law leaves in doubt."""

    company_id: UUID
    terms: Terms
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The offer kept, and what its author should know."""

    offer: Offer
    advice: tuple[Fault, ...]


def post_offer(command: PostOffer, *, by: Actor, uow: UnitOfWork) -> Posted:
    """Judge, keep, and publish if nothing stands in the way. Raises Invalid, Forbidden, NotFound."""
    company = company_for(command.company_id, by=by, uow=uow)
    terms = completed(command.terms.tidy(), company, uow)
    judgement = judge(terms, company, today=uow.today)
    must_stand(judgement, reason=command.reason, by=by)
    offer = new_offer(
        id=uow.new_id(),
        territory=uow.territory,
        company_id=company.id,
        company_name=company.name,
        source=Source.DOOR if is_staff(by) else Source.CLUB,
        terms=terms,
        reason=command.reason.strip() if judgement.doubts else "",
        by=by.id,
        at=uow.now,
        today=uow.today,
    )
    kept = offer.publish(at=uow.now) if company.confirmed and not is_staff(by) else offer
    keep_offer(uow, kept, None)
    uow.drafts.drop(company.id, by.id)
    uow.audit("offer.posted", f"offer:{kept.id}", status=kept.status.value, kind=terms.kind.value)
    return Posted(kept, judgement.advice)


def completed(terms: Terms, company: Company, uow: UnitOfWork) -> Terms:
    """What the form pre-fills and a program may leave out: the tutor, the point of the address."""
    if not terms.tutor.name and company.contact is not None:
        terms = terms.hosted_by(company.contact)
    own = company.site
    if terms.site.latitude is None and terms.site.told.casefold() == own.told.casefold():
        terms = replace(terms, site=own)
    return replace(terms, site=uow.placed(terms.site))


def must_stand(judgement: Judgement, *, reason: str, by: Actor) -> None:
    """Raise Invalid when the offer does not stand; only a caseworker may answer a doubt."""
    answer = reason if is_staff(by) else ""
    if judgement.stands(reason=answer):
        return
    if judgement.faults:
        raise Invalid.because(*judgement.faults)
    if is_staff(by):
        said = "La loi laisse ici une place : écrivez pourquoi elle le permet dans ce cas."
        raise Invalid(said, faults=(*judgement.doubts, Fault("reason", said)))
    said = "Votre référent peut confirmer cette offre si la loi le permet dans votre cas : appelez-le."
    raise Invalid(f"{judgement.doubts[0].told()} {said}", faults=judgement.doubts)
