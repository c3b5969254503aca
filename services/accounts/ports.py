"""What the use cases of `accounts` need of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.accounts.domain.accounts import Account, Session
from services.accounts.domain.territories import Territory
from services.accounts.domain.vouched import Departure, Vouched
from services.kernel.facts import Fact


class Accounts(Protocol):
    """Accounts by id and by e-mail (an e-mail serves once in the whole installation)."""

    def get(self, account_id: UUID) -> Account | None:
        """An account, active or not."""

    def by_email(self, email: str) -> Account | None:
        """The account of a normalised e-mail."""

    def of_territory(self, territory: str) -> Sequence[Account]:
        """Staff accounts of a territory, by name."""

    def save(self, account: Account) -> None:
        """Insert or replace; raises Conflict when the e-mail serves another account."""


class Territories(Protocol):
    """Territories by code."""

    def get(self, code: str) -> Territory | None:
        """A territory."""

    def all(self) -> Sequence[Territory]:
        """Every territory of the installation."""

    def save(self, territory: Territory) -> None:
        """Insert or replace."""


class Sessions(Protocol):
    """Open sessions, known by the hash of their secret."""

    def open(self, session: Session) -> None:
        """Keep a session."""

    def account_of(self, secret_hash: str, *, at: datetime) -> UUID | None:
        """The account of a session that has not ended."""

    def farewell_of(self, secret_hash: str) -> str:
        """The identity token of a session opened elsewhere; empty for a password's."""

    def close(self, secret_hash: str) -> None:
        """End a session."""

    def close_all(self, account_id: UUID) -> None:
        """End every session of an account."""

    def note_failure(self, email: str, *, at: datetime) -> None:
        """Remember a failed sign-in."""

    def failures(self, email: str, *, since: datetime) -> int:
        """How many sign-ins failed since."""


class Identities(Protocol):
    """The humans that providers name, linked to accounts: one a provider and an account."""

    def account_of(self, issuer: str, subject: str) -> UUID | None:
        """The account of a human."""

    def linked_at(self, account_id: UUID, issuer: str) -> datetime | None:
        """Since when the account is linked to somebody of this provider."""

    def link(self, account_id: UUID, *, issuer: str, subject: str, at: datetime) -> None:
        """Link for good; raises Conflict when either is linked already."""

    def unlink(self, account_id: UUID) -> int:
        """Forget every link of the account; how many there were."""


class IdentityProvider(Protocol):
    """Somebody else's sign-in page (OpenID Connect, authorization code with PKCE).

    Its calls raise Unavailable while the provider is out of reach, Unauthenticated when its answer proves nothing.
    """

    name: str
    """What the button says: « ProConnect »."""
    issuer: str

    def leave(self, *, back_to: str) -> tuple[str, Departure]:
        """The address to send the browser to, and what its answer must prove."""

    def arrive(self, code: str, departure: Departure, *, back_to: str, now: datetime) -> Vouched:
        """Who came back with this code."""

    def farewell(self, token: str, *, back_to: str) -> str:
        """The address that ends the session over there; empty when the provider has none or is out of reach."""


class Hasher(Protocol):
    """Password hashing (Argon2id)."""

    def hash(self, password: str) -> str:
        """A hash to keep."""

    def matches(self, password: str, hashed: str) -> bool:
        """Whether the password is the one; takes as long whether it is or not."""


class UnitOfWork(Protocol):
    """One transaction of `accounts`."""

    accounts: Accounts
    territories: Territories
    sessions: Sessions
    identities: Identities

    def announce(self, fact: Fact, *, territory: str) -> None:
        """Publish a fact with this transaction."""

    def audit(self, verb: str, subject: str, *, territory: str, actor: str) -> None:
        """Write the audit trail."""
