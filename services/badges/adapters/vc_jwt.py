"""The second format: a credential as a signed JWT (VC-JWT of Open Badges 3.0, EdDSA).

The payload is the credential itself, without proof, plus ``iss``, ``sub``, ``jti``, ``nbf`` (and ``exp``) equal
to its fields. Refuses another algorithm, an unsigned token, and claims that contradict the credential.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import OKPKey

from services.badges.adapters.strict_json import parse_object
from services.badges.domain.instants import parse_instant

ALGORITHM = "EdDSA"
"""RFC 9864 prefers the name ``Ed25519``; the verifiers of Open Badges know ``EdDSA``."""

CLAIMS = ("iss", "sub", "jti", "nbf", "exp")


class _EddsaOnly(jws.JWSRegistry):
    """One algorithm, whatever the header says, and room for a DID address in ``kid``."""

    max_header_length = 2048

    def get_alg(self, name: str) -> JWSAlgModel:
        if name != ALGORITHM:
            raise UnsupportedAlgorithmError(f"Algorithm of '{name}' is not allowed")
        return self.algorithms[name]


_REGISTRY = _EddsaOnly()


class TokenRefused(ValueError):
    """The token cannot be trusted. The message is French and safe to show."""


def sign(document: Mapping[str, Any], *, key: Ed25519PrivateKey, verification_method: str) -> str:
    """The compact token of this credential (its ``proof``, if any, is left out)."""
    payload = {name: value for name, value in document.items() if name != "proof"}
    payload |= _claims(payload)
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": verification_method}
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, content, OKPKey.import_key(key), registry=_REGISTRY)


def read(token: str, key_of: Callable[[str], Ed25519PublicKey]) -> tuple[dict[str, Any], str]:
    """The credential and the address of the key that signed it.

    Raises TokenRefused, or what ``key_of`` raises.
    """
    try:
        header = jws.extract_compact(token.encode(), registry=_REGISTRY).headers()
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused("Ce texte n’est pas un jeton signé lisible.") from error
    method = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(method, str):
        raise TokenRefused("Le jeton n’est pas signé comme un badge que nous sachions lire (EdDSA).")
    public = key_of(method)
    try:
        verified = jws.deserialize_compact(token, OKPKey.import_key(public), registry=_REGISTRY)
    except (JoseError, ValueError) as error:
        raise TokenRefused("La signature ne correspond pas au contenu : le badge a été modifié.") from error
    try:
        payload = parse_object(verified.payload)
    except ValueError as error:
        raise TokenRefused("Le jeton ne contient pas un badge.") from error
    return _without_claims(payload), method


def unverified(token: str) -> dict[str, Any] | None:
    """What the token claims to hold, before any check; None when it cannot be read."""
    try:
        payload = parse_object(jws.extract_compact(token.encode(), registry=_REGISTRY).payload)
    except (JoseError, ValueError, TypeError):
        return None
    return {name: value for name, value in payload.items() if name not in CLAIMS}


def _claims(document: Mapping[str, Any]) -> dict[str, Any]:
    """The registered claims that repeat the credential's own fields."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    claims: dict[str, Any] = {
        "iss": issuer.get("id") if isinstance(issuer, Mapping) else issuer,
        "jti": document.get("id"),
    }
    if isinstance(subject, Mapping) and "id" in subject:
        claims["sub"] = subject["id"]
    for claim, name in (("nbf", "validFrom"), ("exp", "validUntil")):
        instant = parse_instant(document.get(name))
        if instant is not None:
            claims[claim] = int(instant.timestamp())
    return claims


def _without_claims(payload: dict[str, Any]) -> dict[str, Any]:
    document = {name: value for name, value in payload.items() if name not in CLAIMS}
    told = {name: payload[name] for name in CLAIMS if name in payload}
    if told != _claims(document):
        raise TokenRefused("Le jeton dit deux choses différentes sur l’émetteur, la personne ou les dates.")
    return document
