"""The short tokens that `employers` signs: to open an account for a firm, and to hold an answer link.

Announces nothing. What an enrolment token says is agreed with `accounts` (ADR 0003): it gives no role by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.contracts.access import claims_of
from services.contracts.actors import Actor
from services.employers.domain.company import Company
from services.kernel.auth import Signer

ANSWERING_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SignedTokens:
    """Tokens of the issuer `employers`."""

    signer: Signer
    enrolment_lasts: timedelta

    def enrolment(self, company: Company, *, vouched_by: UUID | None, email: str, now: datetime) -> str:
        """What the browser takes to the sign-up page of `accounts`."""
        claims = {
            "sub": str(company.id),
            "purpose": "enrol",
            "territory": company.territory,
            "company": str(company.id),
            "company_name": company.name,
            "vouched_by": str(vouched_by) if vouched_by else None,
            "email": email,
        }
        return self.signer.mint(claims, lasts=self.enrolment_lasts, now=now)

    def answering(self, holder: Actor, *, now: datetime) -> str:
        """What lets the holder of an answer link see the card of the person introduced, for an hour."""
        return self.signer.mint(claims_of(holder), lasts=ANSWERING_LASTS, now=now)
