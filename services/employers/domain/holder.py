"""An account that speaks, or asks to speak, for a company.

Nothing about people is shown to it before a referent confirmed that its holder speaks for the firm. A refused
holder may be confirmed later: people are mistaken, papers arrive.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Holder:
    """One account for one company. ``version`` grows at each change of standing."""

    company_id: UUID
    account_id: UUID
    territory: str
    version: int
    name: str
    email: str
    standing: Standing
    asked_at: datetime
    judged_by: UUID | None = None
    judged_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        return self.standing is Standing.CONFIRMED

    def judged(self, standing: Standing, *, by: UUID, at: datetime) -> "Holder":
        """A referent confirms or refuses. The same judgement twice changes nothing."""
        if standing is self.standing:
            return self
        return replace(self, standing=standing, judged_by=by, judged_at=at, version=self.version + 1)


def asks(
    *, company_id: UUID, account_id: UUID, territory: str, name: str, email: str, vouched_by: UUID | None, at: datetime
) -> Holder:
    """A new holder: confirmed at once when a referent had handed the link in person, else to be confirmed."""
    return Holder(
        company_id=company_id,
        account_id=account_id,
        territory=territory,
        version=1,
        name=name,
        email=email,
        standing=Standing.CONFIRMED if vouched_by else Standing.ASKED,
        asked_at=at,
        judged_by=vouched_by,
        judged_at=at if vouched_by else None,
    )
