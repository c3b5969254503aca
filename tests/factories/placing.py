"""A migrated database of `matching` with one territory, its firms, offers and people, and a clock that the test moves.

``Bench.work()`` opens one transaction with the real SQL records; ``told()`` reads what was announced.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select

from services.contracts.accounts import StructureListed, TerritoryConfigured
from services.contracts.actors import Actor, Role
from services.contracts.candidates import Access, AgreementChanged, ProfileChanged
from services.contracts.employers import CompanyChanged, HolderChanged, OfferPublished, Place
from services.contracts.vocabulary import Channel, LegalCondition, Objective, OfferKind
from services.kernel import migrate, tables
from services.kernel.clock import new_id
from services.kernel.database import Database
from services.kernel.envelope import Envelope
from services.kernel.facts import Fact
from services.matching.adapters.sql_unit_of_work import Memory
from services.matching.adapters.sql_work import SqlWork
from services.matching.use_cases.agree_placement import Agreed
from services.matching.use_cases.follow_person import follow_agreement
from services.matching.use_cases.keep_offer import KeepOffer
from services.matching.use_cases.project_company import project_company, project_holder, project_territory
from services.matching.use_cases.project_offer import project_offer
from services.matching.use_cases.project_profile import project_profile
from services.matching.use_cases.project_staff import project_structures
from tests.factories.placements import CONTENT, MORNINGS

TERRITORY = "port-neuf"
MIGRATIONS = Path(__file__).parents[2] / "services" / "matching" / "migrations"
REGIE, FRANCE_TRAVAIL, CCAS = UUID(int=0x51), UUID(int=0x52), UUID(int=0x53)
NADIA, LEA = UUID(int=0xA1), UUID(int=0xA2)
HOLDER = UUID(int=0xE1)
F = TypeVar("F", bound=Fact)


def referent(staff_id: UUID = NADIA, structure: UUID = FRANCE_TRAVAIL) -> Actor:
    return Actor(staff_id, TERRITORY, frozenset({Role.REFERENT}), "Nadia", structure, zone="Europe/Paris")


def coordination() -> Actor:
    return Actor(UUID(int=0xA9), TERRITORY, frozenset({Role.COORDINATION}), "Marc", REGIE, zone="Europe/Paris")


def person(profile_id: UUID) -> Actor:
    return Actor(profile_id, TERRITORY, frozenset({Role.PERSON}), profile_id=profile_id, zone="Europe/Paris")


def employer(*companies: UUID) -> Actor:
    return Actor(HOLDER, TERRITORY, frozenset({Role.EMPLOYER}), "Fournil", company_ids=frozenset(companies))


def a_territory(**changes: Any) -> TerritoryConfigured:
    values: dict[str, Any] = {
        "territory": TERRITORY,
        "version": 1,
        "name": "Port-Neuf",
        "public_name": "Parcours Atlantique",
        "latitude": 46.16,
        "longitude": -1.15,
        "structures": (
            StructureListed(structure_id=REGIE, name="Régie Diagonales", kind="regie"),
            StructureListed(structure_id=CCAS, name="CCAS", kind="ccas"),
            StructureListed(
                structure_id=FRANCE_TRAVAIL, name="France Travail", kind="france_travail", prescribes_by_right=True
            ),
        ),
    }
    return TerritoryConfigured(**(values | changes))


def a_profile(profile_id: UUID | None = None, **changes: Any) -> ProfileChanged:
    """An adult accompanied by Nadia of France Travail."""
    values: dict[str, Any] = {
        "profile_id": profile_id or uuid4(),
        "version": 1,
        "active": True,
        "structure_id": FRANCE_TRAVAIL,
        "access": (Access(staff_id=NADIA, since=date(2020, 1, 1)),),
        "legal": (LegalCondition.AT_LEAST_16, LegalCondition.ADULT),
    }
    return ProfileChanged(**(values | changes))


def a_company(company_id: UUID | None = None, **changes: Any) -> CompanyChanged:
    values: dict[str, Any] = {
        "company_id": company_id or uuid4(),
        "version": 1,
        "name": "Le Fournil",
        "siret": "73282932000074",
        "naf": "10.71C",
        "existence": "open",
        "confirmed": True,
    }
    return CompanyChanged(**(values | changes))


def an_offer(company_id: UUID | None, **changes: Any) -> OfferPublished:
    values: dict[str, Any] = {
        "offer_id": uuid4(),
        "version": 1,
        "company_id": company_id,
        "company_name": "Le Fournil",
        "source": "club" if company_id else "france_travail",
        "kind": OfferKind.IMMERSION,
        "title": "Aide en boulangerie",
        "rome": "D1102",
        "places": 2,
        "place": Place(label="3 rue du Pain", postcode="17000", commune="La Rochelle"),
        "published_at": datetime(2026, 2, 1, tzinfo=UTC),
    }
    return OfferPublished(**(values | changes))


class Bench:
    """The database, the clock (Monday 2 March 2026, 9 h in Paris), and ready-made situations."""

    def __init__(self, database_url: str) -> None:
        self.database = Database(database_url)
        migrate.upgrade(self.database, "matching", MIGRATIONS)
        self.memory = Memory()
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        with self.work() as uow:
            project_territory(a_territory(), uow=uow)
            project_structures(a_territory(), uow=uow)

    @contextmanager
    def work(self) -> Iterator[SqlWork]:
        with self.database.transaction() as connection:
            yield SqlWork(connection, TERRITORY, self.memory, label_of={"D1102": "Boulangerie"}.get)

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def told(self, kind: type[F]) -> list[F]:
        """The facts of this kind that were announced, in order."""
        with self.database.reading() as connection:
            rows = connection.execute(select(tables.outbox.c.value).order_by(tables.outbox.c.id)).scalars().all()
        envelopes = [Envelope.from_bytes(row) for row in rows]
        return [kind.model_validate(one.data) for one in envelopes if one.type == kind.TYPE]

    def somebody(self, **changes: Any) -> UUID:
        """A profile."""
        fact = a_profile(**changes)
        with self.work() as uow:
            project_profile(fact, uow=uow)
        return fact.profile_id

    def firm(self, **changes: Any) -> UUID:
        """A confirmed bakery and its holder."""
        fact = a_company(**changes)
        with self.work() as uow:
            project_company(fact, uow=uow)
            project_holder(
                HolderChanged(company_id=fact.company_id, account_id=HOLDER, version=1, confirmed=True), uow=uow
            )
        return fact.company_id

    def offer(self, company_id: UUID | None, **changes: Any) -> UUID:
        """An immersion of two places."""
        fact = an_offer(company_id, **changes)
        with self.work() as uow:
            project_offer(fact, uow=uow)
        return fact.offer_id

    def agree(
        self, profile_id: UUID, company_id: UUID, *, status: str = "given", version: int = 1, **more: Any
    ) -> UUID:
        """The person's word for this employer, heard from `candidates`."""
        fact = AgreementChanged(
            agreement_id=more.pop("agreement_id", None) or uuid4(),
            version=version,
            profile_id=profile_id,
            company_id=company_id,
            status=status,
            at=self.now,
            text_version="2026-01",
            channel=Channel.IN_PERSON,
            **more,
        )
        with self.work() as uow:
            follow_agreement(fact, uow=uow, now=self.now)
        return fact.agreement_id

    def keep(self, profile_id: UUID, offer_id: UUID) -> KeepOffer:
        """The command of a referent who retains an offer."""
        return KeepOffer(profile_id, offer_id, new_id())


LAST = date(2026, 3, 20)
"""The Friday on which ``two_weeks`` end."""


def two_weeks(**changes: Any) -> Agreed:
    """Two weeks of mornings from Monday 9 March, complete."""
    values: dict[str, Any] = {
        "starts_on": date(2026, 3, 9),
        "ends_on": LAST,
        "objective": Objective.DISCOVER,
        "week": MORNINGS,
        "content": CONTENT,
    }
    return Agreed(**(values | changes))
