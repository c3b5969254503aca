"""Facts published by `accounts`: the territories' settings and the staff who work there.

Staff names are professional identities; no accompanied person is ever named here.
"""

from typing import ClassVar
from uuid import UUID

from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact, Part

TERRITORIES = Topic("accounts.territories", partitions=1, compacted=True, retention_days=None)
HOLDERS_ENROLLED = Topic("accounts.holders", partitions=3, compacted=True, retention_days=None)
STAFF = Topic("accounts.staff", partitions=3, compacted=True, retention_days=None)


class StructureListed(Part):
    """A partner structure; ``prescribes_by_right``: code du travail L5135-2, else a dated delegation is needed."""

    structure_id: UUID
    name: str
    kind: str
    prescribes_by_right: bool = False
    phone: str = ""


class CohortListed(Part):
    """A cohort of the territory. Ages only suggest: the referent assigns."""

    code: str
    label: str
    structure_id: UUID
    suggested_from_age: int | None = None
    suggested_to_age: int | None = None
    suggested_sex: str | None = None
    """``woman`` or ``man`` when the cohort is meant for them; only guides the suggestion."""
    age_is_criterion: bool = False


class TerritoryConfigured(Fact):
    """Settings of a territory, whole at each change. ``version`` grows by one."""

    TYPE: ClassVar[str] = "cite.accounts.territory-configured.v1"
    TOPIC: ClassVar[Topic] = TERRITORIES

    territory: str
    version: int
    name: str
    public_name: str
    """The neutral name that employers and badges show: it never tells the scheme or the district."""
    time_zone: str = "Europe/Paris"
    latitude: float
    longitude: float
    structures: tuple[StructureListed, ...] = ()
    cohorts: tuple[CohortListed, ...] = ()
    exclusive_schemes: tuple[str, ...] = ("CEJ",)
    experience_months: int = 6
    introductions_per_month: int = 8
    emergency_fund_cents: int = 0
    invented: bool = False
    """True for a demonstration territory: every page says so."""

    def key(self) -> str:
        return self.territory


class StaffChanged(Fact):
    """A person who works for a structure of the territory."""

    TYPE: ClassVar[str] = "cite.accounts.staff-changed.v1"
    TOPIC: ClassVar[Topic] = STAFF

    staff_id: UUID
    version: int
    structure_id: UUID
    display_name: str
    phone: str = ""
    roles: tuple[str, ...] = ()
    active: bool = True

    def key(self) -> str:
        return str(self.staff_id)


class HolderEnrolled(Fact):
    """An account was opened by somebody who says to speak for a company; `employers` decides what it may see."""

    TYPE: ClassVar[str] = "cite.accounts.holder-enrolled.v1"
    TOPIC: ClassVar[Topic] = HOLDERS_ENROLLED

    account_id: UUID
    company_id: UUID
    vouched_by: UUID | None = None
    """The referent who met the holder at the firm's door and handed over the link."""
    contact_name: str = ""
    contact_email: str = ""
    """Professional contact of the firm, never of an accompanied person."""

    def key(self) -> str:
        return f"{self.company_id}:{self.account_id}"
