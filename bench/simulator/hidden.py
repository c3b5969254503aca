"""What really moves people and firms in the simulated town. No feature, model or page ever reads these traits.

Committed before any ranker was tuned. It holds what a real town holds: interactions (an early start weighs more on the
bus), signals that nobody measures (drive, warmth of a firm, quality of a tutor), habits, seasons, noise.
The figures are guesses of ours, in log-odds; they are not estimates of anybody.
"""

from dataclasses import dataclass, field
from datetime import date, time
from math import exp
from random import Random

from services.contracts.vocabulary import ActAsked, Objective, OfferKind, SetAsideReason, TravelMode
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.skill_words import held_skills

LEARNING = frozenset({OfferKind.IMMERSION, OfferKind.INTERNSHIP, OfferKind.TRAINING})
EARLY = time(8, 0)


@dataclass(frozen=True, slots=True)
class Taste:
    """Hidden in a person. ``patience``: minutes that cost nothing; ``open``: how little another trade costs."""

    patience: float
    open: float
    fetches_children: bool
    likes_small: float
    drive: float

    @classmethod
    def drawn(cls, draw: Random, *, fetches_children: bool) -> "Taste":
        return cls(
            patience=draw.choice([12.0, 18.0, 25.0, 35.0]),
            open=draw.random(),
            fetches_children=fetches_children,
            likes_small=draw.uniform(-1, 1),
            drive=draw.gauss(0, 1),
        )


@dataclass(frozen=True, slots=True)
class Habits:
    """Hidden in a firm. ``attention``: introductions of a month that it reads with care; ``strict`` on experience."""

    warmth: float
    small: float
    tutor: float
    strict: float
    attention: int
    busy_months: frozenset[int] = field(default=frozenset())

    @classmethod
    def drawn(cls, draw: Random) -> "Habits":
        seasons = [frozenset({6, 7, 8}), frozenset({4, 5, 6, 7, 8, 9}), frozenset({11, 12}), frozenset[int]()]
        return cls(
            warmth=draw.gauss(0, 1),
            small=draw.uniform(-1, 1),
            tutor=draw.gauss(0, 1),
            strict=draw.random(),
            attention=draw.randint(1, 5),
            busy_months=draw.choice(seasons),
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """``bias``: log-odds that the referents of the town take from a far offer when the person is of ``against``.

    The people of ``against`` carry things through as well as anybody: only the judgement made of them differs.
    """

    name: str
    against: str = ""
    bias: float = 0.0
    without_car: str = ""
    """A group that has neither car nor bike in this town, hence long trips."""


FAIR = Scenario("fair")
BIASED = Scenario("biased", against="seniors", bias=-4.0, without_car="seniors")
"""Referents find everything too far for seniors, who travel by bus; a model that learns from them must be refused."""


def chance(log_odds: float) -> float:
    """Probability for log-odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


def nearness(seen: Evidence) -> float:
    return seen.trade.nearness if seen.trade is not None else 0.3


def wish(seen: Evidence, taste: Taste, firm: Habits) -> float:
    """Log-odds that the person wants it and sees it through, as she alone knows."""
    offer, near = seen.offer, nearness(seen)
    learning = offer.kind in LEARNING
    worth = 0.6 + 0.5 * taste.drive + 0.4 * taste.likes_small * firm.small
    worth -= (1 - near) * (3.4 - 2.0 * taste.open) * (0.6 if learning else 1.0)
    worth -= 0.25 * ((seen.trade.wish.rank if seen.trade else 1) - 1)
    worth += _travel(seen, taste)
    hours = working_time.fit(seen.wants, offer.hours)
    if hours is None and taste.fetches_children:
        worth -= 0.9  # nobody said the hours, and often they are not those of school
    if offer.skills:
        held = len(held_skills(seen.wants, offer))
        worth += 0.9 * held / max(1, len(seen.wants.skills) or 1)
        worth += 0.2 * min(3, len(offer.skills) - held) if learning and near >= 0.75 else 0.0
    if offer.kind is OfferKind.IMMERSION and Objective.RECRUIT in offer.objectives:
        worth += 0.7
    if offer.kind is OfferKind.CDI:
        worth += 0.8 if taste.drive > 0 else -0.2  # a long promise frightens who has little drive
    if offer.starts_on is not None:
        worth -= 0.012 * max(0, (offer.starts_on - seen.today).days - 10)
    return worth


def _travel(seen: Evidence, taste: Taste) -> float:
    if seen.trip is None or seen.trip.minutes is None:
        return -0.3
    over = max(0.0, seen.trip.minutes - taste.patience)
    start = seen.offer.hours.start
    early = start is not None and start < EARLY and seen.trip.mode is not TravelMode.CAR
    return -0.055 * over * (1.6 if early else 1.0)


def welcome(seen: Evidence, taste: Taste, firm: Habits, *, on: date, introduced_this_month: int) -> float:
    """Log-odds that the firm receives the person, as it alone knows."""
    offer = seen.offer
    held = len(held_skills(seen.wants, offer)) / len(offer.skills) if offer.skills else 0.4
    worth = -0.2 + 0.9 * firm.warmth + 0.4 * taste.drive + 1.0 * held + 0.6 * (nearness(seen) - 0.5)
    asked = min(1.0, (offer.experience_months or 0) / 24)
    worth -= (1.6 * firm.strict + 0.4) * asked * (1 - 0.7 * held)
    worth -= 0.9 * (1 - 0.5 * held) if offer.diploma else 0.0
    if on.month in firm.busy_months:
        worth += -0.6 if offer.kind in LEARNING else 0.7  # no time to host, but hands are wanted
    worth -= 0.5 * max(0, introduced_this_month - firm.attention)
    worth -= 1.0 if offer.act is not ActAsked.INTRODUCE else 0.0
    worth += 0.2 * min(2, seen.places_left - 1)
    if seen.employer is not None and seen.employer.promised:
        worth += 0.8 * ((seen.employer.honoured or 0) / seen.employer.promised - 0.5)
    return worth


def carried_through(wished: float, taste: Taste, firm: Habits) -> float:
    """Log-odds that what was agreed is completed."""
    return 0.5 + 0.5 * firm.tutor + 0.5 * taste.drive + 0.5 * wished


def hired(taste: Taste, firm: Habits, *, contract: bool) -> float:
    """Log-odds of a job behind what was completed (a contract is one)."""
    return 3.0 if contract else -0.9 + 0.6 * firm.warmth + 0.5 * taste.drive


LOOKED_AT = 0.9
"""A referent looks at the first place nine times in ten, then less and less: 0.9 / place ** 0.6."""
MISJUDGES = 1.0
"""Standard deviation of a referent's mistake about what a person wishes."""


def looked_at(position: int) -> float:
    """Probability that the referent considers this place of the list."""
    return float(LOOKED_AT / position**0.6)


def why_aside(seen: Evidence, taste: Taste, draw: Random) -> SetAsideReason:
    """The reason that a referent ticks: what weighs most in her eyes, sometimes another."""
    costs = {
        SetAsideReason.NOT_THE_WISH: (1 - nearness(seen)) * 2.5,
        SetAsideReason.TOO_FAR: -_travel(seen, taste),
        SetAsideReason.HOURS: 0.9 if taste.fetches_children and not seen.offer.hours.half_days else 0.0,
    }
    if draw.random() < 0.15:
        return draw.choice([SetAsideReason.OTHER, SetAsideReason.ALREADY_KNOWN, SetAsideReason.NOT_READY])
    return max(costs, key=lambda reason: (costs[reason], reason.value))
