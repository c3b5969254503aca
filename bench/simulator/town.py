"""The simulated town: people, firms and the offers of each week. All of it is drawn from one seed.

Groups (cohort, age band, sex) belong to the simulator alone: they are handed to the fairness audit and to nothing else.
People of different groups ask for different hours and have different means of travel, as at La Rochelle.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from bench.simulator.hidden import Habits, Scenario, Taste
from services.contracts.vocabulary import ActAsked, HalfDay, LegalCondition, Objective, OfferKind, TravelMode
from services.matching.adapters.shipped_trades import shipped_table
from services.matching.domain.ranking.offer import NOT_SAID, Employer, Hours, Offer
from services.matching.domain.ranking.profile import Profile, Skill, Wants, Wish
from services.matching.domain.ranking.travel import Point

CENTRE = Point(46.15, -1.12)
TRADES = (
    "G1602", "G1603", "G1605", "G1609", "G1803", "G1501", "D1102", "D1104", "D1106", "D1505", "D1507", "D1214",
    "K2204", "K1304", "K1302", "K1303", "A1203", "A1208", "F1606", "F1703", "F1704", "N1103", "N1105", "N4105",
    "M1607", "M1601", "J1501", "G1203", "H2105", "I1604",
)  # fmt: skip
SCHOOL = frozenset(HalfDay(f"{day}_{part}") for day in ("mon", "tue", "thu", "fri") for part in ("am", "pm"))
WEEK = SCHOOL | {HalfDay.WED_AM, HalfDay.WED_PM}
ALWAYS = frozenset(HalfDay)
OF_AGE = frozenset({LegalCondition.AT_LEAST_16, LegalCondition.ADULT})
COHORTS = (("jeunes", 0.43), ("femmes", 0.34), ("seniors", 0.23))


@dataclass(frozen=True, slots=True)
class Resident:
    """``groups`` never goes further than the audit; ``taste`` never leaves the simulator."""

    profile: Profile
    taste: Taste
    groups: dict[str, str]
    joins: date
    leaves: date


@dataclass(frozen=True, slots=True)
class Firm:
    employer: Employer
    habits: Habits
    place: Point
    trades: tuple[str, ...]
    in_club: bool


def _id(draw: Random) -> UUID:
    return UUID(int=draw.getrandbits(128))


def known_trades() -> tuple[str, ...]:
    """Those of ``TRADES`` that the product's own table knows."""
    return tuple(rome for rome in TRADES if shipped_table().label(rome))


def _group(draw: Random) -> dict[str, str]:
    pick, cohort = draw.random(), COHORTS[-1][0]
    for name, part in COHORTS:
        if pick < part:
            cohort = name
            break
        pick -= part
    sex = "f" if cohort == "femmes" or draw.random() < 0.5 else "m"
    ages = {"jeunes": ("16-25",), "femmes": ("26-49",), "seniors": ("50+",)}[cohort]
    return {"cohort": cohort, "sex": sex, "age": draw.choice(ages)}


def resident(draw: Random, day: date, scenario: Scenario) -> Resident:
    """Somebody who joins the Cité this day and stays six to eighteen months."""
    groups = _group(draw)
    of_school = draw.random() < {"jeunes": 0.08, "femmes": 0.45, "seniors": 0.2}[groups["cohort"]]
    trades = draw.sample(known_trades(), draw.choice([1, 2, 2, 3]))
    table = shipped_table()
    wishes = tuple(Wish(rome, table.label(rome) or rome, rank) for rank, rome in enumerate(trades, 1))
    skills = [skill for rome in (*trades, draw.choice(known_trades())) for skill in table.skills(rome)[:6]]
    held = draw.sample(skills, min(len(skills), draw.randint(0, 5)))
    origin = Point(round(CENTRE.latitude + draw.gauss(0, 0.012), 2), round(CENTRE.longitude + draw.gauss(0, 0.02), 2))
    wants = Wants(
        wishes=wishes,
        skills=tuple(Skill(one.code, one.label) for one in held),
        kinds=_kinds(draw),
        available=SCHOOL if of_school else draw.choice([frozenset[HalfDay](), WEEK, ALWAYS]),
        available_from=day + timedelta(days=draw.choice([0, 0, 7, 30])),
        latest_end=time(16, 30) if of_school else None,
        modes=_modes(draw, groups["cohort"], scenario),
        travel_minutes_max=draw.choice([None, 30, 45, 60]),
        origin=origin if draw.random() < 0.95 else None,
    )
    profile = Profile(_id(draw), "simulee", wants, OF_AGE)
    return Resident(
        profile,
        Taste.drawn(draw, fetches_children=of_school),
        groups,
        day,
        day + timedelta(days=draw.randint(180, 540)),
    )


