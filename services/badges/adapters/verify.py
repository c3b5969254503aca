"""Our own verifier, for the public page: each step is told in French, and the first wrong one ends the walk.

Keys and status lists come from this service's own records, or from the badge itself for `did:key`: nothing is
fetched, so nobody can make this server call another. A badge of another house is read, its form and dates are
checked, and the page says plainly what could not be checked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.badges.adapters import eddsa_rdfc, vc_jwt
from services.badges.adapters.badge_reader import Found, NotABadge, find_badge
from services.badges.adapters.did_web import KeyNotFound, key_in, key_of_did_key
from services.badges.adapters.eddsa_rdfc import ProofRefused
from services.badges.adapters.packaged_contexts import CREDENTIALS_V2
from services.badges.adapters.rdf_digest import NotCanonical
from services.badges.adapters.status_list import StatusUnreadable, entry_revoked
from services.badges.adapters.told import told_by
from services.badges.adapters.vc_jwt import TokenRefused
from services.badges.domain.instants import parse_instant
from services.badges.domain.verification import Report, Step, Verdict

CLOCKS = timedelta(minutes=5)
"""Two clocks may differ by this much."""

FILE, FORM, KEY, SIGNATURE = "Le fichier", "La forme", "L’émetteur et sa clé", "La signature"
DATES, STATUS = "Les dates", "Le retrait"


class Records(Protocol):
    """What this house knows: its issuers' DID documents and its signed status lists."""

    def did_document(self, did: str) -> Mapping[str, Any] | None:
        """The DID document of one of our issuers, None for a stranger."""

    def status_list(self, address: str) -> Mapping[str, Any] | None:
        """The signed list we publish at this address, None when it is not ours."""


class _Unknown(Exception):
    """The issuer is not ours: its key cannot be had without asking the network."""


@dataclass(slots=True)
class BadgeVerifier:
    """Checks what people hand over against our records."""

    records: Records

    def verify(self, content: bytes, *, now: datetime) -> Report:
        """The report on this file or text. Never raises: a refusal is a step."""
        steps: list[Step] = []
        try:
            found = find_badge(content)
        except NotABadge as error:
            return Report((Step(FILE, Verdict.WRONG, str(error)),))
        steps.append(Step(FILE, Verdict.RIGHT, f"Un badge a été trouvé {found.where}."))
        document = self._authentic(found, steps)
        if document is None:
            return Report(tuple(steps))
        if not any(step.verdict is Verdict.WRONG for step in steps):
            steps.append(_dates(document, now))
            steps.append(self._status(document, now))
        return Report(tuple(steps), told_by(document))

    def _authentic(self, found: Found, steps: list[Step]) -> Mapping[str, Any] | None:
        """Form, key and signature; the document, or None when even its form is wrong."""
        document = found.document if found.document is not None else vc_jwt.unverified(found.token or "")
        form = _form(document)
        steps.append(form)
        if document is None or form.verdict is Verdict.WRONG:
            return None
        keys = _Keys(self.records, _issuer(document))
        try:
            if found.token is not None:
                vc_jwt.read(found.token, keys.of)
            else:
                eddsa_rdfc.check(document, keys.of)
        except _Unknown as stranger:
            steps.append(Step(KEY, Verdict.UNSURE, str(stranger)))
            steps.append(Step(SIGNATURE, Verdict.UNSURE, "Sans la clé, la signature n’a pas pu être vérifiée ici."))
        except KeyNotFound as error:
            steps.append(Step(KEY, Verdict.WRONG, str(error)))
        except (ProofRefused, NotCanonical, TokenRefused) as error:
            if keys.step is not None:
                steps.append(keys.step)
            steps.append(Step(SIGNATURE, Verdict.WRONG, str(error)))
        else:
            if keys.step is not None:
                steps.append(keys.step)
            steps.append(Step(SIGNATURE, Verdict.RIGHT, "Le contenu est exactement celui qui a été signé."))
        return document

    def _status(self, document: Mapping[str, Any], now: datetime) -> Step:
        entry = document.get("credentialStatus")
        if entry is None:
            return Step(STATUS, Verdict.RIGHT, "Ce badge ne prévoit pas de retrait.")
        address = entry.get("statusListCredential") if isinstance(entry, Mapping) else None
        listed = self.records.status_list(address) if isinstance(address, str) else None
        if listed is None:
            return Step(STATUS, Verdict.UNSURE, "La liste des retraits est tenue ailleurs : elle n’a pas été lue.")
        if _issuer(listed) != _issuer(document):
            return Step(STATUS, Verdict.WRONG, "La liste des retraits n’est pas celle de l’émetteur.")
        try:
            eddsa_rdfc.check(listed, _Keys(self.records, _issuer(listed)).of)
            revoked = entry_revoked(entry, listed)
        except (StatusUnreadable, ProofRefused, NotCanonical, KeyNotFound, _Unknown) as error:
            return Step(STATUS, Verdict.WRONG, str(error))
        if revoked:
            return Step(STATUS, Verdict.WRONG, "L’émetteur a retiré ce badge : il ne vaut plus.")
        return Step(STATUS, Verdict.RIGHT, "Ce badge n’a pas été retiré.")


