"""What the use cases of `badges` need of the world."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.badges.domain.access import Accompaniment
from services.badges.domain.achievement import Achievement
from services.badges.domain.addresses import Addresses
from services.badges.domain.award import Award, AwardState
from services.badges.domain.endorsement import Endorsement
from services.badges.domain.issuer import Issuer, IssuerKey
from services.badges.domain.status import StatusEntry
from services.badges.domain.territory import Territory


class Territories(Protocol):
    """Territories by code."""

    def get(self, code: str) -> Territory | None:
        """A territory, None when `accounts` has said nothing of it yet."""

    def save(self, territory: Territory) -> None:
        """Insert or replace."""


class Accompaniments(Protocol):
    """Who accompanies which profile: a projection of `candidates`."""

    def get(self, profile_id: UUID) -> Accompaniment | None:
        """What is known of a profile."""

    def of_staff(self, territory: str, staff_id: UUID) -> Sequence[Accompaniment]:
        """The profiles that name this referent, whatever the dates."""

    def save(self, accompaniment: Accompaniment) -> None:
        """Insert or replace."""


class Placements(Protocol):
    """How far each placement was heard."""

    def advance(self, territory: str, placement_id: UUID, version: int) -> bool:
        """Remember this version; False, and nothing changes, when it or a newer one was heard already."""


class Issuers(Protocol):
    """Issuers with their public keys. Locked when read in a writing transaction."""

    def get(self, issuer_id: UUID) -> Issuer | None:
        """An issuer."""

    def of_territory(self, territory: str) -> Issuer | None:
        """The issuer of a territory's badges."""

    def of_company(self, territory: str, company_id: UUID) -> Issuer | None:
        """The issuer that signs an employer's endorsements."""

    def all_of(self, territory: str) -> Sequence[Issuer]:
        """Every issuer of a territory."""

    def save(self, issuer: Issuer) -> None:
        """Insert or replace, keys included. A key is never deleted."""


class Achievements(Protocol):
    """What badges recognise."""

    def get(self, achievement_id: UUID) -> Achievement | None:
        """An achievement."""

    def keep(self, achievement: Achievement) -> None:
        """Insert unless it is there: its wording never changes."""


@dataclass(frozen=True, slots=True)
class AwardFilter:
    """Which awards of a territory; None means any. ``profile_ids`` empty finds nothing."""

    territory: str
    profile_ids: Collection[UUID] | None = None
    company_ids: Collection[UUID] | None = None
    state: AwardState | None = None


class Awards(Protocol):
    """Awards, locked when read one by one in a writing transaction."""

    def get(self, award_id: UUID) -> Award | None:
        """An award."""

    def of_placement(self, territory: str, placement_id: UUID) -> Award | None:
        """The award of a placement: there is at most one."""

    def of_profile(self, territory: str, profile_id: UUID) -> Sequence[Award]:
        """Every award of a person."""

    def page(self, wanted: AwardFilter, *, after: UUID | None, limit: int) -> Sequence[Award]:
        """Awards by id, the newest first, older than ``after``."""

    def waiting(self, *, limit: int) -> Sequence[Award]:
        """Awards accepted and not signed yet, in any territory."""

    def save(self, award: Award) -> None:
        """Insert or replace. Raises Conflict when the placement already has another award."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed credential in its two forms. ``digest`` is the sha256 of ``document``, in hexadecimal."""

    address: str
    issuer_id: UUID
    key_id: str
    document: str
    token: str
    digest: str


class Credentials(Protocol):
    """The signed badges."""

    def get(self, award_id: UUID) -> Sealed | None:
        """The signed badge of an award."""

    def signed_with(self, issuer_id: UUID, key_id: str) -> Sequence[tuple[UUID, Sealed]]:
        """Award id and badge of everything this key signed."""

    def keep(self, award_id: UUID, territory: str, sealed: Sealed) -> None:
        """Insert or replace."""

    def forget(self, award_id: UUID) -> None:
        """Delete the signed badge: copies elsewhere remain, flagged by the status list."""


class Endorsements(Protocol):
    """Employers' endorsements."""

    def get(self, endorsement_id: UUID) -> Endorsement | None:
        """An endorsement."""

    def of_award(self, award_id: UUID) -> Endorsement | None:
        """The live endorsement of a badge."""

    def signed_with(self, issuer_id: UUID, key_id: str) -> Sequence[Endorsement]:
        """The live endorsements that this key signed."""

    def save(self, endorsement: Endorsement) -> None:
        """Insert or replace."""


@dataclass(frozen=True, slots=True)
class ListState:
    """A status list as it stands. ``revision`` grows at each revocation."""

    id: UUID
    issuer_id: UUID
    size: int
    revision: int


class StatusLists(Protocol):
    """Status lists and the places taken in them. A place is never given twice."""

    def place(self, territory: str, issuer_id: UUID, *, below: Callable[[int], int], at: datetime) -> StatusEntry:
        """Take a random free place in the issuer's open list, opening one when needed."""

    def revoke(self, entry: StatusEntry, *, at: datetime) -> None:
        """Set the bit; a bit is never cleared."""

    def get(self, list_id: UUID) -> ListState | None:
        """A list."""

    def revoked(self, list_id: UUID) -> frozenset[int]:
        """The indexes whose bit is set."""


class UnitOfWork(Protocol):
    """One transaction of `badges`."""

    territories: Territories
    accompaniments: Accompaniments
    placements: Placements
    issuers: Issuers
    achievements: Achievements
    awards: Awards
    credentials: Credentials
    endorsements: Endorsements
    lists: StatusLists

    def announce(self, award: Award, *, actor: str) -> None:
        """Publish the award as it now stands, with this transaction."""

    def log_signature(self, territory: str, sealed: Sealed, *, at: datetime) -> None:
        """Keep the trace of a signature: address, key and digest, never the content."""

    def audit(self, verb: str, award: Award, *, actor: str, details: Mapping[str, Any] | None = None) -> None:
        """Write the audit trail."""


class KeyStore(Protocol):
    """Private keys, kept outside the database and its backups."""

    def create(self, issuer_id: UUID, *, at: datetime) -> IssuerKey:
        """Make a key pair, keep the private half durably, return the public one."""

    def destroy(self, issuer_id: UUID, key_id: str) -> None:
        """Forget a private key; nothing happens when it is already gone."""


class Sealer(Protocol):
    """Signs documents with an issuer's newest key. Raises NoSigningKey when the private half is not here."""

    def seal(self, document: Mapping[str, Any], *, issuer: Issuer, at: datetime) -> Sealed:
        """The document with its proof, and the same as a token."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What signing takes: keys, the signer, addresses, and chance."""

    keys: KeyStore
    sealer: Sealer
    addresses: Addresses
    new_id: Callable[[], UUID]
    random_id: Callable[[], UUID]
    """An id that tells nothing, not even when it was drawn."""
    below: Callable[[int], int]
    salt: Callable[[], str]
    forbidden: tuple[str, ...] = ()
    """Words of the installation that no badge may tell."""
