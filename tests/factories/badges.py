"""Badges signed for the tests by a house of their own: an issuer, its keys, its lists, and what it publishes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.badges.adapters import eddsa_rdfc, vc_jwt
from services.badges.adapters.did_web import did_document
from services.badges.adapters.multikey import multikey
from services.badges.adapters.packaged_contexts import PINNED, packaged_context
from services.badges.adapters.status_list import list_credential
from services.badges.domain.achievement import IMMERSION, Achievement, achievement_of
from services.badges.domain.addresses import Addresses
from services.badges.domain.award import Award, AwardState, HashedEmail, Observed
from services.badges.domain.credential import endorsement, open_badge
from services.badges.domain.issuer import Issuer, IssuerKey, IssuerKind
from services.badges.domain.status import StatusEntry

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
"""Third-party verifiers read the machine's clock, so these badges are signed a little before now."""
ADDRESSES = Addresses("https://badges.example.test:8443")


def an_award(achievement: Achievement, **changes: Any) -> Award:
    """A badge proposed at the end of an immersion, with two skills observed."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "territory": "port-neuf",
        "version": 1,
        "placement_id": uuid4(),
        "profile_id": uuid4(),
        "company_id": uuid4(),
        "company_name": "Les Halles du Port",
        "achievement_id": achievement.id,
        "name": achievement.name,
        "ended_on": date(2026, 3, 13),
        "observed": (Observed("Accueillir le public", 3), Observed("Tenir un standard", 2)),
        "endorsed": False,
        "state": AwardState.PROPOSED,
        "proposed_at": NOW,
        "changed_at": NOW,
    }
    return Award(**(values | changes))


@dataclass
class BadgeHouse:
    """An issuer with its private keys, able to sign and to publish as the service does."""

    name: str = "Parcours Atlantique"
    kind: IssuerKind = IssuerKind.TERRITORY
    issuer: Issuer = field(init=False)
    private: dict[str, Ed25519PrivateKey] = field(default_factory=dict)
    list_id: UUID = field(default_factory=uuid4)
    revoked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.issuer = Issuer(uuid4(), "port-neuf", self.kind, self.name)
        self.rotate(at=NOW - timedelta(days=1))

    def rotate(self, *, at: datetime) -> None:
        key = Ed25519PrivateKey.generate()
        name = multikey(key.public_key())
        self.private[name] = key
        self.issuer = self.issuer.rotated(IssuerKey(name, name, at))

    @property
    def method(self) -> str:
        return ADDRESSES.verification_method(self.issuer.id, self.issuer.signing_key().key_id)

    @property
    def key(self) -> Ed25519PrivateKey:
        return self.private[self.issuer.signing_key().key_id]

    def achievement(self, trade: str = "Accueil et renseignements", rome: str = "M1601") -> Achievement:
        return achievement_of(issuer_id=self.issuer.id, territory="port-neuf", family=IMMERSION, trade=trade, rome=rome)

    def content(self, *, index: int = 77, email: HashedEmail | None = None, at: datetime = NOW) -> dict[str, Any]:
        """An unsigned badge."""
        achievement = self.achievement()
        return open_badge(
            an_award(achievement, subject=f"urn:uuid:{uuid4()}", email=email),
            achievement=achievement,
            issuer=self.issuer,
            addresses=ADDRESSES,
            status=StatusEntry(self.list_id, index),
            issued_at=at,
        )

    def endorsement_of(self, badge: Mapping[str, Any], *, index: int = 78) -> dict[str, Any]:
        """The unsigned opinion of this house, an employer, on a badge."""
        award = an_award(self.achievement(), id=UUID(str(badge["id"]).rsplit("/", 1)[1]))
        return endorsement(
            endorsement_id=uuid4(),
            award=award,
            employer=self.issuer,
            comment="Nous avons vu ce travail et nous confirmons ce que dit ce badge.",
            addresses=ADDRESSES,
            status=StatusEntry(self.list_id, index),
            endorsed_at=NOW,
        )

    def sign(self, content: Mapping[str, Any], *, at: datetime = NOW) -> dict[str, Any]:
        return eddsa_rdfc.secure(content, key=self.key, verification_method=self.method, created=at)

    def token(self, content: Mapping[str, Any]) -> str:
        return vc_jwt.sign(content, key=self.key, verification_method=self.method)

    def status_content(self, *, valid_for: timedelta = timedelta(days=1)) -> dict[str, Any]:
        return list_credential(
            address=ADDRESSES.status_list(self.list_id),
            issuer_did=ADDRESSES.did(self.issuer.id),
            revoked=self.revoked,
            valid_from=NOW,
            valid_until=NOW + valid_for,
        )

    def publishes(self) -> dict[str, Any]:
        """Address → document of everything a verifier may ask for, the JSON-LD contexts included."""
        return {
            ADDRESSES.did_document(self.issuer.id): did_document(self.issuer, ADDRESSES),
            ADDRESSES.status_list(self.list_id): self.sign(self.status_content()),
            **{url: packaged_context(url) for url in PINNED},
        }

    def did_document(self, did: str) -> dict[str, Any] | None:
        """The records our own verifier reads."""
        return did_document(self.issuer, ADDRESSES) if did == ADDRESSES.did(self.issuer.id) else None

    def status_list(self, address: str) -> dict[str, Any] | None:
        known = address == ADDRESSES.status_list(self.list_id)
        return self.sign(self.status_content()) if known else None


def published_bytes(house: BadgeHouse, address: str) -> bytes:
    """What an HTTP client would get at this address; KeyError elsewhere."""
    return json.dumps(house.publishes()[address]).encode()
