"""The real service of the club, alone, on a local event log and a migrated database of its own.

``hear`` publishes facts of other services and lets the consumer handle them; ``told`` reads what employers announced.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from services.contracts.access import claims_of
from services.contracts.accounts import HolderEnrolled, StaffChanged, TerritoryConfigured
from services.contracts.actors import MINTED_BY, Actor, Role
from services.contracts.employers import OfferWithdrawn
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import IntroductionState, OfferKind, PlacementStatus
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.bootstrap import MIGRATIONS, NAME, build
from services.employers.settings import EmployersSettings
from services.kernel import migrate, tables
from services.kernel.auth import KeyRing, Signer
from services.kernel.clock import new_id
from services.kernel.envelope import Envelope, wrap
from services.kernel.eventlog.port import Outgoing
from services.kernel.facts import Fact
from tests.factories.asgi_client import asgi_client
from tests.factories.employers import ACCOUNT, NOW, REFERENT, SIRETS, TERRITORY

F = TypeVar("F", bound=Fact)
STRUCTURE = UUID("018f0000-0000-7000-8000-0000000000f0")
BASE = "https://club.example.test"


class ClubService:
    """The service and its clock, which stands still until a test moves it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.now = NOW
        self.settings = EmployersSettings(**{"data_dir": folder, "public_base": BASE, **settings})
        self.runtime = build(self.settings, clock=lambda: self.now)
        migrate.upgrade(self.runtime.database, NAME, MIGRATIONS)
        self.runtime.declare_topics()
        (self.consumer,) = self.runtime.consumers
        self.ring = KeyRing(self.settings.keys())

    def close(self) -> None:
        self.runtime.close()
        self.runtime.event_log.close()

    def hear(self, *facts: Fact, territory: str = TERRITORY) -> None:
        """Publish these facts of other services and handle them."""
        self.runtime.event_log.append(
            [
                Outgoing(
                    fact.TOPIC.name,
                    f"{territory}:{fact.key()}",
                    wrap(fact, event_id=new_id(), source="t", tenant=territory, at=self.now).to_bytes(),
                )
                for fact in facts
            ]
        )
        subscription = self.runtime.event_log.subscribe(self.consumer.name, self.consumer.reactions.topics())
        try:
            while self.consumer.step(subscription, timeout=0):
                pass
        finally:
            subscription.close()

    def envelopes(self) -> list[Envelope]:
        """Everything announced, in order."""
        with self.runtime.database.reading() as connection:
            rows = connection.execute(select(tables.outbox.c.value).order_by(tables.outbox.c.id)).scalars().all()
        return [Envelope.from_bytes(row) for row in rows]

    def told(self, kind: type[F]) -> list[F]:
        """What was announced of one kind, in order."""
        return [kind.model_validate(one.data) for one in self.envelopes() if one.type == kind.TYPE]

    def mails(self) -> list[Mapping[str, Any]]:
        """The e-mails written, oldest first."""
        with self.runtime.database.reading() as connection:
            return [
                dict(row)
                for row in connection.execute(
                    select(tables.messages).order_by(tables.messages.c.created_at, tables.messages.c.id)
                ).mappings()
            ]

    def client(self, actor: Actor | None = None, *, accept: str = "*/*") -> httpx.Client:
        """An HTTP client, with the actor's token when there is one."""
        client = asgi_client(self.runtime.app, base_url=BASE)
        client.headers["accept"] = accept
        if actor is not None:
            client.headers["Authorization"] = f"Bearer {self.token(actor)}"
        return client

    def browser(self, actor: Actor | None = None) -> httpx.Client:
        """A client that reads pages."""
        client = self.client(actor, accept="text/html")
        client.headers["origin"] = BASE
        return client

    def token(self, actor: Actor) -> str:
        issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
        return Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=datetime.now(UTC))

    def ready(self) -> "ClubService":
        """The territory and a referent are known."""
        self.hear(configured(), a_colleague())
        return self

    def passes(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)

    def withdrawals(self) -> list[str]:
        """Why offers were withdrawn, in order."""
        return [fact.reason for fact in self.told(OfferWithdrawn)]

    def run_jobs(self) -> None:
        """Run every job, due or not."""
        for job in self.runtime.jobs:
            with self.transaction() as connection:
                job.run(connection, self.now)

    def transaction(self) -> Any:
        return self.runtime.database.transaction()

    def uow(self, connection: Any) -> SqlUnitOfWork:
        return SqlUnitOfWork(connection, territory=TERRITORY, now=self.now, actor="test")

    def joined(self, siret: str = SIRETS[0], **changes: Any) -> UUID:
        """A firm that joined by itself."""
        answer = self.client().post("/employers/api/companies", json=presentation(siret=siret, **changes))
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["company_id"])

    def confirmed(self, siret: str = SIRETS[0], account: UUID = ACCOUNT) -> Actor:
        """A firm of the club whose holder a referent confirmed; returns the holder."""
        company_id = self.joined(siret)
        self.hear(enrolled(company_id, account))
        page = self.browser(referent()).post(
            f"/entreprises/{company_id}/comptes/{account}", data={"jugement": "confirmer"}
        )
        assert page.status_code == 303, page.text
        return employer(company_id, account=account)

    def posted(self, holder: Actor, **changes: Any) -> dict[str, Any]:
        """An offer posted by its employer."""
        answer = self.client(holder).post("/employers/api/offers", json=immersion(**changes))
        assert answer.status_code == 201, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


