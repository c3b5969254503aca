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
    """Of one person. Keys are offer ids (``open_offers``, ``set_aside``) or company ids (the others)."""

    open_offers: frozenset[UUID] = frozenset()
    """An introduction for this offer is under way (kept, agreed, introduced …)."""
    set_aside: Mapping[UUID, date] = field(default_factory=dict)
    """Offers that the referent put aside, or that the person declined, and when."""
    not_before: Mapping[UUID, date] = field(default_factory=dict)
    """Companies to which this person may not be introduced again before a day."""
    hosting: Mapping[UUID, Hosting] = field(default_factory=dict)


NO_DEALINGS = Dealings()
