"""What the use cases of `employers` need of the world. Every repository sees one territory only.

``get`` of a writing unit of work locks the row until the end of the transaction, so that events leave in the order of
changes; ``save`` inserts or replaces. Nothing here raises for what does not exist: it returns None.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.contracts.vocabulary import OfferKind
from services.employers.domain.commitment import Act, Pledge
from services.employers.domain.company import Company, Existence, Finding, Site
from services.employers.domain.draft import Draft
from services.employers.domain.evaluation import Evaluation, Hosting
from services.employers.domain.holder import Holder
from services.employers.domain.introduction import Introduction
from services.employers.domain.link import Link, Purpose
from services.employers.domain.offer import Offer, Source, Status
from services.employers.domain.surroundings import Colleague, KnownAward, KnownTerritory
from services.kernel.facts import Fact


class RegisterUnavailable(Exception):
    """The public register cannot be asked now: the firm stays « à vérifier »."""


class Register(Protocol):
    """The public register of establishments."""

    def look_up(self, siret: str, *, hurried: bool = False) -> Finding:
        """What it says of a SIRET; ``to_verify`` when it does not show it.

        ``hurried``: somebody waits for a page, so one short try. Raises RegisterUnavailable.
        """


class Companies(Protocol):
    """Companies, one per SIRET."""

    def get(self, company_id: UUID) -> Company | None:
        """The company, locked when this unit of work writes."""

    def by_siret(self, siret: str) -> Company | None:
        """The company of a SIRET, locked likewise."""

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

    def get(self, company_id: UUID, account_id: UUID) -> Holder | None:
        """What this account is to this company, locked when this unit of work writes."""

    def save(self, holder: Holder) -> None:
        """Keep it as it now is."""

    def of_company(self, company_id: UUID) -> Sequence[Holder]:
        """Who speaks, asked to, or no longer does, for a company; takes no lock."""

    def of_account(self, account_id: UUID) -> Sequence[Holder]:
        """For which companies an account does; takes no lock."""

    def waiting(self) -> Sequence[Holder]:
        """Those that no referent has judged, oldest first."""


class Offers(Protocol):
    """Offers, of the club and imported."""

    def get(self, offer_id: UUID) -> Offer | None:
        """The offer, whatever its status, locked when this unit of work writes."""

    def by_source(self, source: Source, source_ref: str) -> Offer | None:
        """The offer that a board knows by this reference, locked likewise."""

    def open_refs(self, source: Source) -> Sequence[str]:
        """The references, on that board, of its offers that are open here, in order; takes no lock."""

    def save(self, offer: Offer) -> None:
        """Keep it as it now is."""

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

    def get(self, company_id: UUID, author_id: UUID) -> Draft | None:
        """What this author was writing for this company."""

    def save(self, draft: Draft) -> None:
        """Keep it in place of the one before."""

    def drop(self, company_id: UUID, author_id: UUID) -> None:
        """Forget it; nothing when there is none."""

    def drop_before(self, moment: datetime) -> int:
        """Forget those not touched since; return how many. Looks at every territory."""


class Introductions(Protocol):
    """Introductions received."""

    def get(self, introduction_id: UUID) -> Introduction | None:
        """The introduction, locked when this unit of work writes."""

    def save(self, introduction: Introduction) -> None:
        """Keep it as it now is."""

    def of_company(self, company_id: UUID) -> Sequence[Introduction]:
        """Newest first; takes no lock."""

    def of_territory(self) -> Sequence[Introduction]:
        """Newest first; takes no lock."""

    def drop(self, introduction_id: UUID) -> None:
        """Forget it, as its person was; nothing when it is not known here."""


class Placements(Protocol):
    """Placements hosted and their evaluations."""

    def get(self, placement_id: UUID) -> Hosting | None:
        """The placement, locked when this unit of work writes."""

    def save(self, hosting: Hosting) -> None:
        """Keep it as last told."""

    def of_company(self, company_id: UUID) -> Sequence[Hosting]:
        """Those that a company hosts or hosted, latest start first; takes no lock."""

    def of_offer(self, offer_id: UUID) -> Sequence[Hosting]:
        """Those that took a place of an offer; takes no lock."""

    def evaluation(self, placement_id: UUID) -> Evaluation | None:
        """What the employer said of a placement, locked when this unit of work writes."""

    def evaluations_of(self, company_id: UUID) -> Sequence[Evaluation]:
        """All that a company said; takes no lock."""

    def save_evaluation(self, evaluation: Evaluation) -> None:
        """Keep it in place of the one before."""


class Commitments(Protocol):
    """Promises of a year and acts that honour them."""

    def promised(self, company_id: UUID, year: int) -> Mapping[Pledge, int]:
        """How many of each a company promised for a year; empty when nothing was."""

    def promise(self, company_id: UUID, year: int, promised: Mapping[Pledge, int]) -> None:
        """Keep these promises in place of all those of the year."""

    def acts(self, company_id: UUID) -> Sequence[Act]:
        """What a company did, latest first."""

    def record(self, act: Act) -> None:
        """Keep an act; one of the same source is replaced, never doubled."""

    def withdraw(self, source: UUID) -> None:
        """The placement or award behind an act is no more."""

    def of_territory(self, year: int) -> tuple[Mapping[UUID, Mapping[Pledge, int]], Sequence[Act]]:
        """Everybody's promises, and acts of the year."""


class Links(Protocol):
    """Links given to employers without an account."""

    def get(self, fingerprint: str) -> Link | None:
        """The link of which this is the fingerprint; the secret itself is kept nowhere."""

    def save(self, link: Link) -> None:
        """Keep it as it now is."""

    def issued_by(self, company_id: UUID, staff_id: UUID, purpose: Purpose) -> bool:
        """True when this member of staff gave such a link to this company."""


class Surroundings(Protocol):
    """What other services told: the territory, its staff, the badges."""

    def territory(self) -> KnownTerritory | None:
        """The settings last told; None before any were."""

    def save_territory(self, known: KnownTerritory) -> None:
        """Keep them; the caller has compared versions."""

    def colleague(self, staff_id: UUID) -> Colleague | None:
        """Somebody of the staff, active or not."""

    def colleagues(self) -> Mapping[UUID, Colleague]:
        """The whole staff, by id."""

    def save_colleague(self, colleague: Colleague) -> None:
        """Keep them as last told."""

    def award(self, award_id: UUID) -> KnownAward | None:
        """A badge, whatever its status."""

    def awards_of(self, company_id: UUID) -> Sequence[KnownAward]:
        """The badges that reward what a company hosted, latest first."""

    def save_award(self, award: KnownAward) -> None:
        """Keep it as last told."""


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
