"""The real service of matching, alone, on a local event log and a migrated database of its own.

``hear`` publishes facts of other services and lets every consumer handle them. Trades and index are either the real
ones or, when a test is about something else, the small honest ones below: a table of nearness, an index in memory.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import event, select

from services.contracts.access import claims_of
from services.contracts.accounts import TerritoryConfigured
from services.contracts.actors import MINTED_BY, Actor, Role
from services.contracts.candidates import Access, CoarsePoint, KnownSkill, ProfileChanged, Wish
from services.contracts.employers import CompanyChanged, HolderChanged, OfferPublished, Place, WorkHours
from services.contracts.vocabulary import HalfDay, LegalCondition, OfferKind, TravelMode
from services.kernel import migrate, tables
from services.kernel.auth import KeyRing, Signer
from services.kernel.clock import new_id
from services.kernel.envelope import wrap
from services.kernel.eventlog.port import Outgoing
from services.kernel.facts import Fact
from services.matching.bootstrap import MIGRATIONS, NAME, build
from services.matching.domain.ranking.travel import Point, crow_fly_km
from services.matching.domain.studies import Reach, WayIn, furthest
from services.matching.domain.trade import TradeSkill
from services.matching.ports import (
    OfferDocument,
    OfferHits,
    OfferIndex,
    OfferQuery,
    OfferRemoval,
    TradeSuggestion,
)
from services.matching.settings import MatchingSettings
from services.matching.use_cases.rank_offers_for_profile import Tools
from tests.factories.asgi_client import asgi_client
from tests.factories.ranking import CLEANER, COOK, NEARNESS, SCHOOL_WEEK

TERRITORY = "villeneuve"
REFERENT, OTHER_REFERENT, STRUCTURE = UUID(int=0xA1), UUID(int=0xA2), UUID(int=0xA3)
PROFILE, BISTRO, HOLDER = UUID(int=0xB1), UUID(int=0xC1), UUID(int=0xD1)
WAYS_IN = {COOK: WayIn(3), CLEANER: WayIn(0)}
BEYOND = frozenset({"M1801"})
"""Administers systems: five years of studies."""
LABELS = {COOK: "Cuisinier / Cuisinière", CLEANER: "Agent / Agente d'entretien"}


class KnownTrades:
    """Two trades and their neighbours."""

    def label(self, rome: str) -> str | None:
        return LABELS.get(rome)

    def skills(self, rome: str) -> Sequence[TradeSkill]:
        return ()

    def code_of(self, name: str) -> str | None:
        return next((rome for rome, label in LABELS.items() if label == name), None)

    def suggest(self, words: str, *, limit: int = 8) -> Sequence[TradeSuggestion]:
        found = [
            TradeSuggestion(rome, label, words, score=1.0)
            for rome, label in LABELS.items()
            if words.casefold() in label.casefold()
        ]
        return found[:limit]

    def nearness(self, rome: str) -> Mapping[str, float]:
        return NEARNESS.get(rome, {rome: 1.0})

    def reach(self, romes: Collection[str]) -> Reach:
        return Reach(furthest(WAYS_IN[rome] for rome in romes if rome in WAYS_IN), BEYOND - frozenset(romes))


class MemoryIndex:
    """Finds offers by whole words; likeness is the share of the words that the wish and the title have in common."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, UUID], OfferDocument | OfferRemoval] = {}
        self.applied = 0

    def apply(self, changes: Sequence[OfferDocument | OfferRemoval]) -> None:
        self.applied += 1
        for change in changes:
            held = self.held.get((change.territory, change.offer_id))
            if held is None or held.version <= change.version:
                self.held[(change.territory, change.offer_id)] = change

    def search(self, territory: str, query: OfferQuery, *, offset: int = 0, limit: int = 30) -> OfferHits:
        found = [
            document
            for document in self.held.values()
            if isinstance(document, OfferDocument) and document.territory == territory and _matches(document, query)
        ]
        found.sort(key=lambda one: (-one.published_at.timestamp(), one.offer_id))
        return OfferHits(tuple(one.offer_id for one in found[offset : offset + limit]), len(found))

    def likeness(self, territory: str, wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        held = {offer: self.held.get((territory, offer)) for offer in offers}
        return {
            offer: max(_in_common(wish, document.title) for wish in wishes)
            for offer, document in held.items()
            if isinstance(document, OfferDocument)
        }


def _matches(document: OfferDocument, query: OfferQuery) -> bool:
    text = f"{document.title} {document.trade_label} {document.company_name} {document.description}".casefold()
    return (
        all(word in text for word in query.words.casefold().split())
        and (not query.kinds or document.kind in query.kinds)
        and (not query.romes or document.rome in query.romes)
        and (query.around is None or query.within_km is None or _within(document, query.around, query.within_km))
        and (query.on is None or document.expires_on is None or document.expires_on >= query.on)
    )


def _within(document: OfferDocument, around: Point, km: float) -> bool:
    return document.place is not None and crow_fly_km(document.place, around) <= km


def _in_common(one: str, other: str) -> float:
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return len(first & second) / max(1, len(first | second))


class MatchingService:
    """The service, its clock and its index."""

    def __init__(
        self, folder: Path, *, index: MemoryIndex | None = None, engine: OfferIndex | None = None, **settings: Any
    ) -> None:
        """``engine`` is a real index, in the place of the small one."""
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.index = index or MemoryIndex()
        self.settings = MatchingSettings(**{"data_dir": folder, "public_base": "http://testserver", **settings})
        self.runtime = build(self.settings, clock=lambda: self.now, tools=Tools(KnownTrades(), engine or self.index))
        migrate.upgrade(self.runtime.database, NAME, MIGRATIONS)
        self.runtime.declare_topics()
        self.ring = KeyRing(self.settings.keys())

    def close(self) -> None:
        self.runtime.close()
        self.runtime.event_log.close()

    def hear(self, *facts: Fact) -> None:
        """Publish these facts and let every consumer handle them."""
        self.runtime.event_log.append([self._record(fact) for fact in facts])
        self.consume()

    def _record(self, fact: Fact) -> Outgoing:
        envelope = wrap(fact, event_id=new_id(), source="t", tenant=TERRITORY, at=self.now)
        return Outgoing(fact.TOPIC.name, f"{TERRITORY}:{fact.key()}", envelope.to_bytes())

    def consume(self) -> None:
        for consumer in self.runtime.consumers:
            subscription = self.runtime.event_log.subscribe(consumer.name, consumer.reactions.topics())
            try:
                while consumer.step(subscription, timeout=0):
                    pass
            finally:
                subscription.close()

    def client(
        self, actor: Actor | None = None, *, accept: str = "application/json", fragment: bool = False
    ) -> httpx.Client:
        """An HTTP client, with the actor's token when there is one."""
        client = asgi_client(self.runtime.app, base_url="http://testserver")
        client.headers["accept"] = accept
        if fragment:
            client.headers["x-fragment"] = "1"
        if actor is not None:
            issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
            token = Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=datetime.now(UTC))
            client.headers["Authorization"] = f"Bearer {token}"
        return client

    def audit(self, verb: str) -> list[dict[str, Any]]:
        """The audit rows of a verb, oldest first."""
        query = select(tables.audit).where(tables.audit.c.verb == verb).order_by(tables.audit.c.id)
        with self.runtime.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    @contextmanager
    def counting_queries(self) -> Iterator[list[str]]:
        """The SQL statements of the block."""
        said: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_others: Any) -> None:
            said.append(statement)

        engine = self.runtime.database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield said
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def ready(self) -> "MatchingService":
        """A configured territory, a confirmed bistro of the club, one person accompanied by REFERENT."""
        self.hear(configured(), company(), holder(), profile())
        return self


