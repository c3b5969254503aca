"""A company known to the territory: who it is, whether it exists, whether it may be sent people, and how many.

Public bodies and associations are companies too. One SIRET may have several services, each with its own contact.
Refuses to confirm or to reopen a company that the public register says closed.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.employers.domain.refusals import Conflict, Fault, Invalid

CHECKED_AGAIN_AFTER = timedelta(days=7)
LONGEST_NAME = 200
MOST_INTRODUCTIONS = 80


class Existence(StrEnum):
    """What the public register said. An establishment that it does not show stays ``to_verify``."""

    TO_VERIFY = "to_verify"
    OPEN = "open"
    CLOSED = "closed"


class WhyPaused(StrEnum):
    ASKED = "asked"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a firm or a job stands. Degrees WGS 84, None when unknown."""

    label: str = ""
    postcode: str = ""
    commune: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def told(self) -> str:
        town = " ".join(part for part in (self.postcode, self.commune) if part)
        return ", ".join(part for part in (self.label, town) if part)


@dataclass(frozen=True, slots=True)
class Service:
    """A service of one SIRET with its own contact: « Cuisine centrale », « Ressources humaines »."""

    id: UUID
    name: str
    contact_name: str
    email: str = ""
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the public register tells of a SIRET now."""

    existence: Existence
    name: str = ""
    naf: str = ""
    site: Site | None = None
    is_siae: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """The company, whole. ``version`` grows by one at each change that others must hear of."""

    id: UUID
    territory: str
    version: int
    name: str
    siret: str
    naf: str = ""
    site: Site = field(default_factory=Site)
    existence: Existence = Existence.TO_VERIFY
    checked_at: datetime | None = None
    services: tuple[Service, ...] = ()
    entered_by: UUID | None = None
    """The referent who entered it at the door; None when the firm joined by itself."""
    joined_on: date | None = None
    """The day the firm itself joined the club; None while it is only known."""
    confirmed_at: datetime | None = None
    confirmed_by: UUID | None = None
    paused: WhyPaused | None = None
    paused_at: datetime | None = None
    introductions_per_month: int | None = None
    accredited_civic_service: bool = False
    is_temp_agency: bool = False
    is_siae: bool = False
    created_at: datetime | None = None
    engagement_due: int | None = None
    """What it promised and should have done by now this year; None when nothing is due."""
    engagement_honoured: int | None = None

    @property
    def confirmed(self) -> bool:
        """A referent vouched that whoever holds the firm's page speaks for it."""
        return self.confirmed_at is not None

    @property
    def is_member(self) -> bool:
        return self.joined_on is not None

    @property
    def may_receive(self) -> bool:
        """True when people may be introduced: confirmed by a referent, not closed, not paused."""
        return self.confirmed and self.existence is not Existence.CLOSED and self.paused is None

    @property
    def contact(self) -> Service | None:
        """The first contact, the one to write to by default."""
        return self.services[0] if self.services else None

    def due_for_a_check(self, now: datetime) -> bool:
        """True when the register has not been asked for a week."""
        return self.checked_at is None or now - self.checked_at >= CHECKED_AGAIN_AFTER

    def checked(self, finding: Finding, *, at: datetime) -> "Company":
        """What the register said.

        A firm once seen open stays so when the register stops showing it. What people wrote is kept: the register
        only fills what is empty. The version grows only when something changed.
        """
        known = replace(
            self,
            existence=self.existence if finding.existence is Existence.TO_VERIFY else finding.existence,
            name=self.name or finding.name,
            naf=self.naf or finding.naf,
            site=_filled(self.site, finding.site),
            is_siae=self.is_siae or finding.is_siae,
        )
        version = self.version if known == self else self.version + 1
        return replace(known, checked_at=at, version=version)

    def confirm(self, *, by: UUID, at: datetime) -> "Company":
        """A referent vouches for the firm. Said twice, it changes nothing."""
        if self.existence is Existence.CLOSED:
            raise Conflict("Cet établissement est fermé au registre : il ne peut pas être confirmé.")
        if self.confirmed:
            return self
        return replace(self, confirmed_at=at, confirmed_by=by, version=self.version + 1)

    def unconfirm(self) -> "Company":
        """Nobody is known any more to speak for the firm."""
        if not self.confirmed:
            return self
        return replace(self, confirmed_at=None, confirmed_by=None, version=self.version + 1)

    def join(self, *, on: date) -> "Company":
        """The firm itself joins the club; the first day is kept."""
        return self if self.is_member else replace(self, joined_on=on, version=self.version + 1)

    def pause(self, why: WhyPaused, *, at: datetime) -> "Company":
        """Stop introductions. A pause that the firm asked for is not replaced by an automatic one."""
        if self.paused is not None:
            return self
        return replace(self, paused=why, paused_at=at, version=self.version + 1)

    def resume(self) -> "Company":
        return self if self.paused is None else replace(self, paused=None, paused_at=None, version=self.version + 1)

    def answered(self) -> "Company":
        """Answering brings back a firm that was paused because it did not answer."""
        return self.resume() if self.paused is WhyPaused.UNANSWERED else self

    def with_capacity(self, introductions_per_month: int | None) -> "Company":
        """How many introductions a month the firm accepts; None follows the territory's setting."""
        wished = introductions_per_month
        if wished is not None and not 0 <= wished <= MOST_INTRODUCTIONS:
            told = f"Indiquez un nombre de présentations par mois entre 0 et {MOST_INTRODUCTIONS}."
            raise Invalid.because(Fault("introductions_per_month", told))
        if wished == self.introductions_per_month:
            return self
        return replace(self, introductions_per_month=wished, version=self.version + 1)

    def with_engagement(self, told: tuple[int, int] | None) -> "Company":
        """What is due and what was done of it so far, None for nothing due."""
        due, honoured = told or (None, None)
        if (due, honoured) == (self.engagement_due, self.engagement_honoured):
            return self
        return replace(self, engagement_due=due, engagement_honoured=honoured, version=self.version + 1)

    def with_service(self, service: Service) -> "Company":
        """Add a contact, or replace the one of the same id. Contacts stay home: the version does not move."""
        others = tuple(known for known in self.services if known.id != service.id)
        kept = tuple(service if known.id == service.id else known for known in self.services)
        return replace(self, services=kept if len(others) < len(self.services) else (*self.services, service))

    def room_left(self, introduced_this_month: int, *, default: int) -> int:
        """Introductions the firm may still receive this month, never below 0."""
        limit = default if self.introductions_per_month is None else self.introductions_per_month
        return max(0, limit - introduced_this_month) if self.may_receive else 0


def check_name(name: str) -> str:
    """The company's name, trimmed. Raises Invalid on the field ``name``."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise Invalid.because(Fault("name", "Indiquez le nom de l'entreprise."))
    if len(trimmed) > LONGEST_NAME:
        raise Invalid.because(Fault("name", f"Le nom dépasse {LONGEST_NAME} caractères."))
    return trimmed


def _filled(site: Site, found: Site | None) -> Site:
    """The place as people wrote it, with the register's point when it has none and the postcode is the same."""
    if found is None or site.latitude is not None:
        return site
    if not site.told:
        return found
    if site.postcode and site.postcode == found.postcode:
        return replace(site, latitude=found.latitude, longitude=found.longitude)
    return site