@dataclass(slots=True)
class _Keys:
    """Gives the key a signature names, bound to the badge's issuer, and remembers what to tell about it."""

    records: Records
    issuer: str
    step: Step | None = None

    def of(self, method: str) -> Ed25519PublicKey:
        did = method.partition("#")[0]
        if did != self.issuer:
            raise KeyNotFound("La clé qui a signé n’est pas celle de l’émetteur annoncé.")
        if did.startswith("did:key:"):
            key = key_of_did_key(method)
            text = "La clé est dans le badge lui-même : personne ne dit à qui elle appartient."
            self.step = Step(KEY, Verdict.UNSURE, text)
            return key
        document = self.records.did_document(did)
        if document is None:
            raise _Unknown("Cet émetteur n’est pas connu ici : sa clé se demande chez lui.")
        key = key_in(document, method)
        self.step = Step(KEY, Verdict.RIGHT, "L’émetteur est connu et la clé est bien la sienne.")
        return key


def _issuer(document: Mapping[str, Any]) -> str:
    issuer = document.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return identifier if isinstance(identifier, str) else ""


def _form(document: Mapping[str, Any] | None) -> Step:
    if document is None:
        return Step(FORM, Verdict.WRONG, "Le jeton n’est pas lisible.")
    contexts, types = document.get("@context"), document.get("type")
    listed = types if isinstance(types, list) else [types]
    if not isinstance(contexts, list) or not contexts or contexts[0] != CREDENTIALS_V2:
        return Step(FORM, Verdict.WRONG, "Ce n’est pas un badge au format Open Badges 3.0.")
    if "VerifiableCredential" not in listed:
        return Step(FORM, Verdict.WRONG, "Ce document n’est pas une attestation vérifiable.")
    known = {"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"}
    if known.isdisjoint(kind for kind in listed if isinstance(kind, str)):
        return Step(FORM, Verdict.WRONG, "Ce document est une attestation, mais pas un badge.")
    if not _issuer(document) or not isinstance(document.get("credentialSubject"), Mapping):
        return Step(FORM, Verdict.WRONG, "Il manque au badge son émetteur ou ce qu’il atteste.")
    return Step(FORM, Verdict.RIGHT, "C’est un badge au format Open Badges 3.0.")


def _dates(document: Mapping[str, Any], now: datetime) -> Step:
    start, end = parse_instant(document.get("validFrom")), parse_instant(document.get("validUntil"))
    if start is None or ("validUntil" in document and end is None):
        return Step(DATES, Verdict.WRONG, "Les dates du badge sont mal écrites.")
    if start > now + CLOCKS:
        return Step(DATES, Verdict.WRONG, "Ce badge n’est pas encore valable.")
    if end is not None and end < now - CLOCKS:
        return Step(DATES, Verdict.WRONG, "Ce badge n’est plus valable : sa date de fin est passée.")
    return Step(DATES, Verdict.RIGHT, "Ce badge est valable aujourd’hui.")
