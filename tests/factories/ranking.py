"""People, offers and employers for the ranking's tests: traits name situations; `a_world` draws random ones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from services.contracts.vocabulary import HalfDay, LegalCondition, Licence, Objective, OfferKind, TravelMode
from services.matching.domain.ranking.dealings import Dealings, Hosting
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Market, Signals
from services.matching.domain.ranking.offer import Employer, Hours, Offer, Record
from services.matching.domain.ranking.profile import Profile, Skill, Wants, Wish
from services.matching.domain.ranking.travel import Point

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VILLENEUVE = Point(46.15, -1.12)
PORT = Point(46.157, -1.152)
ROCHEFORT = Point(45.94, -0.96)
PARIS = Point(48.86, 2.35)
SCHOOL_WEEK = frozenset(HalfDay(f"{day}_{part}") for day in ("mon", "tue", "thu", "fri") for part in ("am", "pm"))
WEEK = SCHOOL_WEEK | {HalfDay.WED_AM, HalfDay.WED_PM}
OF_AGE = frozenset({LegalCondition.AT_LEAST_16, LegalCondition.ADULT})
A_MINOR = frozenset({LegalCondition.AT_LEAST_16})
COOK, KITCHEN_HAND, WAITER, CLEANER = "G1602", "G1605", "G1803", "K2204"
NEARNESS = {
    COOK: {COOK: 1.0, KITCHEN_HAND: 0.75, WAITER: 0.25},
    KITCHEN_HAND: {KITCHEN_HAND: 1.0, COOK: 0.5, CLEANER: 0.25},
    CLEANER: {CLEANER: 1.0},
}


def uid(number: int) -> UUID:
    """A stable identifier."""
    return UUID(int=number)


def someone_who_seeks_a_kitchen(**changes: Any) -> Wants:
    """Wants cooking, lives in Villeneuve, cycles or takes the bus, at most 30 minutes, in school hours."""
    wants = Wants(
        wishes=(Wish(COOK, "cuisinier / cuisinière", 1), Wish(CLEANER, "agent d'entretien", 2)),
        skills=(Skill("100", "Éplucher des légumes"), Skill("101", "Respecter l'hygiène")),
        kinds=frozenset({OfferKind.IMMERSION, OfferKind.CDD, OfferKind.CDI}),
        available=SCHOOL_WEEK,
        available_from=TODAY,
        modes=frozenset({TravelMode.BIKE, TravelMode.BUS}),
        travel_minutes_max=30,
        origin=VILLENEUVE,
    )
    return replace(wants, **changes)


def a_profile(
    *, legal: frozenset[LegalCondition] = OF_AGE, active: bool = True, number: int = 1, **changes: Any
) -> Profile:
    """An adult who seeks a kitchen."""
    return Profile(uid(number), "larochelle", someone_who_seeks_a_kitchen(**changes), legal, active)


def a_company(number: int = 900, **changes: Any) -> Employer:
    """A confirmed firm of the club."""
    return replace(Employer(uid(number), "Le Bistrot du Port", open=True, confirmed=True), **changes)


def an_immersion_in_a_kitchen(number: int = 100, **changes: Any) -> Offer:
    """Two kilometres away, in school hours, next week."""
    offer = Offer(
        id=uid(number),
        territory="larochelle",
        company_id=uid(900),
        company_name="Le Bistrot du Port",
        source="club",
        kind=OfferKind.IMMERSION,
        title="Découvrir la cuisine",
        published_at=NOW - timedelta(days=20),
        rome=COOK,
        objectives=(Objective.DISCOVER,),
        skills=("Éplucher des légumes", "Dresser une assiette"),
        starts_on=TODAY + timedelta(days=7),
        ends_on=TODAY + timedelta(days=20),
        hours=Hours(SCHOOL_WEEK, 28, time(9), time(16)),
        place=PORT,
        commune="La Rochelle",
        experience_months=0,
    )
    return replace(offer, **changes)


def a_market(*offers: Offer, today: date = TODAY, **changes: Any) -> Market:
    """These offers, and the firms that make them."""
    firms = {o.company_id: a_company(o.company_id.int) for o in offers if o.company_id}
    return replace(Market(offers, today, VILLENEUVE, firms), **changes)


def signals_for(wants: Wants) -> Signals:
    """The links of the wished trades in the small table above."""
    return Signals(trade_links(wants.wishes, NEARNESS))


@dataclass(frozen=True)
class World:
    """One person, everything around her."""

    profile: Profile
    market: Market
    dealings: Dealings
    signals: Signals


def a_world(seed: int, *, offers: int = 30) -> World:
    """A random person before random offers: every field may be absent, near a limit, or beyond it."""
    draw = Random(seed)
    firms = {uid(900 + i): _firm(draw, 900 + i) for i in range(6)}
    listed = tuple(_offer(draw, 100 + i, tuple(firms)) for i in range(offers))
    wants = _wants(draw)
    profile = Profile(uid(1), "t", wants, frozenset(_some(draw, LegalCondition, 0.7)), draw.random() < 0.97)
    records = {firm: _record(draw) for firm in firms if draw.random() < 0.6}
    taken = {offer.id: 1 for offer in listed if draw.random() < 0.1}
    dealings = Dealings(
        open_offers=frozenset(o.id for o in listed if draw.random() < 0.03),
        set_aside={o.id: TODAY for o in listed if draw.random() < 0.03},
        hosting={f: Hosting(draw.randint(0, 2), draw.randint(0, 60)) for f in firms if draw.random() < 0.3},
    )
    likeness = {o.id: draw.random() for o in listed if draw.random() < 0.8}
    signals = Signals(trade_links(wants.wishes, NEARNESS), likeness)
    return World(profile, Market(listed, TODAY, VILLENEUVE, firms, records, taken), dealings, signals)


def _some(draw: Random, values: Any, chance: float) -> list[Any]:
    return [value for value in values if draw.random() < chance]


def _or_none(draw: Random, value: Any, chance: float = 0.7) -> Any:
    return value if draw.random() < chance else None


def _wants(draw: Random) -> Wants:
    romes = draw.sample([COOK, KITCHEN_HAND, CLEANER], draw.randint(0, 3))
    return Wants(
        wishes=tuple(Wish(rome, f"métier {rome}", i + 1) for i, rome in enumerate(romes)),
        skills=tuple(Skill(str(i), f"savoir {i}") for i in range(draw.randint(0, 4))),
        kinds=frozenset(_some(draw, OfferKind, 0.6)),
        available=frozenset(_some(draw, HalfDay, 0.85)) if draw.random() < 0.7 else frozenset(),
        available_from=_or_none(draw, TODAY + timedelta(days=draw.randint(-10, 60))),
        weekly_hours_max=_or_none(draw, draw.choice([20, 28, 35]), 0.4),
        earliest_start=_or_none(draw, time(draw.choice([6, 8, 9])), 0.3),
        latest_end=_or_none(draw, time(draw.choice([16, 18]), 30), 0.3),
        modes=frozenset(_some(draw, TravelMode, 0.4)),
        travel_minutes_max=_or_none(draw, draw.choice([15, 30, 45, 60, 120])),
        licences=frozenset(_some(draw, Licence, 0.3)),
        origin=_or_none(draw, Point(46.15 + draw.uniform(-0.05, 0.05), -1.12 + draw.uniform(-0.05, 0.05)), 0.85),
        avoids=frozenset(_some(draw, Effort, 0.2)),
    )


def _offer(draw: Random, number: int, firms: tuple[UUID, ...]) -> Offer:
    company = draw.choice(firms) if draw.random() < 0.7 else None
    start = TODAY + timedelta(days=draw.randint(-20, 60))
    reach = draw.choice([0.03, 0.15, 0.5, 3.0])
    place = Point(46.15 + draw.uniform(-reach, reach), -1.12 + draw.uniform(-reach, reach))
    halves = frozenset(draw.sample(list(HalfDay), draw.randint(1, 5))) if draw.random() < 0.6 else frozenset()
    return Offer(
        id=uid(number),
        territory="t",
        company_id=company,
        company_name=f"Entreprise {company.int if company else number % 7}",
        source="club" if company else "france_travail",
        kind=draw.choice(list(OfferKind)),
        title=f"Poste {number}",
        published_at=NOW - timedelta(days=draw.randint(0, 40), hours=draw.randint(0, 20)),
        rome=draw.choice([COOK, KITCHEN_HAND, WAITER, CLEANER, "N4105", ""]),
        objectives=tuple(_some(draw, Objective, 0.4)),
        skills=tuple(f"savoir {i}" for i in draw.sample(range(6), draw.randint(0, 4))),
        starts_on=_or_none(draw, start),
        ends_on=_or_none(draw, start + timedelta(days=draw.randint(1, 300)), 0.5),
        expires_on=_or_none(draw, TODAY + timedelta(days=draw.randint(-3, 60)), 0.4),
        hours=Hours(halves, _or_none(draw, draw.choice([20.0, 28.0, 35.0, 39.0])), *_times(draw), draw.random() < 0.05),
        place=_or_none(draw, place, 0.9),
        remote=draw.random() < 0.04,
        places=draw.randint(1, 4),
        licences=frozenset(_some(draw, Licence, 0.08)),
        experience_months=_or_none(draw, draw.choice([0, 0, 6, 24, 60]), 0.8),
        diploma=draw.choice(["", "", "CAP cuisine"]),
        dangerous_for_minors=draw.random() < 0.1,
        with_children=draw.random() < 0.1,
        efforts=frozenset(_some(draw, Effort, 0.1)),
    )


def _times(draw: Random) -> tuple[time | None, time | None]:
    if draw.random() < 0.5:
        return None, None
    start = draw.choice([5, 7, 8, 9, 12, 17, 21])
    return time(start), time((start + draw.choice([4, 7, 8])) % 24, draw.choice([0, 30]))


def _firm(draw: Random, number: int) -> Employer:
    return Employer(
        uid(number),
        f"Entreprise {number}",
        open=draw.choice([True, True, True, None, False]),
        confirmed=draw.random() < 0.9,
        paused=draw.random() < 0.05,
        introductions_per_month=draw.choice([2, 8]),
        accredited_civic_service=draw.random() < 0.5,
        is_temp_agency=draw.random() < 0.5,
        is_siae=draw.random() < 0.5,
        promised=draw.choice([None, 0, 4]),
        honoured=draw.choice([None, 1, 4]),
    )


def _record(draw: Random) -> Record:
    asked = draw.randint(0, 10)
    answered = draw.randint(0, asked)
    hosted = draw.randint(0, 3)
    return Record(
        introduced_this_month=draw.randint(0, 3),
        waiting=draw.randint(0, 2),
        asked=asked,
        answered=answered,
        accepted=draw.randint(0, answered),
        hosted=hosted,
        hosted_romes=frozenset({COOK}) if hosted and draw.random() < 0.5 else frozenset(),
    )
