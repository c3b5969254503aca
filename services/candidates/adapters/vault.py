"""One key per person: what is sealed with it is lost for good once the key is destroyed.

The person's data key is kept in the database wrapped by the territory's key, which is a file of the keys directory,
outside of the backups. Every sealed value is bound to its row (AES-GCM with associated data): moved to another row,
table, person or territory, it does not open. Refuses to open anything that was altered.
"""

import os
import threading
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(Exception):
    """The value was altered, moved, or sealed with a key that is gone."""


def _seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(bound_to) from error


class PersonKey:
    """The data key of one person, open in memory."""

    def __init__(self, key: bytes, territory: str, person: str) -> None:
        self._key = key
        self._owner = f"{territory}/{person}"

    def seal(self, plain: bytes, *, table: str, row: str) -> bytes:
        """Seal a value for one row of one table."""
        return _seal(self._key, plain, f"{self._owner}/{table}/{row}")

    def open(self, sealed: bytes, *, table: str, row: str) -> bytes:
        """Open the value of this row. Raises CannotOpen."""
        return _open(self._key, sealed, f"{self._owner}/{table}/{row}")


class Vault:
    """The territories' keys, one file each (mode 600), created when a territory first needs one. Thread-safe."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._keys: dict[str, bytes] = {}

    def fresh(self, territory: str, person: str) -> tuple[PersonKey, bytes]:
        """Return a new data key for a person, open and wrapped."""
        key = os.urandom(KEY_BYTES)
        wrapped = _seal(self._territory_key(territory), key, f"{territory}/{person}")
        return PersonKey(key, territory, person), wrapped

    def unwrap(self, wrapped: bytes, territory: str, person: str) -> PersonKey:
        """Open a person's data key. Raises CannotOpen."""
        key = _open(self._territory_key(territory), wrapped, f"{territory}/{person}")
        return PersonKey(key, territory, person)

    def _territory_key(self, territory: str) -> bytes:
        with self._lock:
            if territory not in self._keys:
                self._keys[territory] = self._read_or_create(territory)
            return self._keys[territory]

    def _read_or_create(self, territory: str) -> bytes:
        path = self._directory / "candidates" / f"{territory.encode().hex()}.key"
        if not path.exists():
            self._create(path)
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise CannotOpen(f"key of {territory}")
        return key

    @staticmethod
    def _create(path: Path) -> None:
        """Several processes may create it at once: the first to link its file wins, the others read that one."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
        handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
