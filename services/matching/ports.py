"""What `matching` needs from the outside: records, trades, the index of offers, the clock's neighbours.

Every record port is bound to one territory and one transaction (``UnitOfWork``). The introductions' and
placements' own records are declared in ``placement_ports``. A port named here never sees a person's name.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable
from uuid import UUID

from services.contracts.vocabulary import OfferKind
from services.kernel.facts import Fact
from services.matching.domain.access import KeptProfile
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.dealings import Dealings
from services.matching.domain.ranking.features import Value
from services.matching.domain.ranking.offer import Employer, Offer, Record
from services.matching.domain.ranking.travel import Point, Stops
from services.matching.domain.studies import Reach
from services.matching.domain.trade import TradeSkill
from services.matching.learning_ports import FairnessChecks, Outcomes, Rankings
from services.matching.plan_ports import FirmCalls, PlanChoices, ToldTrips

# --- the trades and the words (adapters: rome*, text*, index*) ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class TradeSuggestion:
    """A trade proposed for some words: a human confirms it. ``matched`` is the name that the words met."""

    rome: str
    label: str
    matched: str
    ogr: str | None = None
    score: float = 0.0


class TradesCatalogue(Protocol):
    """The occupations (ROME 4.0). Thread-safe, shared by all territories, read-only once loaded."""

    def label(self, rome: str) -> str | None:
        """The name of a code; None for a code that is not in the table."""

    def code_of(self, name: str) -> str | None:
        """The one code that bears this very name; None when none or several do."""

    def suggest(self, words: str, *, limit: int = 8) -> Sequence[TradeSuggestion]:
        """Trades for what somebody typed, best first, one per code; none for words that name no trade."""

    def nearness(self, rome: str) -> Mapping[str, float]:
        """How near other codes are to this one, in (0, 1]: 1 itself, 0.75 an easy move (same v3 parent or
        short mobility), 0.5 a possible move (long mobility), 0.25 the same professional domain, 0.2 a far move,
        0.1 whatever is entered by long studies that this one does not suppose.

        A code that is absent is far (0). A code that the catalogue does not know gives ``{rome: 1.0}``.
        """

    def reach(self, romes: Collection[str]) -> Reach:
        """What these wished codes suppose of studies, and the codes that ask for more; nothing when it is not known."""

    def skills(self, rome: str) -> Sequence[TradeSkill]:
        """The skills of a trade, the most telling first; none for a code that is not in the table."""


@dataclass(frozen=True, slots=True)
class OfferDocument:
    """What the index holds of an offer. ``text`` of the description is searched by words, never embedded."""

    territory: str
    offer_id: UUID
    version: int
    title: str
    trade_label: str
    rome: str
    kind: OfferKind
    company_name: str
    commune: str
    skills: tuple[str, ...]
    description: str
    place: Point | None
    starts_on: date | None
    ends_on: date | None
    expires_on: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class OfferRemoval:
    """A versioned deletion: a later ``put`` of a lower version changes nothing."""

    territory: str
    offer_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class OfferQuery:
    """A free search. Every field that is given must hold; ``words`` ranks and filters, the rest filters."""

    words: str = ""
    also: tuple[str, ...] = ()
    """Other names of what the words say: offers that hold one are found too, behind."""
    romes: frozenset[str] = frozenset()
    kinds: frozenset[OfferKind] = frozenset()
    around: Point | None = None
    within_km: float | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    on: date | None = None
    """The day of the search: offers that expired or ended before it are left out."""


@dataclass(frozen=True, slots=True)
class OfferHits:
    """One page of a search: ids, best first, and how many offers match in all."""

    offer_ids: tuple[UUID, ...]
    total: int


class OfferIndex(Protocol):
    """Full text and vectors of the offers. Two adapters answer alike (``tests/contract``). Thread-safe.

    Writes are versioned (``external_gte``): a document or removal whose version is lower than the one held is
    ignored, an equal one is written again. Raises ``services.kernel.problems.Unavailable`` when out of reach.
    """

    def apply(self, changes: Sequence[OfferDocument | OfferRemoval]) -> None:
        """Write a micro-batch, in order. On return a search sees it."""

    def search(self, territory: str, query: OfferQuery, *, offset: int = 0, limit: int = 30) -> OfferHits:
        """Offers that match; ties by date, newest first, then id. Without words: newest first.

        With words: those that hold one of them (a mistyped one mended), an other name, or whose title means the same.
        """

    def likeness(self, territory: str, wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        """How alike each offer's title and the nearest of the wished labels are, in [0, 1].

        The same figure over either adapter (it comes from the vectors, not from an engine's score). An offer
        that the index does not hold, or has no title to compare, is absent. 300 offers in a few milliseconds.
        """


Drain = Callable[[], Iterator[Sequence[OfferDocument | OfferRemoval]]]
"""Micro-batches of every change that the log holds, until its end; called again, what came since."""


@runtime_checkable
class RebuildableIndex(OfferIndex, Protocol):
    """An index that can be made anew beside itself, without a gap in service."""

    def is_current(self) -> bool:
        """Whether what is served was made as this process would make it (same model, same shape)."""

    def rebuild(self, drain: Drain, *, restart: bool = False) -> int:
        """Make the index anew from the log, then serve it in place of the old one; return how many offers it holds.

        Readers are answered by the old one until the new one is whole, and writes of that time are in both. Removals
        are no longer kept. Raises ``Conflict`` while another rebuild is under way; ``restart`` gives that one up.
        """


# --- the records ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptCompany:
    """A company as projected. ``introductions_per_month`` is None when it set no maximum of its own."""

    employer: Employer
    version: int
    introductions_per_month: int | None = None
    place: Point | None = None
    """Where it is: for the firms to call, which posted no offer that would say it."""


class Profiles(Protocol):
    """Projected profiles of the territory."""

    def get(self, profile_id: UUID) -> KeptProfile:
        """Raise ``NotFound`` when it is unknown or erased."""

    def active(self) -> Sequence[KeptProfile]:
        """Profiles that may be proposed offers, by id: one query."""

    def keep(self, profile: KeptProfile) -> bool:
        """Write unless a higher version is held (or an erasure); return whether it was written."""

    def erase(self, profile_id: UUID, version: int) -> None:
        """Delete what is held, and leave a versioned marker without content."""


class Offers(Protocol):
    """Projected offers of the territory."""

    def standing(self) -> Sequence[Offer]:
        """Every offer not withdrawn, by id. Served from memory once warm: only what changed is read again."""

    def get(self, offer_id: UUID) -> OfferSheet:
        """Raise ``NotFound`` when it was never known. A withdrawn offer is returned, saying so."""

    def sheets(self, offer_ids: Collection[UUID]) -> Mapping[UUID, OfferSheet]:
        """Several at once: one query. Unknown ids are absent."""

    def keep(self, sheets: Sequence[OfferSheet]) -> None:
        """Write each unless a higher version is held."""

    def withdraw(self, offer_id: UUID, version: int, reason: str) -> None:
        """Note that the offer no longer stands, unless a higher version is held. Its words are kept."""


class Companies(Protocol):
    """Projected companies of the territory."""

    def all(self, *, introductions_per_month: int) -> Mapping[UUID, Employer]:
        """By id; served from memory once warm. The territory's maximum holds where the company set none."""

    def places(self) -> Mapping[UUID, Point]:
        """Where each company is, by id; those whose place is unknown are absent. Served from memory once warm."""

    def keep(self, company: KeptCompany) -> None:
        """Write unless a higher version is held."""


class Holders(Protocol):
    """Which accounts speak for which company of the territory."""

    def speaks_for(self, account_id: UUID, company_id: UUID) -> bool:
        """True once a referent confirmed that the account speaks for the company."""

    def keep(self, account_id: UUID, company_id: UUID, version: int, *, confirmed: bool) -> None:
        """Write unless a higher version is held."""


class History(Protocol):
    """What introductions and placements tell the ranking, counted. Read only, a few queries at most each."""

    def dealings(self, profile_id: UUID, *, today: date) -> Dealings:
        """What happened between a person and employers."""

    def dealings_with(self, offer: Offer, *, today: date) -> Mapping[UUID, Dealings]:
        """By profile id, for everyone who already met this offer or its employer."""

    def dealings_of_all(self, *, today: date) -> Mapping[UUID, Dealings]:
        """By profile id, for everyone to whom anything happened: two queries in all."""

    def under_way(self) -> Mapping[UUID, int]:
        """By offer id: introductions kept or made that are not over and hold no place yet."""

    def records(self, *, now: datetime, month_start: datetime) -> Mapping[UUID, Record]:
        """By company id. ``month_start`` is when the territory's calendar month began."""

    def places_taken(self) -> Mapping[UUID, int]:
        """By offer id: placements agreed or under way that hold one of its places."""


@dataclass(frozen=True, slots=True)
class Territory:
    """Settings that the ranking reads."""

    territory: str
    public_name: str
    time_zone: str
    centre: Point
    introductions_per_month: int
    invented: bool = False


class Territories(Protocol):
    """The settings of this territory."""

    def get(self) -> Territory | None:
        """None until `accounts` has published them."""

    def keep(self, territory: Territory, version: int) -> None:
        """Write unless a higher version is held."""


@dataclass(frozen=True, slots=True)
class InShadow:
    """What the version in shadow made of the same offer: never shown, only compared."""

    model: str
    position: int
    points: float


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer shown in a person's list, at a position counted from 1, with the features that placed it there."""

    offer_id: UUID
    company_id: UUID | None
    company_name: str
    position: int
    points: float
    values: tuple[Value, ...] = ()
    shadow: InShadow | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much one employer was shown: ``weight`` sums 1 / log2(1 + position) over lists, ``people`` are distinct."""

    company_id: UUID | None
    company_name: str
    weight: float
    people: int
    offers: int


class Proposals(Protocol):
    """What the engine proposed to whom, one row per person, offer and day: the evidence of what was shown."""

    def note(self, profile_id: UUID, shown: Sequence[Shown], *, day: date, model: str) -> None:
        """Keep the best position of the day."""

    def exposure(self, since: date) -> Sequence[Exposure]:
        """By employer, most exposed first."""

    def offers_shown(self, since: date) -> frozenset[UUID]:
        """Offers that were shown to anybody."""

    def forget(self, profile_id: UUID) -> None:
        """Delete what was proposed to an erased person."""


class Bands(Protocol):
    """The band shown to an employer for an offer, frozen the first time it is asked."""

    def get(self, offer_id: UUID) -> str | None:
        """The frozen band's code."""

    def freeze(self, offer_id: UUID, band: str, *, at: datetime) -> str:
        """Keep the band unless one is kept already; return the one that stands."""


class BusStops(Protocol):
    """Stops imported for the territory."""

    def stops(self) -> Stops | None:
        """None when none was imported. Served from memory once warm."""

    def replace(self, stops: Sequence[tuple[str, str, Point]]) -> int:
        """Replace them all by (id, name, point); return how many are kept."""


class Journal(Protocol):
    """The audit rows (AI Act, art. 12): what was proposed, seen and decided, in the same transaction."""

    def note(self, verb: str, subject: str, details: Mapping[str, object], *, actor: str, at: datetime) -> None:
        """Write one row. ``details`` holds ids, codes and figures only."""


class UnitOfWork(Protocol):
    """One transaction on one territory. Opened and committed at the edge."""

    territory: str
    profiles: Profiles
    offers: Offers
    companies: Companies
    holders: Holders
    proposals: Proposals
    history: History
    territories: Territories
    bands: Bands
    bus_stops: BusStops
    plan_choices: PlanChoices
    told_trips: ToldTrips
    firm_calls: FirmCalls
    journal: Journal
    outcomes: Outcomes
    rankings: Rankings
    fairness_checks: FairnessChecks

    def announce(self, fact: Fact, *, at: datetime, actor: str = "") -> None:
        """Write a fact to the outbox of this transaction."""
