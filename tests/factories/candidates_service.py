"""The real service of people, alone, on a local event log and a migrated database of its own.

``hear`` publishes facts of other services and lets the consumer handle them; ``told`` reads what candidates announced.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from services.candidates.adapters.ledger import ErasureKeeper, Ledger
from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.bootstrap import MIGRATIONS, NAME, build
from services.candidates.entrypoints.desk import Desk
from services.candidates.settings import CandidatesSettings
from services.contracts.access import claims_of
from services.contracts.accounts import CohortListed, StaffChanged, StructureListed, TerritoryConfigured
from services.contracts.actors import MINTED_BY, Actor, Role
from services.contracts.matching import IntroductionMoved
from services.contracts.vocabulary import IntroductionState, OfferKind
from services.kernel import migrate, tables
from services.kernel.auth import KeyRing, Signer
from services.kernel.clock import new_id
from services.kernel.database import Database
from services.kernel.envelope import Envelope, wrap
from services.kernel.eventlog.port import Outgoing
from services.kernel.facts import Fact
from tests.factories.asgi_client import asgi_client
from tests.factories.people import CCAS, COLLEAGUE, COMPANY, DIAGONALES, NOW, REFERENT, STRANGER

F = TypeVar("F", bound=Fact)
TERRITORY = "villeneuve"
BASE = "https://people.example.test"
COORDINATION, PRESCRIBER = UUID(int=0x1009), UUID(int=0x1010)
AMINA = {"first_name": "Amina", "last_name": "Benali", "born": "2005-09-14", "phone": "06 12 34 56 78"}


def referent(staff_id: UUID = REFERENT, structure: UUID = CCAS) -> Actor:
    return Actor(staff_id, TERRITORY, frozenset({Role.REFERENT}), "Nadia Roy", structure, zone="Europe/Paris")


def coordination() -> Actor:
    return Actor(COORDINATION, TERRITORY, frozenset({Role.COORDINATION}), "Marc", CCAS, zone="Europe/Paris")


def prescriber() -> Actor:
    return Actor(PRESCRIBER, TERRITORY, frozenset({Role.PRESCRIBER}), "Inès", DIAGONALES, zone="Europe/Paris")


def employer(company_id: UUID = COMPANY) -> Actor:
    return Actor(uuid4(), TERRITORY, frozenset({Role.EMPLOYER}), "Le Comptoir", company_ids=frozenset({company_id}))


def by_answer_link(introduction_id: UUID, company_id: UUID = COMPANY) -> Actor:
    roles = frozenset({Role.EMPLOYER_LINK})
    return Actor(
        introduction_id, TERRITORY, roles, company_ids=frozenset({company_id}), introduction_id=introduction_id
    )


def configured(**changes: Any) -> TerritoryConfigured:
    values: dict[str, Any] = {
        "territory": TERRITORY,
        "version": 1,
        "name": "Villeneuve-les-Salines",
        "public_name": "Parcours Atlantique",
        "latitude": 46.1524,
        "longitude": -1.1241,
        "structures": (
            StructureListed(structure_id=CCAS, name="CCAS", kind="ccas"),
            StructureListed(structure_id=DIAGONALES, name="Régie Diagonales", kind="regie"),
        ),
        "cohorts": (
            CohortListed(
                code="jeunes", label="Jeunes", structure_id=CCAS, suggested_from_age=16, suggested_to_age=25,
                age_is_criterion=True,
            ),
            CohortListed(
                code="femmes", label="Femmes", structure_id=DIAGONALES, suggested_from_age=27, suggested_to_age=49,
                suggested_sex="woman",
            ),
            CohortListed(
                code="seniors", label="Seniors", structure_id=DIAGONALES, suggested_from_age=50, suggested_to_age=60
            ),
        ),
        "emergency_fund_cents": 200_000,
    }  # fmt: skip
    return TerritoryConfigured(**(values | changes))


def staff_member(staff_id: UUID, name: str, structure: UUID = CCAS, **changes: Any) -> StaffChanged:
    roles = ("referent",)
    values: dict[str, Any] = {"version": 1, "roles": roles, "phone": "05 46 00 00 00"} | changes
    return StaffChanged(staff_id=staff_id, structure_id=structure, display_name=name, **values)


def kept(profile_id: UUID, **changes: Any) -> IntroductionMoved:
    """An introduction that the referent kept: it waits for the person's agreement."""
    values: dict[str, Any] = {
        "introduction_id": uuid4(),
        "version": 1,
        "profile_id": profile_id,
        "offer_id": uuid4(),
        "company_id": COMPANY,
        "company_name": "Le Comptoir du Port",
        "offer_title": "Aide en cuisine",
        "kind": OfferKind.IMMERSION,
        "state": IntroductionState.KEPT,
        "referent_id": REFERENT,
        "at": NOW,
    }
    return IntroductionMoved(**(values | changes))


