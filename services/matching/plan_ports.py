"""What the group's plan, told trips, calls to firms and sectors need kept; and who finds the best assignment.

Every record port is bound to one territory and one transaction, but ``Sectors``, the same for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.matching.domain.assignment.choices import Chosen
from services.matching.domain.assignment.seats import Picks, Seating
from services.matching.domain.hidden_market.calls import FirmCall
from services.matching.domain.hidden_market.firms_to_call import Sector
from services.matching.domain.ranking.travel import ToldTrip


class Assigner(Protocol):
    """Finds the best assignment, exactly. Thread-safe; the same seating gives the same answer."""

    def best(self, seating: Seating) -> Picks:
        """One offer at most per person, by number, within seats and rooms, of the highest merit (`seats.Merit`):

        most people served, then the least served as well as possible, then the highest total.
        """


class PlanChoices(Protocol):
    """Pins and refusals of the territory's plan."""

    def all(self) -> Sequence[Chosen]:
        """Oldest first."""

    def keep(self, chosen: Chosen) -> None:
        """Keep this choice in place of what was chosen for the same pair; a pin takes away her other pins."""

    def drop(self, profile_id: UUID, offer_id: UUID) -> bool:
        """Take a choice back; False when there was none."""

    def forget(self, profile_id: UUID) -> None:
        """Delete what was chosen for an erased person."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a referent said of a way, with who and when."""

    trip: ToldTrip
    staff_id: UUID
    at: datetime


class ToldTrips(Protocol):
    """What referents say of ways to work, by person and ``place_key``."""

    def all(self) -> Mapping[UUID, Mapping[str, ToldTrip]]:
        """Of everybody: one query."""

    def get(self, profile_id: UUID, place: str) -> Said | None:
        """What is said of one way."""

    def keep(self, profile_id: UUID, place: str, trip: ToldTrip, *, by: UUID, at: datetime) -> None:
        """In place of what was said before."""

    def drop(self, profile_id: UUID, place: str) -> bool:
        """Back to the estimate; False when nothing was said."""

    def forget(self, profile_id: UUID) -> None:
        """Delete what was said for an erased person."""


class FirmCalls(Protocol):
    """Calls to firms of the territory."""

    def note(self, call: FirmCall) -> None:
        """Keep one more call."""

    def last_by_firm(self) -> Mapping[str, FirmCall]:
        """The newest call to each firm."""

    def forget(self, profile_id: UUID) -> None:
        """Take an erased person out of the calls made for her."""


class Sectors(Protocol):
    """What each sector hires, by NAF code without a dot: imported, else the small table shipped."""

    def all(self) -> Mapping[str, Sector]:
        """By code. Served from memory once read."""
