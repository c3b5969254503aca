"""One person before one offer: everything that eligibility may look at, and the shape of a rule.

A rule says whether it is broken, from which article or source it comes, and how to tell it in the person's terms.
Only rules that a wish of the person created carry a ``Lift``: the law and the employer's side cannot be lifted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.contracts.vocabulary import Language, LegalCondition
from services.matching.domain.ranking.dealings import NO_DEALINGS, Dealings
from services.matching.domain.ranking.offer import NO_RECORD, Employer, Offer, Record
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.travel import Trip
from services.matching.domain.ranking.wording import Sentence


class Lift(StrEnum):
    """What the person could change, each lifted on its own in « et si … »."""

    KINDS = "kinds"
    DATES = "dates"
    HOURS = "hours"
    DISTANCE = "distance"
    VEHICLE = "vehicle"
    LICENCE = "licence"
    EFFORTS = "efforts"


@dataclass(frozen=True, slots=True)
class Case:
    """``trip`` None when a point is unknown; its minutes are None when none of the person's means goes there.

    ``km_from_centre`` is used only while the person has said no origin.
    """

    wants: Wants
    offer: Offer
    today: date
    legal: frozenset[LegalCondition] = frozenset()
    active: bool = True
    employer: Employer | None = None
    record: Record = NO_RECORD
    taken: int = 0
    dealings: Dealings = field(default=NO_DEALINGS)
    trip: Trip | None = None
    km_from_centre: float | None = None
    languages: frozenset[Language] = frozenset()
    """Those that the person says: read by what is to be checked alone."""


Test = Callable[[Case], bool]
Tell = Callable[[Case], Sentence]


@dataclass(frozen=True, slots=True)
class Rule:
    """``broken`` sets the offer aside. ``lifts`` are the wishes it depends on, none for the law and the employer."""

    code: str
    source: str
    broken: Test
    tell: Tell
    lifts: frozenset[Lift] = frozenset()


@dataclass(frozen=True, slots=True)
class Caution:
    """Does not set the offer aside: something to check or to ask before the start."""

    code: str
    source: str
    raised: Test
    tell: Tell


@dataclass(frozen=True, slots=True)
class Assurance:
    """Something that the offer demands and that the person says she has: told, so that nobody checks it twice."""

    code: str
    source: str
    met: Test
    tell: Tell


def says(you: str, she: str | None = None) -> Tell:
    """A sentence that does not depend on the case."""
    sentence = Sentence(you, you if she is None else she)
    return lambda _case: sentence
