"""The employer's endorsement of a badge: its own opinion, signed with its own key, in a document apart.

It appears only beside a badge that is issued, and is withdrawn with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.badges.domain.status import StatusEntry

COMMENT = (
    "Nous avons accueilli la personne qui porte ce badge, nous avons vu son travail, "
    "et nous confirmons ce que dit ce badge."
)
"""What an employer signs when it ticks « j’appuie ce badge » and writes nothing more."""
LONGEST_COMMENT = 300


@dataclass(frozen=True, slots=True)
class Endorsement:
    """``document`` is the signed credential, as JSON text; empty once withdrawn."""

    id: UUID
    territory: str
    award_id: UUID
    issuer_id: UUID
    comment: str
    status: StatusEntry
    endorsed_at: datetime
    key_id: str
    document: str
    withdrawn_at: datetime | None = None

    def withdrawn(self, *, at: datetime) -> "Endorsement":
        """The endorsement once its badge is taken back: its words are gone, its place in the list is flagged."""
        return replace(self, withdrawn_at=at, document="", comment="")
