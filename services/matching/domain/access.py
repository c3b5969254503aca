"""Who may see a pseudonymous profile: the referents that `candidates` names, and stand-ins until their day.

Refuses everybody else, coordination included: figures are theirs, people are not.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.matching.domain.ranking.profile import Profile


@dataclass(frozen=True, slots=True)
class Access:
    """A referent, or a colleague who stands in until a date (included)."""

    staff_id: UUID
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when the access is open on ``day``, both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """A profile as projected, with its version and who may see it."""

    profile: Profile
    version: int
    structure_id: UUID
    access: tuple[Access, ...] = ()

    def may_be_seen_by(self, staff_id: UUID, on: date) -> bool:
        """True for a member of staff who accompanies the person on that day."""
        return any(access.staff_id == staff_id and access.holds_on(on) for access in self.access)
