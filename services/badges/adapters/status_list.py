"""Status lists as credentials: `BitstringStatusListCredential`, to be signed by the same issuer as the badges.

``encodedList`` is ``u`` + base64url(gzip(bits)), without padding. A list lives for a short while (``validUntil``),
so that a revocation reaches those who keep copies. Refuses to inflate more than a list can reasonably be.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from services.badges.adapters.packaged_contexts import CREDENTIALS_V2
from services.badges.domain.instants import iso_instant
from services.badges.domain.status import SMALLEST, bits, is_set

LARGEST_BYTES = 2 * 1024 * 1024
PURPOSE = "revocation"


class StatusUnreadable(ValueError):
    """The list or the entry cannot be read. The message is French and safe to show."""


def encode(content: bytes) -> str:
    """The same bits always give the same text (no time of compression inside)."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(content, mtime=0)).decode().rstrip("=")


def decode(encoded: str) -> bytes:
    """The bits of an ``encodedList``. Raises StatusUnreadable."""
    if not encoded.startswith("u"):
        raise StatusUnreadable("La liste des retraits est mal écrite.")
    try:
        packed = base64.b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj(wbits=31)
        content = inflater.decompress(packed, LARGEST_BYTES)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise StatusUnreadable("La liste des retraits est mal écrite.") from error
    if not inflater.eof:
        raise StatusUnreadable("La liste des retraits est tronquée ou démesurée.")
    return content


def list_credential(
    *,
    address: str,
    issuer_did: str,
    revoked: Collection[int],
    valid_from: datetime,
    valid_until: datetime,
    size: int = SMALLEST,
) -> dict[str, Any]:
    """The unsigned list credential published at ``address``."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did,
        "validFrom": iso_instant(valid_from),
        "validUntil": iso_instant(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encode(bits(revoked, size=size)),
        },
    }


def entry_revoked(entry: Mapping[str, Any], credential: Mapping[str, Any]) -> bool:
    """Whether this list says that the badge of this ``credentialStatus`` is revoked. Raises StatusUnreadable."""
    subject = credential.get("credentialSubject")
    if entry.get("type") != "BitstringStatusListEntry" or not isinstance(subject, Mapping):
        raise StatusUnreadable("Le badge ne dit pas son état d’une façon que nous sachions lire.")
    if entry.get("statusPurpose") != PURPOSE or subject.get("statusPurpose") != PURPOSE:
        raise StatusUnreadable("La liste ne parle pas de retrait.")
    index, encoded = entry.get("statusListIndex"), subject.get("encodedList")
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or not isinstance(encoded, str):
        raise StatusUnreadable("La place du badge dans la liste des retraits est mal écrite.")
    try:
        return is_set(decode(encoded), int(index))
    except IndexError as error:
        raise StatusUnreadable("La place du badge est hors de la liste des retraits.") from error
