"""Facts published by `matching`: introductions and placements, in ids and closed lists only."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from services.contracts.employers import ObservedSkill, Place, WorkHours
from services.contracts.vocabulary import (
    ActAsked,
    HiredAs,
    IntroductionState,
    Objective,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact

INTRODUCTIONS = Topic("matching.introductions", partitions=6, compacted=True, retention_days=None)
PLACEMENTS = Topic("matching.placements", partitions=6, compacted=True, retention_days=None)


class IntroductionMoved(Fact):
    """An introduction changed state; whole at each change. ``version`` grows by one per introduction.

    ``reason`` is a value of a closed list (``SetAsideReason`` or ``RefusalReason``), never free text. After an
    erasure the fact is published once more with ``profile_id`` None.
    """

    TYPE: ClassVar[str] = "cite.matching.introduction-moved.v1"
    TOPIC: ClassVar[Topic] = INTRODUCTIONS

    introduction_id: UUID
    version: int
    profile_id: UUID | None
    offer_id: UUID
    company_id: UUID | None
    company_name: str
    offer_title: str
    kind: OfferKind
    act: ActAsked = ActAsked.INTRODUCE
    state: IntroductionState
    reason: str = ""
    place: Place | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    meeting_at: datetime | None = None
    referent_id: UUID | None
    at: datetime
    due_at: datetime | None = None
    """When something must be done next (reminder, call), None when nothing is."""
    reminders: int = 0
    """Steps of the present wait already reminded: 1 after 3 days, 2 after 7, 3 when a call is due (15 days)."""
    introduced_at: datetime | None = None
    """When the firm was (last) introduced: a reader that hears only the last fact of the topic knows it still."""

    def key(self) -> str:
        return str(self.introduction_id)


class PlacementChanged(Fact):
    """A placement (immersion, stage, contract); whole at each change."""

    TYPE: ClassVar[str] = "cite.matching.placement-changed.v1"
    TOPIC: ClassVar[Topic] = PLACEMENTS

    placement_id: UUID
    version: int
    introduction_id: UUID
    profile_id: UUID | None
    company_id: UUID | None
    company_name: str
    offer_id: UUID
    kind: OfferKind
    title: str
    rome: str = ""
    trade_label: str = ""
    """The trade in words (ROME), as a badge may print it: never the words of the offer."""
    objective: Objective | None = None
    starts_on: date
    ends_on: date | None
    hours: WorkHours = WorkHours()
    place: Place | None = None
    status: PlacementStatus
    signed_by: tuple[str, ...] = ()
    outcome: PlacementOutcome | None = None
    hired_as: HiredAs = HiredAs.NONE
    skills: tuple[ObservedSkill, ...] = ()
    employer_endorses: bool = False
    referent_id: UUID | None
    at: datetime

    def key(self) -> str:
        return str(self.placement_id)
