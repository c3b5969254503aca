"""What is agreed for a placement: the work, its days and hours, who signs, and what the convention must say.

Nothing here names a person: the tutor's, the employer's and the person's names stay in their services and are added
to the printed convention by whoever may see them.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import Objective, OfferKind
from services.matching.domain.placements.hours import Schedule, Week, schedule_of
from services.matching.domain.placements.spans import Span

CONVENTION_KINDS = frozenset({OfferKind.IMMERSION, OfferKind.INTERNSHIP})
"""Kinds whose agreement is a convention signed by several parties, followed here step by step."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the convention says (code du travail, art. D5135-2; model Cerfa 13912), in words about the work."""

    goals: str = ""
    """The precise objectives, and how they will be judged."""
    tasks: str = ""
    skills: tuple[str, ...] = ()
    """Labels of what will be observed: they are the evaluation's lines, then the badge's."""
    equipment: str = ""
    prevention: str = ""
    insurance: str = ""
    tutor_named: bool = False
    emergency_contact_known: bool = False
    host_duties_accepted: bool = False


@dataclass(frozen=True, slots=True)
class WorkSite:
    """Where the work is done."""

    label: str = ""
    postcode: str = ""
    commune: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that the parties agree on. ``ends_on`` None: no end is set (CDI)."""

    kind: OfferKind
    title: str
    starts_on: date
    ends_on: date | None
    rome: str = ""
    objective: Objective | None = None
    week: Week = field(default_factory=Week)
    days_off: tuple[date, ...] = ()
    site: WorkSite = WorkSite()
    content: Content = Content()
    prescriber_id: UUID | None = None
    """Structure that prescribes."""
    companion_id: UUID | None = None
    """Structure that accompanies the person, when it is not the prescriber."""
    has_employer: bool = False
    """The person works for somebody now: her employer signs too (D5135-1)."""
    assisted_contract: Span | None = None
    """CDDI or other assisted contract under way: immersions may take a quarter of it."""
    with_children: bool = False
    dangerous_for_minors: bool = False
    adults_only: bool = False
    renewal_of: UUID | None = None
    """The placement that this one prolongs."""

    @property
    def span(self) -> Span | None:
        """The whole period; None without an end."""
        return None if self.ends_on is None else Span(self.starts_on, self.ends_on)

    @property
    def schedule(self) -> Schedule:
        """The days worked; without an end, those of the first four weeks (they repeat)."""
        last = self.ends_on or date.fromordinal(self.starts_on.toordinal() + 27)
        return schedule_of(self.week, Span(self.starts_on, last), off=self.days_off)

    @property
    def needs_convention(self) -> bool:
        """True when signatures are followed here."""
        return self.kind in CONVENTION_KINDS
