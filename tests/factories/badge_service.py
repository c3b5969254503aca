"""The real service of badges, alone, on a local event log and a migrated database of its own.

``hear`` publishes facts of other services and lets the consumer handle them; ``told`` reads what badges announced.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from services.badges.bootstrap import MIGRATIONS, NAME, build
from services.badges.entrypoints.shop import Shop
from services.badges.settings import BadgesSettings
from services.contracts.access import claims_of
from services.contracts.accounts import TerritoryConfigured
from services.contracts.actors import MINTED_BY, Actor, Role
from services.contracts.badges import AwardChanged
from services.contracts.candidates import Access, ProfileChanged, ProfileErased
from services.contracts.employers import ObservedSkill
from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import OfferKind, PlacementOutcome, PlacementStatus
from services.kernel import migrate, tables
from services.kernel.auth import KeyRing, Signer
from services.kernel.clock import new_id
from services.kernel.envelope import Envelope, wrap
from services.kernel.eventlog.port import Outgoing
from services.kernel.facts import Fact
from tests.factories.asgi_client import asgi_client

TERRITORY = "port-neuf"
SKILLS = (
    ObservedSkill(label="Accueillir le public", level=3),
    ObservedSkill(label="Tenir un standard", level=2),
)
REFERENT, STRUCTURE = UUID(int=0xA1), UUID(int=0xA2)


class BadgeService:
    """The service, its people and its clock. The clock starts a little in the past: verifiers read the real one."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        told = {"data_dir": folder, "public_base": "https://badges.example.test", **settings}
        self.settings = BadgesSettings(**told)
        self.runtime = build(self.settings, clock=lambda: self.now)
        migrate.upgrade(self.runtime.database, NAME, MIGRATIONS)
        self.runtime.declare_topics()
        (self.consumer,) = self.runtime.consumers
        self.ring = KeyRing(self.settings.keys())
        self.versions: dict[UUID, int] = {}

    def close(self) -> None:
        self.runtime.close()
        self.runtime.event_log.close()

    @property
    def shop(self) -> Shop:
        shop: Shop = self.runtime.app.state.badges
        return shop

    def hear(self, *facts: Fact) -> None:
        """Publish these facts and handle them."""
        self.publish(*(wrap(fact, event_id=new_id(), source="t", tenant=TERRITORY, at=self.now) for fact in facts))
        self.consume()

    def publish(self, *envelopes: Envelope) -> None:
        topics = {fact.TYPE: fact.TOPIC.name for fact in (TerritoryConfigured, PlacementChanged, ProfileChanged)}
        topics[ProfileErased.TYPE] = ProfileErased.TOPIC.name
        self.runtime.event_log.append(
            [Outgoing(topics[one.type], f"{TERRITORY}:{one.subject}", one.to_bytes()) for one in envelopes]
        )

    def consume(self) -> None:
        subscription = self.runtime.event_log.subscribe(self.consumer.name, self.consumer.reactions.topics())
        try:
            while self.consumer.step(subscription, timeout=0):
                pass
        finally:
            subscription.close()

    def told(self) -> list[AwardChanged]:
        """What badges announced, in order."""
        with self.runtime.database.reading() as connection:
            rows = connection.execute(select(tables.outbox.c.value).order_by(tables.outbox.c.id)).scalars().all()
        return [AwardChanged.model_validate(Envelope.from_bytes(row).data) for row in rows]

    def client(self, actor: Actor | None = None, *, accept: str = "*/*", fragment: bool = False) -> httpx.Client:
        """An HTTP client, with the actor's token when there is one; ``fragment`` asks for pieces of pages."""
        client = asgi_client(self.runtime.app, base_url="https://badges.example.test")
        client.headers["accept"] = accept
        if fragment:
            client.headers["x-fragment"] = "1"
        if actor is not None:
            client.headers["Authorization"] = f"Bearer {self.token(actor)}"
        return client

    def token(self, actor: Actor) -> str:
        issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
        real_now = datetime.now(UTC)
        return Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=real_now)

    def ready(self, **changes: Any) -> "BadgeService":
        """The territory is configured."""
        self.hear(configured(**changes))
        return self

    def proposed(self, **changes: Any) -> AwardChanged:
        """A placement has ended well and its badge is proposed; the person is accompanied by REFERENT."""
        profile = changes.pop("profile_id", None) or uuid4()
        self.hear(accompanied(profile), ended(profile_id=profile, **changes))
        return self.told()[-1]

    def issued(self, **changes: Any) -> AwardChanged:
        """A badge accepted by its person."""
        award = self.proposed(**changes)
        answer = self.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
        assert answer.status_code == 200, answer.text
        return self.told()[-1]


def configured(**changes: Any) -> TerritoryConfigured:
    values: dict[str, Any] = {
        "territory": TERRITORY,
        "version": 1,
        "name": "Port-Neuf et Laleu",
        "public_name": "Parcours Atlantique",
        "latitude": 46.16,
        "longitude": -1.15,
    }
    return TerritoryConfigured(**(values | changes))


def accompanied(profile_id: UUID, *, version: int = 1, until: date | None = None) -> ProfileChanged:
    access = (Access(staff_id=REFERENT, since=date(2020, 1, 1), until=until),)
    return ProfileChanged(profile_id=profile_id, version=version, active=True, structure_id=STRUCTURE, access=access)


def ended(**changes: Any) -> PlacementChanged:
    """An immersion led to its end, with two skills seen."""
    values: dict[str, Any] = {
        "placement_id": uuid4(),
        "version": 7,
        "introduction_id": uuid4(),
        "profile_id": uuid4(),
        "company_id": UUID(int=0xC1),
        "company_name": "Les Halles du Port",
        "offer_id": uuid4(),
        "kind": OfferKind.IMMERSION,
        "title": "Accueil au standard de Laleu, chez Les Halles du Port",
        "rome": "M1601",
        "trade_label": "Accueil et renseignements",
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 3, 13),
        "status": PlacementStatus.ENDED,
        "outcome": PlacementOutcome.COMPLETED,
        "skills": (
            ObservedSkill(label="Accueillir le public", level=3),
            ObservedSkill(label="Tenir un standard", level=2),
        ),
        "referent_id": REFERENT,
        "at": datetime(2026, 3, 13, 16, tzinfo=UTC),
    }
    return PlacementChanged(**(values | changes))


def person(award: AwardChanged) -> Actor:
    """The person of this award, by her link."""
    assert award.profile_id is not None
    return Actor(award.profile_id, TERRITORY, frozenset({Role.PERSON}), profile_id=award.profile_id)


def referent(staff_id: UUID = REFERENT) -> Actor:
    return Actor(staff_id, TERRITORY, frozenset({Role.REFERENT}), "Nadia", STRUCTURE, zone="Europe/Paris")


def coordination() -> Actor:
    return Actor(UUID(int=0xA9), TERRITORY, frozenset({Role.COORDINATION}), "Marc", STRUCTURE)


def employer(company_id: UUID = UUID(int=0xC1)) -> Actor:
    return Actor(UUID(int=0xE1), TERRITORY, frozenset({Role.EMPLOYER}), "Halles", company_ids=frozenset({company_id}))


def answers_of(service: BadgeService) -> Mapping[str, Any]:
    """A `download` for third-party verifiers, answered by the app itself."""
    client = service.client()

    class Web(dict[str, Any]):
        def __missing__(self, address: str) -> bytes:
            path = address.removeprefix("https://badges.example.test")
            answer = client.get(path)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            return answer.content

    return Web()
