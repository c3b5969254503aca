"""An award: a badge proposed to a person at the end of a placement, and what becomes of it.

proposed → accepted by the person → issued → revoked by the issuer | withdrawn by the person; or declined, and a
person may change her mind. Nothing is issued without the person's recorded agreement, and a second agreement,
apart, is needed before any public page. Refuses every other move.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.badges.domain.status import StatusEntry
from services.contracts.vocabulary import AwardStatus, Channel
from services.kernel.problems import Conflict

AGREEMENT_TEXT = "badge-2026-1"
"""Version of the sentence shown when the person accepts."""


class AwardState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    DECLINED = "declined"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


MOVES: dict[AwardState, frozenset[AwardState]] = {
    AwardState.PROPOSED: frozenset({AwardState.ACCEPTED, AwardState.DECLINED, AwardState.REVOKED}),
    AwardState.ACCEPTED: frozenset({AwardState.ISSUED, AwardState.DECLINED, AwardState.REVOKED}),
    AwardState.DECLINED: frozenset({AwardState.ACCEPTED, AwardState.REVOKED}),
    AwardState.ISSUED: frozenset({AwardState.REVOKED, AwardState.WITHDRAWN}),
    AwardState.REVOKED: frozenset({AwardState.PROPOSED}),
    AwardState.WITHDRAWN: frozenset(),
}

SAYS: dict[AwardState, str] = {
    AwardState.PROPOSED: "Ce badge attend l’accord de la personne.",
    AwardState.ACCEPTED: "Ce badge est accepté ; il n’est pas encore signé.",
    AwardState.ISSUED: "Ce badge est déjà délivré.",
    AwardState.DECLINED: "La personne n’a pas souhaité ce badge.",
    AwardState.REVOKED: "Ce badge a été retiré.",
    AwardState.WITHDRAWN: "Ce badge a été retiré à la demande de la personne.",
}

PUBLISHED: dict[AwardState, AwardStatus] = {
    AwardState.PROPOSED: AwardStatus.PROPOSED,
    AwardState.ACCEPTED: AwardStatus.PROPOSED,
    AwardState.ISSUED: AwardStatus.ISSUED,
    AwardState.DECLINED: AwardStatus.DECLINED,
    AwardState.REVOKED: AwardStatus.REVOKED,
    AwardState.WITHDRAWN: AwardStatus.REVOKED,
}
"""What other services are told of each state."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The person's agreement: when, how, on which text, recorded by whom."""

    at: datetime
    channel: Channel
    by: UUID
    text_version: str = AGREEMENT_TEXT


@dataclass(frozen=True, slots=True)
class HashedEmail:
    """An e-mail the person chose to tie to the badge: salted and hashed, the clear address is never kept.

    The salt travels with the badge, so anyone can test a guessed address: pseudonymous, not anonymous.
    """

    salt: str
    digest: str

    @classmethod
    def of(cls, email: str, *, salt: str) -> "HashedEmail":
        """SHA-256 of the normalised address followed by the salt (Open Badges 3.0, IdentityObject)."""
        normal = email.strip().lower()
        return cls(salt, hashlib.sha256((normal + salt).encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Observed:
    """A skill seen during the placement. ``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: str
    level: int


@dataclass(frozen=True, slots=True)
class Award:
    """``profile_id`` and ``subject`` are None once the person is erased. ``version`` grows at each change."""

    id: UUID
    territory: str
    version: int
    placement_id: UUID
    profile_id: UUID | None
    company_id: UUID | None
    company_name: str
    achievement_id: UUID
    name: str
    ended_on: date
    observed: tuple[Observed, ...]
    endorsed: bool
    """The employer said that it endorses what the badge tells."""
    state: AwardState
    proposed_at: datetime
    changed_at: datetime
    agreement: Agreement | None = None
    publication: Agreement | None = None
    """The second agreement, for the public page; None while the page is not public."""
    subject: str | None = None
    """Whom the badge is for: an address drawn at random, or a DID that the person brought."""
    email: HashedEmail | None = None
    status: StatusEntry | None = None
    issued_at: datetime | None = None

    @property
    def public(self) -> bool:
        """True when anyone may read the page."""
        return self.state is AwardState.ISSUED and self.publication is not None

    @property
    def wire_status(self) -> AwardStatus:
        return PUBLISHED[self.state]

    def proposed_again(self, *, at: datetime) -> "Award":
        """The placement was corrected back: proposed anew. Raises Conflict once it was ever issued."""
        if self.issued_at is not None:
            raise Conflict(f"{SAYS[self.state]} Rien n’a été changé.", code=f"award-{self.state}")
        return self._moved(AwardState.PROPOSED, at)

    def accepted(self, agreement: Agreement, *, subject: str, email: HashedEmail | None = None) -> "Award":
        """The person agrees. Raises Conflict unless it is proposed, or was declined."""
        moved = self._moved(AwardState.ACCEPTED, agreement.at)
        return replace(moved, agreement=agreement, subject=subject, email=email)

    def declined(self, *, at: datetime) -> "Award":
        """The person says no, or takes the agreement back before anything was signed."""
        return replace(self._moved(AwardState.DECLINED, at), agreement=None, subject=None, email=None)

    def issued(self, *, status: StatusEntry, at: datetime) -> "Award":
        """The badge was signed. Raises Conflict without the person's agreement."""
        if self.agreement is None or self.subject is None:
            raise Conflict("Ce badge n’est pas signé : il manque l’accord de la personne.", code="agreement-missing")
        return replace(self._moved(AwardState.ISSUED, at), status=status, issued_at=at)

    def revoked(self, *, at: datetime) -> "Award":
        """The issuer takes it back: an error, a fraud, a stolen key. No reason is published."""
        return replace(self._moved(AwardState.REVOKED, at), publication=None)

    def withdrawn(self, *, at: datetime) -> "Award":
        """The person wants it gone: unpublished, flagged for those who hold copies."""
        return replace(self._moved(AwardState.WITHDRAWN, at), publication=None)

    def published(self, agreement: Agreement) -> "Award":
        """The person agrees to a public page. Raises Conflict unless the badge is issued."""
        if self.state is not AwardState.ISSUED:
            raise Conflict(f"{SAYS[self.state]} La page ne peut pas être publique.")
        if self.publication is not None:
            return self
        return replace(self, publication=agreement, version=self.version + 1, changed_at=agreement.at)

    def unpublished(self, *, at: datetime) -> "Award":
        """The public page closes; the badge itself stays valid."""
        if self.publication is None:
            return self
        return replace(self, publication=None, version=self.version + 1, changed_at=at)

    def erased(self, *, at: datetime) -> "Award":
        """The award once its person is erased: the place in the status list stays, nothing else that is hers."""
        state = AwardState.WITHDRAWN if self.state is AwardState.ISSUED else self.state
        return replace(
            self,
            state=state,
            profile_id=None,
            subject=None,
            email=None,
            observed=(),
            agreement=None,
            publication=None,
            version=self.version + 1,
            changed_at=at,
        )

    def _moved(self, state: AwardState, at: datetime) -> "Award":
        if state not in MOVES[self.state]:
            raise Conflict(f"{SAYS[self.state]} Rien n’a été changé.", code=f"award-{self.state}")
        return replace(self, state=state, version=self.version + 1, changed_at=at)
