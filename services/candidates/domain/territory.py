"""A territory as this service knows it: partners, cohorts, schemes, the name shown to the public."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.candidates.domain.cohorts import Cohort
from services.candidates.domain.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Structure:
    """A partner structure. ``kind`` is free (ccas, mission_locale, regie …)."""

    id: UUID
    name: str
    kind: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Territory:
    """Settings published by `accounts`, those that matter here."""

    code: str
    version: int = 0
    name: str = ""
    public_name: str = ""
    zone: str = "Europe/Paris"
    latitude: float = 46.16
    longitude: float = -1.15
    structures: tuple[Structure, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    exclusive_schemes: tuple[str, ...] = ("CEJ",)
    experience_months: int = 6
    emergency_fund_cents: int = 0
    invented: bool = False

    def today(self, now: datetime) -> date:
        """The calendar day of this instant in the territory's zone."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def structure(self, structure_id: UUID | None) -> Structure | None:
        """A structure of the territory, or None."""
        return next((one for one in self.structures if one.id == structure_id), None)

    def must_have_structure(self, structure_id: UUID | None) -> Structure:
        """The structure, or NotFound."""
        found = self.structure(structure_id)
        if found is None:
            raise NotFound("Cette structure n'est pas sur ce territoire.", field="structure")
        return found

    def cohort(self, code: str | None) -> Cohort | None:
        """A cohort of the territory, or None."""
        return next((one for one in self.cohorts if one.code == code), None)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works for a structure of the territory."""

    id: UUID
    structure_id: UUID
    name: str
    phone: str = ""
    roles: tuple[str, ...] = ()
    active: bool = True
    version: int = 0


@dataclass(frozen=True, slots=True)
class Company:
    """What is needed of a company here: how it is called."""

    id: UUID
    version: int
    name: str
