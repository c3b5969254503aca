"""What this house publishes, read for verification: DID documents of its issuers and its signed lists."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.badges.adapters.did_web import did_document
from services.badges.adapters.sealer import SignedLists
from services.badges.domain.addresses import Addresses
from services.badges.ports import Sealed, UnitOfWork


@dataclass(frozen=True, slots=True)
class HouseRecords:
    """The public records at one instant."""

    uow: UnitOfWork
    addresses: Addresses
    lists: SignedLists
    now: datetime

    def did_document(self, did: str) -> Mapping[str, Any] | None:
        issuer_id = _last_identifier(did, ":")
        if issuer_id is None or self.addresses.did(issuer_id) != did:
            return None
        issuer = self.uow.issuers.get(issuer_id)
        return did_document(issuer, self.addresses) if issuer else None

    def status_list(self, address: str) -> Mapping[str, Any] | None:
        list_id = _last_identifier(address, "/")
        if list_id is None or self.addresses.status_list(list_id) != address:
            return None
        sealed = self.sealed_list(list_id)
        return dict(json.loads(sealed.document)) if sealed else None

    def sealed_list(self, list_id: UUID) -> Sealed | None:
        """The signed list in both forms, None when there is no such list. Raises NoSigningKey."""
        state = self.uow.lists.get(list_id)
        issuer = self.uow.issuers.get(state.issuer_id) if state else None
        if state is None or issuer is None:
            return None
        return self.lists.get(state, issuer, lambda: self.uow.lists.revoked(list_id), now=self.now)


def _last_identifier(text: str, separator: str) -> UUID | None:
    try:
        return UUID(text.rpartition(separator)[2])
    except ValueError:
        return None
