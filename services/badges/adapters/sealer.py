"""Signs credentials with an issuer's newest key, in both forms, and publishes signed status lists.

A signed list is kept in memory until half its life is over, a badge is revoked, or the key changes.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.badges.adapters import eddsa_rdfc, vc_jwt
from services.badges.adapters.key_files import KeyFiles
from services.badges.adapters.status_list import list_credential
from services.badges.domain.addresses import Addresses
from services.badges.domain.issuer import Issuer
from services.badges.ports import ListState, Sealed


class IssuerSealer:
    """Signs with the keys of a key store."""

    def __init__(self, keys: KeyFiles, addresses: Addresses) -> None:
        self._keys = keys
        self._addresses = addresses

    def seal(self, document: Mapping[str, Any], *, issuer: Issuer, at: datetime) -> Sealed:
        key = issuer.signing_key()
        private = self._keys.private(issuer.id, key.key_id)
        method = self._addresses.verification_method(issuer.id, key.key_id)
        secured = eddsa_rdfc.secure(document, key=private, verification_method=method, created=at)
        text = json.dumps(secured, ensure_ascii=False, separators=(",", ":"))
        return Sealed(
            address=str(document["id"]),
            issuer_id=issuer.id,
            key_id=key.key_id,
            document=text,
            token=vc_jwt.sign(document, key=private, verification_method=method),
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )


class SignedLists:
    """The status lists as served. Thread-safe; one per process."""

    def __init__(self, sealer: IssuerSealer, addresses: Addresses, *, last: timedelta) -> None:
        self._sealer = sealer
        self._addresses = addresses
        self._last = last
        self._lock = threading.Lock()
        self._kept: dict[UUID, tuple[tuple[int, str], datetime, Sealed]] = {}

    def get(self, state: ListState, issuer: Issuer, revoked: Callable[[], Collection[int]], *, now: datetime) -> Sealed:
        """The signed list. ``revoked`` is asked only when it must be signed again. Raises NoSigningKey."""
        stamp = (state.revision, issuer.signing_key().key_id)
        with self._lock:
            kept = self._kept.get(state.id)
        if kept is not None and kept[0] == stamp and kept[1] <= now < kept[1] + self._last / 2:
            return kept[2]
        content = list_credential(
            address=self._addresses.status_list(state.id),
            issuer_did=self._addresses.did(issuer.id),
            revoked=revoked(),
            valid_from=now,
            valid_until=now + self._last,
            size=state.size,
        )
        sealed = self._sealer.seal(content, issuer=issuer, at=now)
        with self._lock:
            self._kept[state.id] = (stamp, now, sealed)
        return sealed