def presentation(**changes: Any) -> dict[str, Any]:
    """The body of a firm that joins."""
    return {
        "siret": SIRETS[0],
        "name": "Le Bistrot du port",
        "contact_name": "Dominique Exemple",
        "email": "bistrot@example.org",
        "naf": "56.10A",
        "place": {"label": "3 quai Valin", "postcode": "17000", "commune": "La Rochelle"},
        **changes,
    }


def immersion(**changes: Any) -> dict[str, Any]:
    """The body of an immersion of two weeks in a kitchen."""
    return {
        "kind": "immersion",
        "trade": "Commis de cuisine",
        "rome": "G1602",
        "objectives": ["discover"],
        "starts_on": "2026-03-17",
        "ends_on": "2026-03-28",
        "hours": {"preset": "morning"},
        "places": 1,
        **changes,
    }


def configured(**changes: Any) -> TerritoryConfigured:
    values: dict[str, Any] = {
        "territory": TERRITORY,
        "version": 1,
        "name": "Villeneuve-les-Salines",
        "public_name": "Parcours Atlantique",
        "latitude": 46.16,
        "longitude": -1.12,
    }
    return TerritoryConfigured(**(values | changes))


def a_colleague(staff_id: UUID = REFERENT, **changes: Any) -> StaffChanged:
    values: dict[str, Any] = {
        "staff_id": staff_id,
        "version": 1,
        "structure_id": STRUCTURE,
        "display_name": "Nadia Exemple",
        "phone": "0546111111",
        "roles": ("referent",),
    }
    return StaffChanged(**(values | changes))


def enrolled(company_id: UUID, account: UUID = ACCOUNT, **changes: Any) -> HolderEnrolled:
    return HolderEnrolled(
        account_id=account,
        company_id=company_id,
        contact_name="Dominique Exemple",
        contact_email="dominique@example.org",
        **changes,
    )


def introduced(company_id: UUID, offer_id: UUID | str, **changes: Any) -> IntroductionMoved:
    """A person was introduced to the firm."""
    values: dict[str, Any] = {
        "introduction_id": uuid4(),
        "version": 4,
        "profile_id": uuid4(),
        "offer_id": offer_id,
        "company_id": company_id,
        "company_name": "Le Bistrot du port",
        "offer_title": "Commis de cuisine",
        "kind": OfferKind.IMMERSION,
        "state": IntroductionState.INTRODUCED,
        "referent_id": REFERENT,
        "at": NOW,
    }
    return IntroductionMoved(**(values | changes))


def placed(company_id: UUID, offer_id: UUID | str, **changes: Any) -> PlacementChanged:
    """A validated immersion that began last week."""
    values: dict[str, Any] = {
        "placement_id": uuid4(),
        "version": 5,
        "introduction_id": uuid4(),
        "profile_id": uuid4(),
        "company_id": company_id,
        "company_name": "Le Bistrot du port",
        "offer_id": offer_id,
        "kind": OfferKind.IMMERSION,
        "title": "Commis de cuisine",
        "starts_on": date(2026, 2, 23),
        "ends_on": date(2026, 3, 3),
        "status": PlacementStatus.VALIDATED,
        "referent_id": REFERENT,
        "at": NOW,
    }
    return PlacementChanged(**(values | changes))


def referent(staff_id: UUID = REFERENT) -> Actor:
    return Actor(staff_id, TERRITORY, frozenset({Role.REFERENT}), "Nadia", STRUCTURE, zone="Europe/Paris")


def coordination() -> Actor:
    return Actor(UUID(int=0xA9), TERRITORY, frozenset({Role.COORDINATION}), "Marc", STRUCTURE)


def operator() -> Actor:
    return Actor(UUID(int=0xAA), TERRITORY, frozenset({Role.OPERATOR}), "Sam")


def employer(*company_ids: UUID, account: UUID = ACCOUNT, territory: str = TERRITORY) -> Actor:
    return Actor(account, territory, frozenset({Role.EMPLOYER}), "Dominique", company_ids=frozenset(company_ids))
