"""Introduce a person to an employer: the referent's act that opens a placement.

Announces IntroductionMoved. Refuses when the person's agreement is missing or withdrawn, when the firm is not
confirmed, paused, closed or has had its share of the month, when the offer has no place left, when the person was
introduced there less than 24 hours ago (7 days for the same request), and when somebody else accompanies the person.
For an offer without an account here, the same act says that she applied or that the firm was called.
"""

from datetime import datetime, timedelta
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import IntroductionState
from services.matching.domain.introductions.introduction import Introduction, Proposal
from services.matching.domain.introductions.limits import (
    UNANSWERED_DAYS,
    CompanyStanding,
    Obstacle,
    OfferStanding,
    company_obstacles,
    must_be_free,
    offer_obstacles,
    repeated,
)
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import accompanied
from services.matching.use_cases.club import firm
from services.matching.use_cases.keep_offer import KeepOffer, keep_offer
from services.matching.use_cases.keeping import agreement_for, keep
from services.matching.use_cases.local_day import day_of, zone_of
from services.matching.use_cases.rank_offers_for_profile import Tools


def introduce(command: KeepOffer, *, by: Actor, uow: Work, now: datetime, tools: Tools | None = None) -> Introduction:
    """Retain the offer if need be, then introduce. Raises AgreementMissing, NotFound, Conflict."""
    kept = keep_offer(command, by=by, uow=uow, now=now, tools=tools)
    return introduce_kept(kept.id, by=by, uow=uow, now=now)


def introduce_kept(introduction_id: UUID, *, by: Actor, uow: Work, now: datetime) -> Introduction:
    """Introduce what was retained. Raises AgreementMissing, NotFound, Conflict. Twice changes nothing."""
    known = uow.introductions.get(introduction_id)
    accompanied(known.profile_id, by=by, uow=uow, today=day_of(uow.territories, now))
    if known.state is IntroductionState.INTRODUCED:
        return known
    agreement = agreement_for(known, uow)
    if known.state is IntroductionState.KEPT:
        known = keep(known.agree(agreement, at=now), verb="introduction.agreed", by=by, uow=uow, now=now)
    introduced = known.introduce(by=by.id, at=now)
    must_be_free(obstacles(known, uow=uow, now=now))
    return keep(introduced, verb="introduction.made", by=by, uow=uow, now=now)


def obstacles(introduction: Introduction, *, uow: Work, now: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps this introduction from being made now, but the agreement."""
    about = introduction.proposal
    sheet = uow.offers.get(about.offer_id)
    offer = OfferStanding(sheet.offer.places, uow.placements.taken(about.offer_id), sheet.withdrawn)
    theirs = uow.introductions.of_person(introduction.profile_id) if introduction.profile_id else ()
    return (
        *offer_obstacles(offer),
        *repeated(about, theirs, now, itself=introduction.id),
        *_of_company(about, uow=uow, now=now),
    )


def _of_company(about: Proposal, *, uow: Work, now: datetime) -> tuple[Obstacle, ...]:
    if about.company_id is None:
        return ()
    employer = firm(about.company_id, uow)
    if employer is None:
        told = f"{about.company_name} n'est pas encore connue du club : réessayez dans un instant."
        return (Obstacle("company-unknown", told),)
    standing = CompanyStanding(
        company_id=employer.id,
        name=employer.name or about.company_name,
        confirmed=employer.confirmed,
        open=employer.open,
        paused=employer.paused,
        cap=employer.introductions_per_month,
    )
    received = uow.introductions.to_company(employer.id, since=now - timedelta(days=UNANSWERED_DAYS + 1))
    return company_obstacles(standing, received, now, zone_of(uow.territories))
