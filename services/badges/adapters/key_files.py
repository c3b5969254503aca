"""Private keys of the issuers as files: ``{keys}/badges/{issuer}/{key}.key``, 32 raw bytes, mode 600.

They live outside the database and its backups; every process of `badges` that signs sees the same directory.
Refuses to overwrite a key, and says NoSigningKey when a key is not on this machine.
"""

import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.badges.adapters.multikey import multikey
from services.badges.domain.issuer import IssuerKey, NoSigningKey


class KeyFiles:
    """The key store of an installation, under its keys directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory / "badges"

    def create(self, issuer_id: UUID, *, at: datetime) -> IssuerKey:
        private = Ed25519PrivateKey.generate()
        name = multikey(private.public_key())
        path = self._path(issuer_id, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(private.private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        return IssuerKey(name, name, at)

    def destroy(self, issuer_id: UUID, key_id: str) -> None:
        self._path(issuer_id, key_id).unlink(missing_ok=True)

    def private(self, issuer_id: UUID, key_id: str) -> Ed25519PrivateKey:
        """The private half of a key. Raises NoSigningKey."""
        try:
            content = self._path(issuer_id, key_id).read_bytes()
        except FileNotFoundError as error:
            raise NoSigningKey(key_id) from error
        return Ed25519PrivateKey.from_private_bytes(content)

    def _path(self, issuer_id: UUID, key_id: str) -> Path:
        if not key_id.isalnum():
            raise ValueError("a key is named by its Multikey")
        return self._directory / str(issuer_id) / f"{key_id}.key"
