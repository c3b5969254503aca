"""Introductions in named situations, for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from services.contracts.vocabulary import ActAsked, Channel, OfferKind, RefusalReason
from services.matching.domain.introductions.agreement import Agreement, AgreementStatus
from services.matching.domain.introductions.introduction import Introduction, Proposal
from services.matching.domain.introductions.life_cycle import Doer

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
REFERENT = uuid4()
PERSON = uuid4()
BAKERY = uuid4()


def a_proposal(
    *, company_id: UUID | None = BAKERY, offer_id: UUID | None = None, rome: str = "D1102", name: str = "Le Fournil"
) -> Proposal:
    """An immersion offered by a bakery of the club."""
    return Proposal(offer_id or uuid4(), company_id, name, "Aide en boulangerie", OfferKind.IMMERSION, rome=rome)


def an_imported_proposal() -> Proposal:
    """A job found elsewhere: no account here, one applies."""
    return replace(a_proposal(company_id=None), act=ActAsked.APPLY, kind=OfferKind.CDD)


def an_agreement(
    introduction: Introduction,
    *,
    status: AgreementStatus = AgreementStatus.GIVEN,
    at: datetime = NOW,
    bound: bool = False,
) -> Agreement:
    """For the employer of the introduction, or for it alone when ``bound``."""
    assert introduction.profile_id is not None
    company = introduction.proposal.company_id
    return Agreement(
        uuid4(), 1, introduction.profile_id, company, introduction.id if bound else None, status, at, "2026-01"
    )


def proposed(proposal: Proposal | None = None, *, person: UUID = PERSON, at: datetime = NOW) -> Introduction:
    return Introduction.proposed(
        uuid4(), territory="lr", profile_id=person, proposal=proposal or a_proposal(), by=REFERENT, at=at
    )


def kept(proposal: Proposal | None = None, *, person: UUID = PERSON, at: datetime = NOW) -> Introduction:
    return proposed(proposal, person=person, at=at).keep(by=REFERENT, at=at)


def agreed(proposal: Proposal | None = None, *, person: UUID = PERSON, at: datetime = NOW) -> Introduction:
    waiting = kept(proposal, person=person, at=at)
    return waiting.agree(an_agreement(waiting, at=at), at=at)


def introduced(proposal: Proposal | None = None, *, person: UUID = PERSON, at: datetime = NOW) -> Introduction:
    return agreed(proposal, person=person, at=at).introduce(by=REFERENT, at=at)


def refused(proposal: Proposal | None = None, *, person: UUID = PERSON, at: datetime = NOW) -> Introduction:
    """Introduced, then refused the day after."""
    return introduced(proposal, person=person, at=at).refuse(
        RefusalReason.NO_PLACE,
        by=Doer.EMPLOYER,
        channel=Channel.LINK,
        share_reason=True,
        at=at + timedelta(days=1),
    )
