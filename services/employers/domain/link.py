"""A link given to an employer who has no account: answer an introduction, or confirm what a referent entered.

The token is drawn outside, opaque, shown once, and kept hashed. Refuses a link that is over, spent or withdrawn.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.employers.domain.refusals import Conflict


class Purpose(StrEnum):
    ANSWER = "answer"
    CONFIRM = "confirm"


LASTS = {Purpose.ANSWER: timedelta(days=60), Purpose.CONFIRM: timedelta(days=30)}
"""An introduction closes at sixty days; what waits for a confirmation is a draft, kept thirty."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a token opens. ``subject_id`` is an introduction (answer) or a company (confirm)."""

    fingerprint: str
    territory: str
    purpose: Purpose
    subject_id: UUID
    company_id: UUID
    issued_by: UUID | None
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def must_open(self, *, now: datetime) -> None:
        """Raises Conflict with what to do when the link is over."""
        if now >= self.expires_at:
            raise Conflict("Ce lien n'est plus valable. Appelez votre référent : il vous en donnera un autre.")

    def used(self, *, at: datetime) -> "Link":
        """Remember the first use."""
        return self if self.used_at is not None else replace(self, used_at=at)


def fingerprint(token: str) -> str:
    """What is kept of a token: it opens nothing by itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    token: str,
    purpose: Purpose,
    *,
    territory: str,
    subject_id: UUID,
    company_id: UUID,
    by: UUID | None,
    at: datetime,
) -> Link:
    """A link for a token just drawn (at least 128 bits of chance)."""
    return Link(
        fingerprint=fingerprint(token),
        territory=territory,
        purpose=purpose,
        subject_id=subject_id,
        company_id=company_id,
        issued_by=by,
        issued_at=at,
        expires_at=at + LASTS[purpose],
    )
