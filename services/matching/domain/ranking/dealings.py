"""What already happened between one person and each employer or offer: given to eligibility, judged there.

The counts come from introductions and placements; this module only gives them a shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import Objective


@dataclass(frozen=True, slots=True)
class Hosting:
    """Immersions of the person at one host in the last twelve months, renewals included."""

    conventions: int = 0
    days: int = 0
    objectives: frozenset[Objective] = frozenset()


@dataclass(frozen=True, slots=True)
class Dealings:
    """Of one person. Keys are offer ids, company ids for ``hosting``, either for ``not_before``."""

    open_offers: frozenset[UUID] = frozenset()
    """An introduction for this offer is under way (kept, agreed, introduced …)."""
    set_aside: Mapping[UUID, date] = field(default_factory=dict)
    """Offers that the referent put aside, and when."""
    declined: Mapping[UUID, date] = field(default_factory=dict)
    """Offers that the person did not wish."""
    refused: Mapping[UUID, date] = field(default_factory=dict)
    """Offers whose employer said no for this person."""
    not_before: Mapping[UUID, date] = field(default_factory=dict)
    """Companies or offers for which this person may not be introduced again before a day."""
    hosting: Mapping[UUID, Hosting] = field(default_factory=dict)


NO_DEALINGS = Dealings()
