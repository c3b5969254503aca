"""What introductions and placements need kept: their own records, agreements, structures, colleagues, delegations.

Every port is bound to one territory and one transaction. A ``get`` locks the row until the transaction ends, so that
the order of the facts of one aggregate is the order of its changes. No port ever sees the name of a person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.contracts.vocabulary import IntroductionState, PlacementStatus
from services.matching.domain.introductions.agreement import Agreement
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.placements.law import Law
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.prescriber import Delegation
from services.matching.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Structure:
    """A partner structure of the territory."""

    id: UUID
    name: str
    kind: str
    prescribes_by_right: bool
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff: a professional identity."""

    id: UUID
    name: str
    structure_id: UUID
    active: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the journal. ``actor`` is « role:id »; ``details`` holds ids and closed words."""

    at: datetime
    verb: str
    actor: str
    details: Mapping[str, object]


class Introductions(Protocol):
    """Introductions of the territory."""

    def get(self, introduction_id: UUID) -> Introduction:
        """Locked. Raise NotFound when there is none."""

    def last(self, profile_id: UUID, offer_id: UUID) -> Introduction | None:
        """The newest one of this person for this offer, locked, None when there is none; nobody adds one meanwhile."""

    def of_person(self, profile_id: UUID) -> Sequence[Introduction]:
        """All of them, oldest first, locked."""

    def to_company(self, company_id: UUID, *, since: datetime) -> Sequence[Introduction]:
        """Those that reached the firm since, and those kept for it. Locked: two at once cannot take one last place."""

    def board(
        self, *, profiles: Collection[UUID], referent: UUID, states: Collection[IntroductionState], limit: int
    ) -> Sequence[Introduction]:
        """Those of these people, and those that this referent opened, in these states; longest unmoved first."""

    def page(
        self,
        *,
        profiles: Collection[UUID],
        referent: UUID,
        states: Collection[IntroductionState],
        after: UUID | None,
        limit: int,
    ) -> Sequence[Introduction]:
        """The same ones by id (oldest first), beginning after this one."""

    def due(self, now: datetime, *, limit: int) -> Sequence[Introduction]:
        """Those whose next step is due, earliest first, locked."""

    def forgettable(self, state: IntroductionState, *, before: datetime, limit: int) -> Sequence[Introduction]:
        """Those of a person that stand in this state since before this instant, locked."""

    def save(self, introduction: Introduction) -> None:
        """Insert or replace. Raise Conflict when the person already has one under way for the same offer."""


class Agreements(Protocol):
    """The person's agreements, as `candidates` told them."""

    def of_person(self, profile_id: UUID) -> Sequence[Agreement]:
        """The last version of each."""

    def keep(self, agreement: Agreement) -> bool:
        """Write unless a version as high is held; return whether it was written."""

    def erase(self, profile_id: UUID) -> None:
        """Delete them all."""


class Placements(Protocol):
    """Placements of the territory."""

    def get(self, placement_id: UUID) -> Placement:
        """Locked. Raise NotFound when there is none."""

    def of_person(self, profile_id: UUID) -> Sequence[Placement]:
        """All of them, oldest first, locked."""

    def of_introduction(self, introduction_id: UUID) -> Sequence[Placement]:
        """All of them, oldest first."""

    def taken(self, offer_id: UUID) -> int:
        """How many hold a place of this offer."""

    def board(
        self, *, profiles: Collection[UUID], referent: UUID, statuses: Collection[PlacementStatus], limit: int
    ) -> Sequence[Placement]:
        """Those of these people, and those that this referent agreed, in these statuses; first to start first."""

    def page(
        self,
        *,
        profiles: Collection[UUID],
        referent: UUID,
        statuses: Collection[PlacementStatus],
        after: UUID | None,
        limit: int,
    ) -> Sequence[Placement]:
        """The same ones by id (oldest first), beginning after this one."""

    def over(self, statuses: Collection[PlacementStatus], *, before: date, limit: int) -> Sequence[Placement]:
        """Those in these statuses whose last day is before this one, locked."""

    def expired(self, *, before: datetime, limit: int) -> Sequence[UUID]:
        """Those that nobody moved since before this instant and that no longer concern anybody (erased)."""

    def drop(self, placement_id: UUID) -> None:
        """Delete one whose time of keeping is over."""

    def save(self, placement: Placement) -> None:
        """Insert or replace."""


class Structures(Protocol):
    """Partner structures and their staff."""

    def all(self) -> Mapping[UUID, Structure]:
        """By id."""

    def keep(self, known: Sequence[Structure], version: int) -> None:
        """Replace them all, unless a higher version of the territory's settings is held."""

    def colleague(self, staff_id: UUID) -> Colleague | None:
        """None when `accounts` never told of them."""

    def colleagues(self, staff_ids: Collection[UUID]) -> Mapping[UUID, Colleague]:
        """Several at once."""

    def keep_colleague(self, colleague: Colleague, version: int) -> None:
        """Write unless a higher version is held."""


class Delegations(Protocol):
    """Rights to prescribe that were lent to structures."""

    def all(self) -> Sequence[Delegation]:
        """Every one, by structure then start."""

    def get(self, delegation_id: UUID) -> Delegation:
        """Locked. Raise NotFound when there is none."""

    def save(self, delegation: Delegation, *, by: str, at: datetime) -> None:
        """Insert or replace."""


class Work(UnitOfWork, Protocol):
    """One transaction on one territory, with what introductions and placements need."""

    introductions: Introductions
    agreements: Agreements
    placements: Placements
    structures: Structures
    delegations: Delegations
    law: Law
    """The figures in force here."""

    def trade_label(self, rome: str) -> str:
        """The trade's name in the trades' table; empty when the code is unknown."""

    def story(self, subject: str) -> Sequence[Told]:
        """What was done to a subject (``introduction:ID``, ``placement:ID``), newest first."""