def _kinds(draw: Random) -> frozenset[OfferKind]:
    if draw.random() < 0.3:
        return frozenset()
    wanted = (OfferKind.IMMERSION, OfferKind.CDD, OfferKind.CDI, OfferKind.TRAINING)
    return frozenset(kind for kind in wanted if draw.random() < 0.75) or frozenset({OfferKind.IMMERSION})


def _modes(draw: Random, cohort: str, scenario: Scenario) -> frozenset[TravelMode]:
    if cohort == scenario.without_car:
        return frozenset({TravelMode.BUS, TravelMode.WALK})
    modes = {TravelMode.WALK} if draw.random() < 0.6 else set()
    if draw.random() < {"jeunes": 0.2, "femmes": 0.4, "seniors": 0.5}[cohort]:
        modes.add(TravelMode.CAR)
    if draw.random() < 0.5:
        modes.add(TravelMode.BIKE)
    if draw.random() < 0.7 or not modes:
        modes.add(TravelMode.BUS)
    return frozenset(modes)


def firm(draw: Random, number: int) -> Firm:
    """A firm of the town; three in five belong to the club."""
    in_club = draw.random() < 0.6
    place = Point(CENTRE.latitude + draw.gauss(0, 0.03), CENTRE.longitude + draw.gauss(0, 0.05))
    promised = draw.choice([None, 2, 4]) if in_club else None
    honoured = draw.randint(0, promised) if promised else None
    employer = Employer(
        _id(draw),
        f"Entreprise {number}",
        open=True,
        confirmed=in_club,
        introductions_per_month=draw.choice([4, 8]),
        promised=promised,
        honoured=honoured,
    )
    return Firm(employer, Habits.drawn(draw), place, tuple(draw.sample(known_trades(), 2)), in_club)


def posted(draw: Random, maker: Firm, day: date) -> Offer:
    """One offer of this firm, published this day."""
    kind = draw.choices(
        [OfferKind.IMMERSION, OfferKind.CDD, OfferKind.CDI, OfferKind.TRAINING], [0.45, 0.3, 0.18, 0.07]
    )[0]
    rome = draw.choice(maker.trades)
    table = shipped_table()
    label = table.label(rome) or rome
    title = draw.choice([label, label.split(" / ")[0], f"{label.split(' / ')[0]} {draw.choice(WORDS)}", *SHORT])
    skills = [skill.label for skill in table.skills(rome)[:6]]
    starts = day + timedelta(days=draw.choice([3, 7, 14, 30, 60]))
    lasts = {OfferKind.IMMERSION: 14, OfferKind.TRAINING: 60}.get(kind, draw.choice([30, 90, 180, 270]))
    return Offer(
        id=_id(draw),
        territory="simulee",
        company_id=maker.employer.id if maker.in_club else None,
        company_name=maker.employer.name,
        source="club" if maker.in_club else "imported",
        kind=kind,
        title=title,
        published_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        act=ActAsked.INTRODUCE if maker.in_club else ActAsked.APPLY,
        rome=rome,
        trade_label=label,
        objectives=(draw.choice(list(Objective)),) if kind is OfferKind.IMMERSION else (),
        skills=tuple(draw.sample(skills, min(len(skills), draw.choice([0, 2, 3, 4])))),
        starts_on=starts if draw.random() < 0.9 else None,
        ends_on=None if kind is OfferKind.CDI else starts + timedelta(days=lasts),
        expires_on=day + timedelta(days=35),
        hours=_hours(draw),
        place=maker.place if draw.random() < 0.95 else None,
        places=draw.choice([1, 1, 2, 3]),
        experience_months=draw.choice([None, 0, 0, 6, 12, 24, 36]),
        diploma=draw.choice(["", "", "", "CAP"]),
    )


WORDS = ("débutant accepté", "en centre-ville", "(H/F)", "temps partiel", "pour la saison", "motivé")
SHORT = ("Employé polyvalent", "Renfort d'équipe")
"""Titles that say little: only the trade's code tells what the work is."""


def _hours(draw: Random) -> Hours:
    if draw.random() < 0.3:
        return NOT_SAID
    start, end = draw.choice([(time(6), time(13)), (time(7, 30), time(16)), (time(9), time(16)), (time(9), time(17))])
    return Hours(draw.choice([SCHOOL, WEEK, WEEK]), 30.0, start, end)
