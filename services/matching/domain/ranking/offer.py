"""What the ranking knows of an offer and of who makes it.

``Employer`` holds the facts that the law or the club looks at; ``Record`` what the firm did with the introductions
and people it received. An imported offer has neither: what is unknown bars nothing and weighs nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from services.contracts.vocabulary import ActAsked, HalfDay, Language, Licence, Objective, OfferKind
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.hours_said import Said
from services.matching.domain.ranking.travel import Point


@dataclass(frozen=True, slots=True)
class Hours:
    """When the work is done. ``half_days`` empty means not said; ``weekly`` in hours; local times."""

    half_days: frozenset[HalfDay] = frozenset()
    weekly: float | None = None
    start: time | None = None
    end: time | None = None
    night: bool = False
    said: frozenset[Said] = frozenset()
    """What the words of an advertisement add, where it gives no half-day."""


NOT_SAID = Hours()


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that can be proposed. ``place`` None when its coordinates are unknown."""

    id: UUID
    territory: str
    company_id: UUID | None
    company_name: str
    source: str
    kind: OfferKind
    title: str
    published_at: datetime
    act: ActAsked = ActAsked.INTRODUCE
    rome: str = ""
    trade_label: str = ""
    objectives: tuple[Objective, ...] = ()
    skills: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    expires_on: date | None = None
    hours: Hours = NOT_SAID
    place: Point | None = None
    commune: str = ""
    remote: bool = False
    places: int = 1
    licences: frozenset[Licence] = frozenset()
    experience_months: int | None = None
    """None when not said; 0 when beginners are welcome."""
    diploma: str = ""
    languages: tuple[Language, ...] = ()
    dangerous_for_minors: bool = False
    adults_only: bool = False
    with_children: bool = False
    efforts: frozenset[Effort] = frozenset()


@dataclass(frozen=True, slots=True)
class Employer:
    """A company of the club. ``open`` None when the public register could not say."""

    id: UUID
    name: str = ""
    naf: str = ""
    open: bool | None = None
    confirmed: bool = False
    paused: bool = False
    introductions_per_month: int = 8
    accredited_civic_service: bool = False
    is_temp_agency: bool = False
    is_siae: bool = False
    promised: int | None = None
    """Commitments of the year (places, visits, interviews); None when it made none or they are unknown."""
    honoured: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What one employer did, counted. Zero everywhere when nothing happened yet."""

    introduced_this_month: int = 0
    waiting: int = 0
    """Introductions that it has not answered yet."""
    asked: int = 0
    """Introductions received whose delay to answer has run out or that were answered."""
    answered: int = 0
    accepted: int = 0
    """Answered by a meeting or a placement."""
    hosted: int = 0
    """Placements carried to their end."""
    hosted_romes: frozenset[str] = frozenset()


NO_RECORD = Record()


UNNAMED = frozenset({"", "entreprise non précisée"})
"""How an advertisement that hides its firm calls it: two of them are not the same firm."""


def firm_key(offer: Offer) -> str:
    """Who makes the offer: its account, else its name, else the offer alone when the firm hides."""
    if offer.company_id is not None:
        return str(offer.company_id)
    name = offer.company_name.strip().casefold()
    return str(offer.id) if name in UNNAMED else name
