"""Who signs: an issuer (the territory under its neutral public name, or an employer who endorses) and its keys.

Keys rotate: the newest signs, the retired stay published so that older badges keep verifying, a stolen one is
removed and what it signed must be issued again. Refuses to sign without a live key.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class IssuerKind(StrEnum):
    TERRITORY = "territory"
    EMPLOYER = "employer"


class NoSigningKey(LookupError):
    """The issuer has no live key: one must be made (`cite badges keys rotate`)."""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key of an issuer. ``key_id`` is the fragment of its address; ``public`` its Multikey (``z6Mk…``)."""

    key_id: str
    public: str
    created_at: datetime
    retired_at: datetime | None = None
    stolen_at: datetime | None = None

    @property
    def live(self) -> bool:
        """True when it may sign."""
        return self.retired_at is None and self.stolen_at is None


@dataclass(frozen=True, slots=True)
class Issuer:
    """``id`` is random: the address of an issuer tells neither the scheme nor the district."""

    id: UUID
    territory: str
    kind: IssuerKind
    name: str
    keys: tuple[IssuerKey, ...] = ()
    company_id: UUID | None = None

    def signing_key(self) -> IssuerKey:
        """The newest live key. Raises NoSigningKey."""
        live = [key for key in self.keys if key.live]
        if not live:
            raise NoSigningKey(str(self.id))
        return max(live, key=lambda key: key.created_at)

    def published_keys(self) -> tuple[IssuerKey, ...]:
        """Keys that verifiers may trust: live first, then retired, newest first; never a stolen one."""
        trusted = [key for key in self.keys if key.stolen_at is None]
        return tuple(sorted(trusted, key=lambda key: (key.live, key.created_at), reverse=True))

    def rotated(self, new: IssuerKey) -> "Issuer":
        """The issuer with this new key signing and the former ones retired at its creation."""
        retired = tuple(replace(key, retired_at=new.created_at) if key.live else key for key in self.keys)
        return replace(self, keys=(*retired, new))

    def without(self, key_id: str, *, stolen_at: datetime) -> "Issuer":
        """The issuer once this key is known to be stolen. Raises KeyError when it never had it."""
        if key_id not in {key.key_id for key in self.keys}:
            raise KeyError(key_id)
        keys = tuple(replace(key, stolen_at=stolen_at) if key.key_id == key_id else key for key in self.keys)
        return replace(self, keys=keys)
