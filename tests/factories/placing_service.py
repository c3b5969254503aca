"""The real service of matching, alone, on a local event log and a migrated database: facts go in by the log.

``hear`` publishes facts of other services and lets every consumer handle them; ``told`` reads what was announced.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from services.contracts.access import claims_of
from services.contracts.accounts import StaffChanged
from services.contracts.actors import MINTED_BY, Actor
from services.contracts.candidates import AgreementChanged
from services.contracts.employers import HolderChanged
from services.contracts.vocabulary import Channel
from services.kernel import migrate, tables
from services.kernel.auth import KeyRing, Signer
from services.kernel.clock import new_id
from services.kernel.envelope import Envelope, wrap
from services.kernel.eventlog.port import Outgoing
from services.kernel.facts import Fact
from services.kernel.settings import Settings
from services.matching.bootstrap import MIGRATIONS, NAME, build
from tests.factories.asgi_client import asgi_client
from tests.factories.placing import (
    FRANCE_TRAVAIL,
    HOLDER,
    NADIA,
    TERRITORY,
    a_company,
    a_profile,
    a_territory,
    an_offer,
    referent,
)

F = TypeVar("F", bound=Fact)


class PlacingService:
    """The service and its clock: Monday 2 March 2026, 9 h in Paris."""

    def __init__(self, folder: Path, *, public_base: str = "http://testserver") -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self._clients: list[httpx.Client] = []
        self.base = ""
        """Where a real server answers, when there is one."""
        self.settings = Settings(data_dir=folder, public_base=public_base, invented=True)
        self.runtime = build(self.settings, clock=lambda: self.now)
        migrate.upgrade(self.runtime.database, NAME, MIGRATIONS)
        self.runtime.declare_topics()
        self.ring = KeyRing(self.settings.keys())
        self.hear(
            a_territory(),
            StaffChanged(staff_id=NADIA, version=1, structure_id=FRANCE_TRAVAIL, display_name="Nadia Bernard"),
        )

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.runtime.close()
        self.runtime.event_log.close()

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def hear(self, *facts: Fact) -> None:
        """Publish these facts and let every consumer handle them."""
        records = []
        for fact in facts:
            envelope = wrap(fact, event_id=new_id(), source="test", tenant=TERRITORY, at=self.now)
            records.append(Outgoing(fact.TOPIC.name, f"{TERRITORY}:{fact.key()}", envelope.to_bytes()))
        self.runtime.event_log.append(records)
        for consumer in self.runtime.consumers:
            subscription = self.runtime.event_log.subscribe(consumer.name, consumer.reactions.topics())
            try:
                while consumer.step(subscription, timeout=0):
                    pass
            finally:
                subscription.close()

    def told(self, kind: type[F]) -> list[F]:
        """The facts of this kind that were announced, in order."""
        with self.runtime.database.reading() as connection:
            rows = connection.execute(select(tables.outbox.c.value).order_by(tables.outbox.c.id)).scalars().all()
        return [kind.model_validate(e.data) for e in map(Envelope.from_bytes, rows) if e.type == kind.TYPE]

    def run_jobs(self) -> None:
        for job in self.runtime.jobs:
            with self.runtime.database.transaction() as connection:
                job.run(connection, self.now)

    def token(self, actor: Actor) -> str:
        issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
        return Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=datetime.now(UTC))

    def client(self, actor: Actor | None = None, *, pages: bool = False, fragment: bool = False) -> httpx.Client:
        """A client with the actor's token; ``pages`` asks for HTML."""
        at = self.base or "http://testserver"
        client = httpx.Client(base_url=at) if self.base else asgi_client(self.runtime.app, base_url=at)
        self._clients.append(client)
        client.headers["accept"] = "text/html" if pages else "application/json"
        if fragment:
            client.headers["x-fragment"] = "1"
        if actor is not None:
            client.headers["Authorization"] = f"Bearer {self.token(actor)}"
        return client

    def market(self, **offer: Any) -> tuple[UUID, UUID, UUID]:
        """A person of Nadia's, a confirmed bakery with its holder, and its immersion."""
        profile, company = a_profile(), a_company()
        made = an_offer(company.company_id, **offer)
        holder = HolderChanged(company_id=company.company_id, account_id=HOLDER, version=1, confirmed=True)
        self.hear(profile, company, holder, made)
        return profile.profile_id, company.company_id, made.offer_id

    def agreed(self, profile_id: UUID, company_id: UUID, **more: Any) -> UUID:
        """The person agrees for this employer."""
        values: dict[str, Any] = {
            "agreement_id": uuid4(),
            "version": 1,
            "profile_id": profile_id,
            "company_id": company_id,
            "status": "given",
            "at": self.now,
            "text_version": "2026-01",
            "channel": Channel.IN_PERSON,
        }
        fact = AgreementChanged(**(values | more))
        self.hear(fact)
        return fact.agreement_id

    def introduced(self) -> tuple[UUID, UUID, UUID]:
        """Somebody introduced to a bakery: ids of the introduction, the person and the firm."""
        profile, company, offer = self.market()
        self.agreed(profile, company)
        made = self.client(referent()).post(
            "/matching/api/introductions", json={"profile_id": str(profile), "offer_id": str(offer)}
        )
        assert made.status_code == 201, made.text
        return UUID(made.json()["introduction_id"]), profile, company
