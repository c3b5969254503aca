"""What `candidates` knows of introductions, placements and badges: read models of facts that others publish.

They let the person's file tell its story and say what is due without asking anybody. An older version of the same
thing is ignored, so replay and disorder are harmless.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.candidates.domain.experience import Contract
from services.contracts.vocabulary import (
    ActAsked,
    AwardStatus,
    HiredAs,
    IntroductionState,
    Objective,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)

OVER = frozenset(
    {
        IntroductionState.PROPOSED,
        IntroductionState.SET_ASIDE,
        IntroductionState.DECLINED,
        IntroductionState.REFUSED,
        IntroductionState.CLOSED,
        IntroductionState.PLACED,
    }
)
"""Introductions where nothing more is waited for: what became a placement goes on there."""
CALLED_OFF = frozenset({PlacementStatus.CANCELLED, PlacementStatus.REFUSED, PlacementStatus.DEPRECATED})


@dataclass(frozen=True, slots=True)
class Where:
    """Where the work is done. Coordinates in degrees, None when unknown."""

    label: str = ""
    postcode: str = ""
    commune: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def in_words(self) -> str:
        """The address on one line, empty when unknown."""
        town = " ".join(part for part in (self.postcode, self.commune) if part)
        return ", ".join(part for part in (self.label, town) if part)


@dataclass(frozen=True, slots=True)
class FollowedIntroduction:
    """An introduction as last told by `matching`."""

    id: UUID
    version: int
    profile_id: UUID
    offer_id: UUID
    company_id: UUID | None
    company_name: str
    offer_title: str
    kind: OfferKind
    act: ActAsked
    state: IntroductionState
    at: datetime
    reason: str = ""
    where: Where = Where()
    starts_on: date | None = None
    ends_on: date | None = None
    meeting_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def awaits_agreement(self) -> bool:
        """Kept by the referent: the person has not answered yet."""
        return self.state is IntroductionState.KEPT

    @property
    def under_way(self) -> bool:
        """Somebody still waits for something."""
        return self.state not in OVER


@dataclass(frozen=True, slots=True)
class FollowedPlacement:
    """A placement as last told by `matching`."""

    id: UUID
    version: int
    introduction_id: UUID
    profile_id: UUID
    company_id: UUID | None
    company_name: str
    kind: OfferKind
    title: str
    starts_on: date
    ends_on: date | None
    status: PlacementStatus
    at: datetime
    objective: Objective | None = None
    hours_label: str = ""
    where: Where = Where()
    outcome: PlacementOutcome | None = None
    hired_as: HiredAs = HiredAs.NONE
    signed_by: tuple[str, ...] = ()

    def running(self, day: date) -> bool:
        """True while the person is there (validated, started, not ended)."""
        return (
            self.status is PlacementStatus.VALIDATED
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )

    def lies_ahead(self, day: date) -> bool:
        """Prepared, to come or running: not called off, and not past."""
        return self.status not in CALLED_OFF and (self.ends_on is None or self.ends_on >= day)

    def counted(self) -> Contract | None:
        """The contract it is for the count of experience, or None when it did not take place."""
        if self.status not in (PlacementStatus.VALIDATED, PlacementStatus.ENDED):
            return None
        if self.outcome in (PlacementOutcome.NO_SHOW_PERSON, PlacementOutcome.NO_SHOW_EMPLOYER):
            return None
        return Contract(self.kind, self.starts_on, self.ends_on, self.id)


@dataclass(frozen=True, slots=True)
class FollowedAward:
    """A badge as last told by `badges`. ``page`` is its public path, empty until issued."""

    id: UUID
    version: int
    placement_id: UUID
    profile_id: UUID
    name: str
    status: AwardStatus
    at: datetime
    page: str = ""


class Versioned(Protocol):
    """Anything that others publish whole at each change."""

    @property
    def version(self) -> int:
        """Grows by one at each change."""


def newer(known: Versioned | None, told: Versioned) -> bool:
    """True when what is told replaces what is known."""
    return known is None or told.version > known.version