def referent(staff_id: UUID = REFERENT) -> Actor:
    """A referent of the territory."""
    return Actor(staff_id, TERRITORY, frozenset({Role.REFERENT}), "Une référente", STRUCTURE, zone="Europe/Paris")


def coordination() -> Actor:
    """Somebody of the coordination, who accompanies nobody."""
    return Actor(UUID(int=0xA9), TERRITORY, frozenset({Role.COORDINATION}), "La coordination", STRUCTURE)


def employer(account: UUID = HOLDER, companies: tuple[UUID, ...] = (BISTRO,)) -> Actor:
    """An account of the bistro."""
    return Actor(account, TERRITORY, frozenset({Role.EMPLOYER}), "Le Bistrot", company_ids=frozenset(companies))


def configured(**changes: Any) -> TerritoryConfigured:
    values: dict[str, Any] = {
        "territory": TERRITORY,
        "version": 1,
        "name": "Villeneuve",
        "public_name": "Parcours Atlantique",
        "latitude": 46.15,
        "longitude": -1.12,
    }
    return TerritoryConfigured(**(values | changes))


def company(**changes: Any) -> CompanyChanged:
    values: dict[str, Any] = {
        "company_id": BISTRO,
        "version": 1,
        "name": "Le Bistrot du Port",
        "siret": "12345678200010",
        "existence": "open",
        "confirmed": True,
    }
    return CompanyChanged(**(values | changes))


def holder(**changes: Any) -> HolderChanged:
    values: dict[str, Any] = {"company_id": BISTRO, "account_id": HOLDER, "version": 1, "confirmed": True}
    return HolderChanged(**(values | changes))


def profile(profile_id: UUID = PROFILE, **changes: Any) -> ProfileChanged:
    values: dict[str, Any] = {
        "profile_id": profile_id,
        "version": 1,
        "active": True,
        "structure_id": STRUCTURE,
        "access": (Access(staff_id=REFERENT, since=date(2026, 1, 1)),),
        "wishes": (
            Wish(rome=COOK, label="cuisinier / cuisinière"),
            Wish(rome=CLEANER, label="agent d'entretien", rank=2),
        ),
        "skills": (KnownSkill(code="100", label="Éplucher des légumes"),),
        "kinds": (OfferKind.IMMERSION, OfferKind.CDD),
        "available": tuple(half for half in HalfDay if half in SCHOOL_WEEK),
        "modes": (TravelMode.BIKE, TravelMode.BUS),
        "travel_minutes_max": 30,
        "origin": CoarsePoint(latitude=46.15, longitude=-1.12),
        "legal": (LegalCondition.AT_LEAST_16, LegalCondition.ADULT),
    }
    return ProfileChanged(**(values | changes))


def offer(number: int = 1, **changes: Any) -> OfferPublished:
    values: dict[str, Any] = {
        "offer_id": UUID(int=0xE00 + number),
        "version": 1,
        "company_id": BISTRO,
        "company_name": "Le Bistrot du Port",
        "source": "club",
        "kind": OfferKind.IMMERSION,
        "title": "Découvrir la cuisine",
        "rome": COOK,
        "trade_label": LABELS[COOK],
        "skills": ("Éplucher des légumes", "Dresser une assiette"),
        "starts_on": date(2026, 3, 9),
        "ends_on": date(2026, 3, 20),
        "hours": WorkHours(half_days=tuple(SCHOOL_WEEK), weekly=28, daily_start="09:00", daily_end="16:00"),
        "place": Place(
            label="3 quai Duperré", postcode="17000", commune="La Rochelle", latitude=46.157, longitude=-1.152
        ),
        "published_at": datetime(2026, 2, 10, 9, 0, tzinfo=UTC),
    }
    return OfferPublished(**(values | changes))
