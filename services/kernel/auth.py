"""Short signed tokens (JWT, EdDSA): each issuer signs with its own key, everybody verifies with the public ones.

Keys are files: ``{issuer}.private.json`` readable by that service alone, ``public/{issuer}.json`` (a JWK set,
newest first, retired keys kept until their tokens lapse) readable by all.
"""

import base64
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from services.kernel.problems import Unauthenticated

Claims = Mapping[str, Any]
ALGORITHM = "Ed25519"  # the name that RFC 9864 gives to EdDSA on this curve
AUDIENCE = "cite"
EXPIRED = "Votre session est terminée. Reconnectez-vous : rien n'est perdu."
REFUSED = "Ce lien ou cette connexion n'est pas valable. Demandez-en un nouveau, ou reconnectez-vous."


class KeyRing:
    """The directory of keys of a territory's installation."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._public: dict[str, tuple[int, KeySet]] = {}

    def private(self, issuer: str) -> OKPKey:
        """The signing key of an issuer, created on first use (file mode 600)."""
        path = self._directory / f"{issuer}.private.json"
        with self._lock:
            if not path.exists():
                self._create(path)
            key: OKPKey = OKPKey.import_key(json.loads(path.read_text()))
            self._publish(issuer, key)
            return key

    def public(self, issuer: str) -> KeySet:
        """The verification keys of an issuer; read again when the file changes."""
        path = self._directory / "public" / f"{issuer}.json"
        try:
            stamp = path.stat().st_mtime_ns
        except FileNotFoundError:
            raise Unauthenticated(REFUSED) from None
        cached = self._public.get(issuer)
        if cached is None or cached[0] != stamp:
            cached = (stamp, KeySet.import_key_set(json.loads(path.read_text())))
            self._public[issuer] = cached
        return cached[1]

    def rotate(self, issuer: str) -> str:
        """Sign with a new key from now on, and return its name.

        Its public half is published before it signs; the one that it replaces stays published, so that no token that
        was given is refused. The ones before, whose tokens lapsed long ago, are forgotten.
        """
        retired = self.private(issuer)
        fresh = _new_key()
        public = [fresh.as_dict(private=False), retired.as_dict(private=False)]
        _write(self._directory / "public" / f"{issuer}.json", {"keys": public}, mode=0o644)
        _write(self._directory / f"{issuer}.private.json", fresh.as_dict(private=True), mode=0o600)
        return str(fresh.kid)

    def jwks(self, issuer: str) -> dict[str, Any]:
        """The public JWK set, as served."""
        path = self._directory / "public" / f"{issuer}.json"
        document: dict[str, Any] = json.loads(path.read_text())
        return document

    def _create(self, path: Path) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.new")
        handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(_new_key().as_dict(private=True), file)
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()

    def _publish(self, issuer: str, key: OKPKey) -> None:
        """Write the public half where it is missing: a death just after the creation would leave it so."""
        path = self._directory / "public" / f"{issuer}.json"
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, {"keys": [key.as_dict(private=False)]}, mode=0o644)


def _new_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM}, auto_kid=True)


def _write(path: Path, document: Mapping[str, Any], *, mode: int) -> None:
    """Replace a file whole: a reader sees the former content or the new one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "w") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


class Signer:
    """Mints the tokens of one issuer."""

    def __init__(self, issuer: str, ring: KeyRing) -> None:
        self.issuer = issuer
        self._ring = ring
        ring.private(issuer)

    def mint(self, claims: Claims, *, lasts: timedelta, now: datetime) -> str:
        """A signed token with these claims; ``sub`` must be among them."""
        key = self._ring.private(self.issuer)
        header = {"alg": ALGORITHM, "kid": key.kid}
        body = {
            **claims,
            "iss": self.issuer,
            "aud": AUDIENCE,
            "iat": int(now.timestamp()),
            "exp": int((now + lasts).timestamp()),
        }
        return jwt.encode(header, body, key, algorithms=[ALGORITHM])


class Verifier:
    """Reads tokens: signature, issuer, audience, time. What an issuer may claim is judged by the caller."""

    def __init__(self, ring: KeyRing, issuers: frozenset[str]) -> None:
        self._ring = ring
        self._issuers = issuers

    def claims(self, token: str, *, now: datetime) -> Claims:
        """The claims of a valid token, or Unauthenticated in the user's words."""
        try:
            issuer = _unverified_issuer(token)
            if issuer not in self._issuers:
                raise Unauthenticated(REFUSED)
            decoded = jwt.decode(token, self._ring.public(issuer), algorithms=[ALGORITHM])
        except (JoseError, ValueError, LookupError, TypeError) as error:
            raise Unauthenticated(REFUSED) from error
        claims = decoded.claims
        if claims.get("iss") != issuer or claims.get("aud") != AUDIENCE or not isinstance(claims.get("sub"), str):
            raise Unauthenticated(REFUSED)
        if not isinstance(claims.get("exp"), int) or claims["exp"] <= now.timestamp():
            raise Unauthenticated(EXPIRED)
        return dict(claims)


def _unverified_issuer(token: str) -> str:
    payload = token.split(".")[1]
    padded = payload + "=" * (-len(payload) % 4)
    claims = json.loads(base64.urlsafe_b64decode(padded))
    return str(claims["iss"])
