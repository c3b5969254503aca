"""Facts published by `badges`: the awards and where they stand."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from services.contracts.vocabulary import AwardStatus
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact

AWARDS = Topic("badges.awards", partitions=3, compacted=True, retention_days=None)


class AwardChanged(Fact):
    """An award changed; whole at each change. ``page`` is the public path, empty until issued and agreed."""

    TYPE: ClassVar[str] = "cite.badges.award-changed.v1"
    TOPIC: ClassVar[Topic] = AWARDS

    award_id: UUID
    version: int
    placement_id: UUID
    profile_id: UUID | None
    company_id: UUID | None
    name: str
    status: AwardStatus
    page: str = ""
    at: datetime

    def key(self) -> str:
        return str(self.award_id)
