"""The `eddsa-rdfc-2022` proof (W3C Data Integrity EdDSA Cryptosuites): signing and checking.

The signature covers SHA-256(proof options, read in the document's contexts) then SHA-256(document without
proof), both over canonical RDF. Refuses to sign what a context does not define, and to accept a document with
several proofs of this kind: nobody could tell which one speaks for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.badges.adapters.multikey import MalformedMultibase, from_multibase, multibase
from services.badges.adapters.rdf_digest import NotCanonical, digest
from services.badges.domain.instants import iso_instant, parse_instant

CRYPTOSUITE = "eddsa-rdfc-2022"


class ProofRefused(ValueError):
    """The proof is missing, malformed, or does not match. The message is French and safe to show."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was checked: by which key, when."""

    verification_method: str
    created: datetime


def secure(
    document: Mapping[str, Any], *, key: Ed25519PrivateKey, verification_method: str, created: datetime
) -> dict[str, Any]:
    """The document with its proof, as a new dict. Raises NotCanonical when a reader would see less than we do."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": iso_instant(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_covered(unsecured, options))
    return {**unsecured, "proof": [{**options, "proofValue": multibase(signature)}]}


def check(document: Mapping[str, Any], key_of: Callable[[str], Ed25519PublicKey]) -> Proof:
    """Check the document's proof with the key that ``key_of`` gives for its verification method.

    Raises ProofRefused, NotCanonical, or what ``key_of`` raises.
    """
    proof = the_proof(document)
    method, value = proof.get("verificationMethod"), proof.get("proofValue")
    created = parse_instant(proof.get("created"))
    if not isinstance(method, str) or not isinstance(value, str) or created is None:
        raise ProofRefused("La signature est incomplète : il y manque la clé, la date ou la valeur.")
    if proof.get("proofPurpose") != "assertionMethod":
        raise ProofRefused("La signature n’a pas été faite pour affirmer un contenu.")
    public = key_of(method)
    unsecured = {name: inner for name, inner in document.items() if name != "proof"}
    options = {name: inner for name, inner in proof.items() if name != "proofValue"}
    try:
        public.verify(from_multibase(value), _covered(unsecured, options))
    except (InvalidSignature, MalformedMultibase) as error:
        raise ProofRefused("La signature ne correspond pas au contenu : le badge a été modifié.") from error
    return Proof(method, created)


def the_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """The one proof of this kind. Raises ProofRefused when there is none, or several."""
    proofs = document.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    ours = [
        proof
        for proof in listed
        if isinstance(proof, dict)
        and proof.get("type") == "DataIntegrityProof"
        and proof.get("cryptosuite") == CRYPTOSUITE
    ]
    if not ours:
        raise ProofRefused("Le badge ne porte pas de signature que nous sachions lire (eddsa-rdfc-2022).")
    if len(ours) > 1:
        raise ProofRefused("Le badge porte plusieurs signatures du même genre : on ne sait laquelle croire.")
    return ours[0]


def _covered(unsecured: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    contexts = unsecured.get("@context")
    if "@context" in options and options["@context"] != contexts:
        raise NotCanonical("La signature ne se lit pas dans les mêmes contextes que le badge.")
    return digest({**options, "@context": contexts}) + digest(unsecured)
