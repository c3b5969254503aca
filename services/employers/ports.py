"""What the use cases of `employers` need of the world. Every repository sees one territory only.

``get`` of a writing unit of work locks the row until the end of the transaction, so that events leave in the order of
changes; ``save`` inserts or replaces. Nothing here raises for what does not exist: it returns None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.contracts.vocabulary import AwardStatus, OfferKind
from services.employers.domain.commitment import Act, Pledge
from services.employers.domain.company import Company, Existence, Finding, Site
from services.employers.domain.draft import Draft
from services.employers.domain.evaluation import Evaluation, Hosting
from services.employers.domain.holder import Holder
from services.employers.domain.introduction import Introduction
from services.employers.domain.link import Link, Purpose
from services.employers.domain.offer import Offer, Source, Status
from services.kernel.facts import Fact


class RegisterUnavailable(Exception):
    """The public register cannot be asked now: the firm stays « à vérifier »."""


class Register(Protocol):
    """The public register of establishments."""

    def look_up(self, siret: str, *, hurried: bool = False) -> Finding:
        """What it says of a SIRET; ``to_verify`` when it does not show it.

        ``hurried``: somebody waits for a page, so one short try. Raises RegisterUnavailable.
        """


@dataclass(frozen=True, slots=True)
class KnownTerritory:
    """What `employers` keeps of a territory's settings."""

    territory: str
    version: int
    name: str
    public_name: str
    zone: str
    latitude: float
    longitude: float
    introductions_per_month: int
    invented: bool
    structures: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, as a firm or a colleague sees them."""

    id: UUID
    territory: str
    version: int
    name: str
    phone: str
    structure_id: UUID
    active: bool


@dataclass(frozen=True, slots=True)
class KnownAward:
    """A badge that rewards a placement hosted by a firm."""

    id: UUID
    territory: str
    version: int
    company_id: UUID | None
    placement_id: UUID
    name: str
    status: AwardStatus
    page: str
    at: datetime


class Companies(Protocol):
    """Companies, one per SIRET."""

    def get(self, company_id: UUID) -> Company | None: ...
    def by_siret(self, siret: str) -> Company | None: ...
    def save(self, company: Company) -> None:
        """Raises Conflict when another company has this SIRET."""

    def some(self, company_ids: Sequence[UUID]) -> Sequence[Company]:
        """Those that exist, by name; takes no lock."""

    def listed(
        self, *, existence: Existence | None = None, confirmed: bool | None = None, member: bool | None = None
    ) -> Sequence[Company]:
        """All that match, by name; takes no lock."""

    def joined_since(self, moment: datetime) -> int:
        """How many entered themselves since and were not confirmed."""


class Holders(Protocol):
    """Accounts that speak, or ask to speak, for a company."""

    def get(self, company_id: UUID, account_id: UUID) -> Holder | None: ...
    def save(self, holder: Holder) -> None: ...
    def of_company(self, company_id: UUID) -> Sequence[Holder]: ...
    def of_account(self, account_id: UUID) -> Sequence[Holder]: ...
    def waiting(self) -> Sequence[Holder]:
        """Those that no referent has judged, oldest first."""


class Offers(Protocol):
    """Offers, of the club and imported."""

    def get(self, offer_id: UUID) -> Offer | None: ...
    def by_source(self, source: Source, source_ref: str) -> Offer | None: ...
    def open_refs(self, source: Source) -> Sequence[str]:
        """The references, on that board, of its offers that are open here, in order; takes no lock."""

    def save(self, offer: Offer) -> None: ...
    def of_company(self, company_id: UUID, statuses: Sequence[Status] = ()) -> Sequence[Offer]:
        """Newest first."""

    def over_on(self, today: date, *, most: int) -> Sequence[Offer]:
        """Open offers whose last day is before today."""

    def page(
        self,
        *,
        company_ids: Sequence[UUID] | None,
        statuses: Sequence[Status],
        kind: OfferKind | None,
        before: UUID | None,
        most: int,
    ) -> Sequence[Offer]:
        """Newest first, those of these companies (every one of the club when None), older than ``before``."""


class Drafts(Protocol):
    """One draft per company and author."""

    def get(self, company_id: UUID, author_id: UUID) -> Draft | None: ...
    def save(self, draft: Draft) -> None: ...
    def drop(self, company_id: UUID, author_id: UUID) -> None: ...
    def drop_before(self, moment: datetime) -> int:
        """Forget those not touched since; return how many. Looks at every territory."""


class Introductions(Protocol):
    """Introductions received."""

    def get(self, introduction_id: UUID) -> Introduction | None: ...
    def save(self, introduction: Introduction) -> None: ...
    def of_company(self, company_id: UUID) -> Sequence[Introduction]:
        """Newest first; takes no lock."""

    def of_territory(self) -> Sequence[Introduction]:
        """Newest first; takes no lock."""

    def drop(self, introduction_id: UUID) -> None: ...


class Placements(Protocol):
    """Placements hosted and their evaluations."""

    def get(self, placement_id: UUID) -> Hosting | None: ...
    def save(self, hosting: Hosting) -> None: ...
    def of_company(self, company_id: UUID) -> Sequence[Hosting]: ...
    def of_offer(self, offer_id: UUID) -> Sequence[Hosting]: ...
    def evaluation(self, placement_id: UUID) -> Evaluation | None: ...
    def evaluations_of(self, company_id: UUID) -> Sequence[Evaluation]: ...
    def save_evaluation(self, evaluation: Evaluation) -> None: ...


class Commitments(Protocol):
    """Promises of a year and acts that honour them."""

    def promised(self, company_id: UUID, year: int) -> Mapping[Pledge, int]: ...
    def promise(self, company_id: UUID, year: int, promised: Mapping[Pledge, int]) -> None: ...
    def acts(self, company_id: UUID) -> Sequence[Act]: ...
    def record(self, act: Act) -> None:
        """Keep an act; one of the same source is replaced, never doubled."""

    def withdraw(self, source: UUID) -> None:
        """The placement or award behind an act is no more."""

    def of_territory(self, year: int) -> tuple[Mapping[UUID, Mapping[Pledge, int]], Sequence[Act]]:
        """Everybody's promises, and acts of the year."""


