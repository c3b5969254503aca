"""The content of an Open Badge 3.0, before it is signed (1EdTech Open Badges 3.0; W3C VC Data Model 2.0).

It holds the achievement, the issuer's neutral public name, when it was awarded, and an address drawn at random
for the person. Never a name, a clear e-mail, a birth date, a district, a scheme, an employer or a status.
Fields are omitted rather than empty; only terms that the two contexts define are used, never `endorsementJwt`
or `jti`, whose definitions differ between copies of the same context.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from services.badges.domain.achievement import Achievement
from services.badges.domain.addresses import Addresses
from services.badges.domain.award import Award, HashedEmail, Observed
from services.badges.domain.instants import iso_instant
from services.badges.domain.issuer import Issuer
from services.badges.domain.status import StatusEntry

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
LEVELS = {1: "découvert", 2: "fait avec de l’aide", 3: "fait en autonomie"}


def open_badge(
    award: Award,
    *,
    achievement: Achievement,
    issuer: Issuer,
    addresses: Addresses,
    status: StatusEntry,
    issued_at: datetime,
) -> dict[str, Any]:
    """The unsigned credential of an accepted award. Raises ValueError when nobody accepted it."""
    if award.subject is None:
        raise ValueError("an award that nobody accepted has no credential")
    held: dict[str, Any] = {"id": award.subject, "type": ["AchievementSubject"]}
    if award.email is not None:
        held["identifier"] = [_identity(award.email)]
    held["achievement"] = achievement_document(achievement, addresses, award.observed)
    if award.observed:
        held["result"] = [_result(achievement, addresses, skill) for skill in award.observed]
    return {
        "@context": list(CONTEXTS),
        "id": addresses.badge(award.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name,
        "issuer": profile(issuer, addresses),
        "validFrom": iso_instant(issued_at),
        "awardedDate": iso_instant(award.issued_at or issued_at),
        "credentialSubject": held,
        "credentialStatus": status_entry(status, addresses),
    }


def profile(issuer: Issuer, addresses: Addresses) -> dict[str, Any]:
    """The issuer as credentials show it: its DID and its public name."""
    return {"id": addresses.did(issuer.id), "type": ["Profile"], "name": issuer.name}


def achievement_document(
    achievement: Achievement, addresses: Addresses, observed: tuple[Observed, ...] = ()
) -> dict[str, Any]:
    """The achievement inside a credential, or published alone at its address."""
    document: dict[str, Any] = {
        "id": addresses.achievement(achievement.id),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
        "image": {"id": addresses.achievement_image(achievement.id), "type": "Image", "caption": achievement.name},
        "inLanguage": "fr",
    }
    if achievement.rome:
        document["alignment"] = [
            {
                "type": ["Alignment"],
                "targetName": achievement.trade,
                "targetCode": achievement.rome,
                "targetFramework": "ROME 4.0",
                "targetType": "ext:ROME",
                "targetUrl": achievement.rome_page,
            }
        ]
    if observed:
        document["resultDescription"] = [
            {
                "id": _result_address(achievement, addresses, skill),
                "type": ["ResultDescription"],
                "name": skill.label,
                "resultType": "Result",
            }
            for skill in observed
        ]
    return document


def status_entry(status: StatusEntry, addresses: Addresses) -> dict[str, Any]:
    """One object, one purpose: revocation."""
    listed = addresses.status_list(status.list_id)
    return {
        "id": f"{listed}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": listed,
    }


def endorsement(
    *,
    endorsement_id: UUID,
    award: Award,
    employer: Issuer,
    comment: str,
    addresses: Addresses,
    status: StatusEntry,
    endorsed_at: datetime,
) -> dict[str, Any]:
    """The employer's own opinion of this badge: a separate document, signed with the employer's key."""
    return {
        "@context": list(CONTEXTS),
        "id": addresses.endorsement(endorsement_id),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Avis de l’employeur",
        "issuer": profile(employer, addresses),
        "validFrom": iso_instant(endorsed_at),
        "credentialSubject": {
            "id": addresses.badge(award.id),
            "type": ["EndorsementSubject"],
            "endorsementComment": comment,
        },
        "credentialStatus": status_entry(status, addresses),
    }


def _identity(email: HashedEmail) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "salt": email.salt,
        "identityHash": f"sha256${email.digest}",
    }


def _result(achievement: Achievement, addresses: Addresses, skill: Observed) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": _result_address(achievement, addresses, skill),
        "value": LEVELS.get(skill.level, LEVELS[1]),
    }


def _result_address(achievement: Achievement, addresses: Addresses, skill: Observed) -> str:
    return f"{addresses.achievement(achievement.id)}#{uuid5(achievement.id, skill.label.casefold())}"
