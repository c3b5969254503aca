"""What the ranking knows of a person: what she chose to say of the work sought, and legal conditions already judged.

Announces nothing. Refuses, by its very shape, a name, an age, a sex, a cohort, a district, a frein or a free text:
`tests/unit/matching/ranking/test_no_sensitive_field.py` walks every type that a feature can reach.
"""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from services.contracts.vocabulary import HalfDay, Language, LegalCondition, Licence, OfferKind, TravelMode
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.travel import Point


@dataclass(frozen=True, slots=True)
class Wish:
    """A wished trade. ``rome`` is a code, ``label`` its words, ``rank`` 1 the dearest."""

    rome: str
    label: str
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the trades' table; ``level``: 1 started, 2 at ease, 3 could show others."""

    code: str
    label: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Wants:
    """What the person says of the work sought: all that a feature may read of her.

    An empty collection or None means « not said »: it bars nothing and weighs nothing.
    """

    wishes: tuple[Wish, ...] = ()
    skills: tuple[Skill, ...] = ()
    kinds: frozenset[OfferKind] = frozenset()
    available: frozenset[HalfDay] = frozenset()
    available_from: date | None = None
    weekly_hours_max: int | None = None
    earliest_start: time | None = None
    """Local time before which she cannot be at work."""
    latest_end: time | None = None
    """Local time at which she must have left: 16 h 30 for the hours of school."""
    modes: frozenset[TravelMode] = frozenset()
    travel_minutes_max: int | None = None
    licences: frozenset[Licence] = frozenset()
    origin: Point | None = None
    """Where travel starts, rounded to about one kilometre."""
    avoids: frozenset[Effort] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """A pseudonymous profile. ``legal`` is read by eligibility alone: features receive ``wants``, never this."""

    id: UUID
    territory: str
    wants: Wants
    legal: frozenset[LegalCondition] = frozenset()
    active: bool = True
    """Followed now, and in no exclusive scheme."""
    languages: frozenset[Language] = frozenset()
    """Those in which she says that she can work; empty when not said. Compared with what an offer demands to tell what

    is to be checked, and nothing else: outside of ``wants``, so that no feature can read them."""