class Links(Protocol):
    """Links given to employers without an account."""

    def get(self, fingerprint: str) -> Link | None: ...
    def save(self, link: Link) -> None: ...
    def issued_by(self, company_id: UUID, staff_id: UUID, purpose: Purpose) -> bool:
        """True when this member of staff gave such a link to this company."""


class Surroundings(Protocol):
    """What other services told: the territory, its staff, the badges."""

    def territory(self) -> KnownTerritory | None: ...
    def save_territory(self, known: KnownTerritory) -> None: ...
    def colleague(self, staff_id: UUID) -> Colleague | None: ...
    def colleagues(self) -> Mapping[UUID, Colleague]: ...
    def save_colleague(self, colleague: Colleague) -> None: ...
    def award(self, award_id: UUID) -> KnownAward | None: ...
    def awards_of(self, company_id: UUID) -> Sequence[KnownAward]: ...
    def save_award(self, award: KnownAward) -> None: ...


class UnitOfWork(Protocol):
    """One transaction of `employers` in one territory, at one instant, by one actor."""

    territory: str
    now: datetime
    actor: str
    companies: Companies
    holders: Holders
    offers: Offers
    drafts: Drafts
    introductions: Introductions
    placements: Placements
    commitments: Commitments
    links: Links
    surroundings: Surroundings

    @property
    def today(self) -> date:
        """The date in the territory's zone."""

    def day_of(self, instant: datetime) -> date:
        """The date of an instant in the territory's zone."""

    def new_id(self) -> UUID:
        """A fresh UUIDv7."""

    def placed(self, site: Site) -> Site:
        """The site with its town's centre, when it has no point of its own and the table of towns knows it."""

    def draw_token(self) -> str:
        """A fresh opaque secret of 192 bits, safe in an address."""

    def announce(self, fact: Fact) -> None:
        """Publish a fact with this transaction."""

    def audit(self, verb: str, subject: str, **details: object) -> None:
        """Write the audit trail: ids and closed words only."""

    def write_mail(self, recipient: str, subject: str, body: str) -> None:
        """Queue an e-mail with this transaction."""
