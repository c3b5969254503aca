"""What the use cases of `candidates` ask of the outside: one unit of work per territory and transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from services.candidates.domain.agreements import Agreement
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.emergency_fund import FundRequest
from services.candidates.domain.followed_moves import FollowedAward, FollowedIntroduction, FollowedPlacement
from services.candidates.domain.operational_group import Review, Session
from services.candidates.domain.personal_links import PersonalLink
from services.candidates.domain.retention import Remains
from services.candidates.domain.sharing import SharingAgreement
from services.candidates.domain.territory import Company, StaffMember, Territory
from services.kernel.facts import Fact


class People(Protocol):
    """The files. ``keep`` writes what changed since the file was loaded in this unit of work."""

    def get(self, person_id: UUID) -> CaseFile:
        """The file, locked until the end of a writing transaction. Raises NotFound."""

    def of_profile(self, profile_id: UUID) -> CaseFile:
        """The file whose profile this is. Raises NotFound."""

    def accompanied_by(self, staff_id: UUID, day: date) -> Sequence[CaseFile]:
        """The files this staff member is the referent of, or stands in for on ``day``."""

    def waiting_in(self, structure_id: UUID) -> Sequence[CaseFile]:
        """The files of a structure that nobody accompanies yet, oldest first."""

    def prescribed_by(self, staff_id: UUID) -> Sequence[CaseFile]:
        """The files that hold a prescription made by this staff member."""

    def all(self) -> Sequence[CaseFile]:
        """Every file of the territory: for figures and for the check of doubles."""

    def page(self, staff_id: UUID, day: date, *, after: UUID | None, limit: int) -> Sequence[CaseFile]:
        """The accompanied files in order of id, those after ``after`` only, ``limit`` at most."""

    def to_announce(self, day: date) -> Sequence[CaseFile]:
        """The files whose published part changes by the calendar on ``day`` or before."""

    def inactive_since(self, day: date) -> Sequence[CaseFile]:
        """The files without activity after ``day``."""

    def announced_digest(self, person_id: UUID) -> str:
        """The digest of what was last published of this file; empty when nothing was."""

    def add(self, case: CaseFile, *, announced: str, next_announcement: date | None) -> None:
        """Write a new file with a new key."""

    def keep(self, case: CaseFile, *, announced: str, next_announcement: date | None) -> None:
        """Write what changed."""

    def erase(self, case: CaseFile, *, at: datetime, remains: Remains) -> None:
        """Destroy the key and every row of the person, keep what remains and a line of the erasure ledger."""


class Agreements(Protocol):
    """Agreements looked up from outside of a file."""

    def of_introduction(self, introduction_id: UUID) -> tuple[UUID, Agreement] | None:
        """The person's id and the agreement given for this introduction, or None."""


class Links(Protocol):
    """Personal links."""

    def add(self, link: PersonalLink) -> None:
        """Keep a new link."""

    def of_person(self, person_id: UUID) -> Sequence[PersonalLink]:
        """Links of a person, newest first."""

    def keep(self, link: PersonalLink) -> None:
        """Write a changed link."""


class Surroundings(Protocol):
    """What others publish about the territory."""

    def territory(self) -> Territory:
        """The settings; those of an unconfigured territory when nothing was published yet."""

    def staff(self, staff_id: UUID | None) -> StaffMember | None:
        """A staff member, or None."""

    def staff_of(self, structure_id: UUID) -> Sequence[StaffMember]:
        """The active staff of a structure, by name."""

    def everybody(self) -> Sequence[StaffMember]:
        """All active staff of the territory, by name."""

    def company_name(self, company_id: UUID) -> str | None:
        """The name of a company, None when unknown."""

    def keep_territory(self, told: Territory) -> None:
        """Write the settings, unless newer ones are known."""

    def keep_staff(self, told: StaffMember) -> None:
        """Write a staff member, unless a newer version is known."""

    def keep_company(self, told: Company) -> None:
        """Write a company, unless a newer version is known."""


class Moves(Protocol):
    """Read models of introductions, placements and awards.

    An older version than the one known changes nothing; nor does anything told of a profile that was erased.
    """

    def keep_introduction(self, told: FollowedIntroduction) -> None:
        """Write an introduction."""

    def keep_placement(self, told: FollowedPlacement) -> None:
        """Write a placement."""

    def keep_award(self, told: FollowedAward) -> None:
        """Write an award."""

    def forget(self, kind: str, thing_id: UUID) -> None:
        """Delete one whose profile was erased. ``kind``: ``introduction``, ``placement`` or ``award``."""

    def introduction(self, introduction_id: UUID) -> FollowedIntroduction | None:
        """One introduction, or None."""


class Fund(Protocol):
    """Requests to the emergency fund."""

    def all(self) -> Sequence[FundRequest]:
        """Every request whose person is still known, newest first."""

    def get(self, request_id: UUID) -> FundRequest:
        """One request. Raises NotFound."""

    def committed_cents(self) -> int:
        """What is granted or paid, erased people included."""

    def save(self, request: FundRequest) -> None:
        """Write a request, new or changed."""


class Group(Protocol):
    """The groupe opérationnel."""

    def sessions(self) -> Sequence[Session]:
        """Every session, newest first."""

    def session(self, session_id: UUID) -> Session:
        """One session. Raises NotFound."""

    def save_session(self, session: Session) -> None:
        """Write a session."""

    def reviews(self, session_id: UUID) -> Sequence[Review]:
        """The reviews of a session, in the order they were written."""

    def reviews_of(self, person_id: UUID) -> Sequence[Review]:
        """The reviews of a person, newest first."""

    def review(self, review_id: UUID) -> Review:
        """One review. Raises NotFound."""

    def save_review(self, review: Review) -> None:
        """Write a review, new or changed."""

    def sharing(self, person_id: UUID | None = None) -> Sequence[SharingAgreement]:
        """The sharing agreements of one person, or of everybody."""

    def save_sharing(self, agreement: SharingAgreement) -> None:
        """Write a sharing agreement."""


class UnitOfWork(Protocol):
    """One transaction in one territory."""

    territory: str
    people: People
    agreements: Agreements
    links: Links
    surroundings: Surroundings
    moves: Moves
    fund: Fund
    group: Group

    def announce(self, fact: Fact, *, actor: str = "") -> None:
        """Publish a fact with this transaction."""

    def audit(self, verb: str, subject: str, *, actor: str, **details: Any) -> None:
        """Write who did what, in ids and closed words only."""

    def remains(self) -> Sequence[Remains]:
        """What is kept of erased people, for the figures."""
