"""Companies, offers and introductions in situations that have a name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from services.contracts.vocabulary import IntroductionState, Objective, OfferKind, PlacementStatus
from services.employers.domain.company import Company, Existence, Service, Site
from services.employers.domain.evaluation import Hosting
from services.employers.domain.hours import Preset, hours_of
from services.employers.domain.introduction import Introduction
from services.employers.domain.offer import Offer, Source, new_offer
from services.employers.domain.offer_terms import Terms, Tutor

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
TERRITORY = "villeneuve"
REFERENT = UUID("018f0000-0000-7000-8000-000000000001")
ACCOUNT = UUID("018f0000-0000-7000-8000-000000000002")
SIRETS = ("73282932000074", "48744469700428", "35155639400010", "83951732300011")
PORT = Site("3 quai Valin", "17000", "La Rochelle", 46.1546, -1.1489)


def a_company(**changes: object) -> Company:
    """A firm that just joined by itself: nobody confirmed it, nobody checked it."""
    company = Company(
        id=uuid7(),
        territory=TERRITORY,
        version=1,
        name="Le Bistrot du port",
        siret=SIRETS[0],
        naf="56.10A",
        site=PORT,
        services=(Service(uuid7(), "Direction", "Dominique Exemple", "bistrot@example.org", "0546000000"),),
        joined_on=TODAY,
        created_at=NOW,
    )
    return replace(company, **changes)  # type: ignore[arg-type]


def a_confirmed_company(**changes: object) -> Company:
    """A firm of the club that a referent confirmed and the register shows open."""
    known = {"existence": Existence.OPEN, "checked_at": NOW, "confirmed_at": NOW, "confirmed_by": REFERENT}
    return a_company(**{**known, **changes})


def an_immersion(**changes: object) -> Terms:
    """Two weeks in a kitchen, in the mornings, with a tutor."""
    terms = Terms(
        kind=OfferKind.IMMERSION,
        title="Commis de cuisine",
        rome="G1602",
        trade_label="Commis / Commise de cuisine",
        objectives=(Objective.DISCOVER,),
        starts_on=TODAY + timedelta(days=14),
        ends_on=TODAY + timedelta(days=25),
        hours=hours_of(Preset.MORNING),
        site=PORT,
        places=1,
        tutor=Tutor("Dominique Exemple", "chef de cuisine", "0546000000"),
    )
    return replace(terms, **changes)  # type: ignore[arg-type]


def a_job(kind: OfferKind = OfferKind.CDI, **changes: object) -> Terms:
    """A job in the day, dates left to agree."""
    return an_immersion(**{"kind": kind, "objectives": (), "starts_on": None, "ends_on": None, **changes})


def an_offer(company: Company | None = None, terms: Terms | None = None, **changes: object) -> Offer:
    """An offer just posted: it waits."""
    company = company or a_confirmed_company()
    offer = new_offer(
        id=uuid7(),
        territory=TERRITORY,
        company_id=company.id,
        company_name=company.name,
        source=Source.CLUB,
        terms=terms or an_immersion(),
        reason="",
        by=ACCOUNT,
        at=NOW,
        today=TODAY,
    )
    return replace(offer, **changes)  # type: ignore[arg-type]


def an_introduction(**changes: object) -> Introduction:
    """A person was just introduced to the firm."""
    introduction = Introduction(
        id=uuid7(),
        territory=TERRITORY,
        version=4,
        company_id=uuid7(),
        offer_id=uuid7(),
        offer_title="Commis de cuisine",
        kind=OfferKind.IMMERSION,
        state=IntroductionState.INTRODUCED,
        referent_id=REFERENT,
        received_at=NOW,
        moved_at=NOW,
    )
    return replace(introduction, **changes)  # type: ignore[arg-type]


def a_hosting(**changes: object) -> Hosting:
    """A validated immersion that ends today."""
    hosting = Hosting(
        id=uuid7(),
        territory=TERRITORY,
        version=5,
        company_id=uuid7(),
        offer_id=uuid7(),
        introduction_id=uuid7(),
        kind=OfferKind.IMMERSION,
        title="Commis de cuisine",
        starts_on=TODAY - timedelta(days=10),
        ends_on=TODAY,
        status=PlacementStatus.VALIDATED,
    )
    return replace(hosting, **changes)  # type: ignore[arg-type]