class CandidatesService:
    """The service and its clock, which stands still until a test moves it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.now = NOW
        self.folder = folder
        self.settings = CandidatesSettings(**{"data_dir": folder, "public_base": BASE, **settings})
        self.runtime = build(self.settings, clock=lambda: self.now)
        migrate.upgrade(self.runtime.database, NAME, MIGRATIONS)
        self.runtime.declare_topics()
        (self.consumer,) = self.runtime.consumers
        self.ring = KeyRing(self.settings.keys())

    @property
    def database(self) -> Database:
        return self.runtime.database

    @property
    def desk(self) -> Desk:
        desk: Desk = self.runtime.app.state.desk
        return desk

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

    def ready(self) -> "CandidatesService":
        """The territory is configured and its staff known."""
        self.hear(
            configured(),
            staff_member(REFERENT, "Nadia Roy"),
            staff_member(COLLEAGUE, "Léa Martin"),
            staff_member(STRANGER, "Paul Blanc", DIAGONALES),
            staff_member(COORDINATION, "Marc Petit", roles=("coordination",)),
        )
        return self

    def envelopes(self) -> list[Envelope]:
        """Everything announced, in order."""
        with self.database.reading() as connection:
            rows = connection.execute(select(tables.outbox.c.value).order_by(tables.outbox.c.id)).scalars().all()
        return [Envelope.from_bytes(row) for row in rows]

    def told(self, kind: type[F]) -> list[F]:
        """What was announced of one kind, in order."""
        return [kind.model_validate(one.data) for one in self.envelopes() if one.type == kind.TYPE]

    def work(self, connection: Any) -> SqlUnitOfWork:
        """A unit of work on the territory."""
        return self.desk.work(connection, TERRITORY, now=self.now)

    def run_job(self, name: str) -> None:
        """Run one job at the service's clock."""
        job = next(one for one in self.runtime.jobs if one.name == name)
        with self.database.transaction() as connection:
            job.run(connection, self.now)

    def settle_erasures(self) -> int:
        """What the worker of erasures does at each look."""
        return ErasureKeeper(self.database, Ledger(self.settings.keys())).settle()

    def token(self, actor: Actor) -> str:
        issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
        return Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=datetime.now(UTC))

    def client(self, actor: Actor | None = None, *, accept: str = "application/json") -> httpx.Client:
        """A client, with the actor's token when there is one; ``accept="text/html"`` for pages."""
        client = asgi_client(self.runtime.app, base_url=BASE)
        client.headers["accept"] = accept
        if actor is not None:
            client.headers["Authorization"] = f"Bearer {self.token(actor)}"
        return client

    def page(self, actor: Actor | None = None) -> httpx.Client:
        """A browser without JavaScript."""
        return self.client(actor, accept="text/html")

    def registered(self, **changes: Any) -> tuple[UUID, UUID]:
        """A person accompanied by REFERENT; returns the person's and the profile's ids."""
        answer = self.client(referent()).post("/candidates/api/people", json=AMINA | changes)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"]), UUID(answer.json()["profile_id"])
