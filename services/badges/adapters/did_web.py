"""DID documents of our issuers (`did:web`), and reading a key out of one.

A document lists every key that verifiers may trust, the signing one first: retired keys stay, in
``verificationMethod`` and in ``assertionMethod``, as long as badges signed with them live. A stolen key is gone.
Refuses a key that the document does not allow for assertions, or that another party controls.
"""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.badges.adapters.multikey import MalformedMultibase, public_key
from services.badges.domain.addresses import Addresses
from services.badges.domain.issuer import Issuer

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


class KeyNotFound(LookupError):
    """No trusted key at this address. The message is French and safe to show."""


def did_document(issuer: Issuer, addresses: Addresses) -> dict[str, Any]:
    """The content of the issuer's ``did.json``."""
    did = addresses.did(issuer.id)
    methods = [
        {
            "id": addresses.verification_method(issuer.id, key.key_id),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public,
        }
        for key in issuer.published_keys()
    ]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_in(document: Mapping[str, Any], method: str) -> Ed25519PublicKey:
    """The key that ``method`` (a DID address with its fragment) names. Raises KeyNotFound."""
    did = method.partition("#")[0]
    if document.get("id") != did:
        raise KeyNotFound("La fiche de l’émetteur n’est pas celle que le badge annonce.")
    if method not in document.get("assertionMethod", []):
        raise KeyNotFound("Cette clé n’est pas, ou n’est plus, une clé de l’émetteur.")
    for entry in document.get("verificationMethod", []):
        if entry.get("id") != method:
            continue
        if entry.get("type") != "Multikey" or entry.get("controller") != did:
            raise KeyNotFound("La clé annoncée n’appartient pas à l’émetteur.")
        return _read(entry.get("publicKeyMultibase"))
    raise KeyNotFound("Cette clé n’est pas, ou n’est plus, une clé de l’émetteur.")


def key_of_did_key(method: str) -> Ed25519PublicKey:
    """The key that a did:key is, its fragment repeating it. Raises KeyNotFound."""
    did, _, fragment = method.partition("#")
    if not did.startswith("did:key:") or (fragment and fragment != did[len("did:key:") :]):
        raise KeyNotFound("L’adresse de la clé est mal écrite.")
    return _read(did[len("did:key:") :])


def _read(multibase: object) -> Ed25519PublicKey:
    if not isinstance(multibase, str):
        raise KeyNotFound("La clé de l’émetteur est illisible.")
    try:
        return public_key(multibase)
    except (MalformedMultibase, ValueError) as error:
        raise KeyNotFound("La clé de l’émetteur est illisible.") from error
