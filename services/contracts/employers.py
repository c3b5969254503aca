"""Facts published by `employers`: companies of the club, their offers, answers and evaluations."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from services.contracts.vocabulary import (
    ActAsked,
    HalfDay,
    HiredAs,
    Language,
    Licence,
    Objective,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
)
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact, Part

COMPANIES = Topic("employers.companies", partitions=3, compacted=True, retention_days=None)
HOLDERS = Topic("employers.holders", partitions=3, compacted=True, retention_days=None)
OFFERS = Topic("employers.offers", partitions=6, compacted=True, retention_days=None)
ANSWERS = Topic("employers.answers", partitions=6)
EVALUATIONS = Topic("employers.evaluations", partitions=6, compacted=True, retention_days=None)


class Place(Part):
    """Where the work is done. Coordinates in degrees WGS 84, absent when unknown."""

    label: str
    """Street address or site name."""
    postcode: str = ""
    commune: str = ""
    latitude: float | None = None
    longitude: float | None = None


class CompanyChanged(Fact):
    """A company of the club (or known, not yet a member), whole at each change."""

    TYPE: ClassVar[str] = "cite.employers.company-changed.v1"
    TOPIC: ClassVar[Topic] = COMPANIES

    company_id: UUID
    version: int
    name: str
    siret: str
    naf: str = ""
    existence: str = "to_verify"
    """``to_verify`` (« à vérifier »), ``open`` or ``closed``: what the public register said."""
    confirmed: bool = False
    """A referent confirmed that the holder speaks for the firm: introductions may reach it."""
    paused: bool = False
    place: Place | None = None
    introductions_per_month: int | None = None
    accredited_civic_service: bool = False
    is_temp_agency: bool = False
    is_siae: bool = False
    commitments_promised: int | None = None
    """Commitments of the year that are due by now, all kinds together; None when none is."""
    commitments_honoured: int | None = None

    def key(self) -> str:
        return str(self.company_id)


class HolderChanged(Fact):
    """An account that speaks, or asks to speak, for a company."""

    TYPE: ClassVar[str] = "cite.employers.holder-changed.v1"
    TOPIC: ClassVar[Topic] = HOLDERS

    company_id: UUID
    account_id: UUID
    version: int
    confirmed: bool

    def key(self) -> str:
        return f"{self.company_id}:{self.account_id}"


class WorkHours(Part):
    """When the work is done. ``half_days`` empty means not said; ``weekly`` in hours."""

    half_days: tuple[HalfDay, ...] = ()
    weekly: float | None = None
    daily_start: str = ""
    """Local time ``HH:MM``."""
    daily_end: str = ""
    night: bool = False
    label: str = ""


class OfferPublished(Fact):
    """An offer that can be proposed, whole at each change. ``version`` grows by one per offer.

    ``company_id`` is None for an offer imported from elsewhere: it has no account here, so the act asked is to
    apply or to call.
    """

    TYPE: ClassVar[str] = "cite.employers.offer-published.v1"
    TOPIC: ClassVar[Topic] = OFFERS

    offer_id: UUID
    version: int
    company_id: UUID | None
    company_name: str
    source: str
    """``club``, ``door`` (entered by a referent at the firm's door) or ``france_travail``."""
    source_url: str = ""
    act: ActAsked = ActAsked.INTRODUCE
    kind: OfferKind
    title: str
    description: str = ""
    rome: str = ""
    trade_label: str = ""
    objectives: tuple[Objective, ...] = ()
    skills: tuple[str, ...] = ()
    """Labels of skills asked or learned."""
    starts_on: date | None = None
    ends_on: date | None = None
    expires_on: date | None = None
    hours: WorkHours = WorkHours()
    place: Place
    places: int = 1
    licences: tuple[Licence, ...] = ()
    experience_months: int = 0
    experience_said: bool = True
    """False when the offer does not say whether experience is demanded, or only wishes for it."""
    diploma: str = ""
    """Diploma demanded in words, empty when none."""
    languages: tuple[Language, ...] = ()
    """Languages that the work demands, not those it only wishes."""
    dangerous_for_minors: bool = False
    adults_only: bool = False
    with_children: bool = False
    remote: bool = False
    efforts: tuple[str, ...] = ()
    """What the work asks, from the closed list of ``ProfileChanged.avoids``."""
    salary: str = ""
    published_at: datetime

    def key(self) -> str:
        return str(self.offer_id)


class OfferWithdrawn(Fact):
    """The offer can no longer be proposed. ``reason``: ``closed``, ``expired``, ``filled``, ``gone``."""

    TYPE: ClassVar[str] = "cite.employers.offer-withdrawn.v1"
    TOPIC: ClassVar[Topic] = OFFERS

    offer_id: UUID
    version: int
    reason: str

    def key(self) -> str:
        return str(self.offer_id)


class IntroductionAnswered(Fact):
    """The employer's answer: ``seen``, ``meet``, ``not_now`` or ``refused``."""

    TYPE: ClassVar[str] = "cite.employers.introduction-answered.v1"
    TOPIC: ClassVar[Topic] = ANSWERS

    introduction_id: UUID
    company_id: UUID
    answer: str
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: datetime | None = None
    at: datetime

    def key(self) -> str:
        return str(self.introduction_id)


class ObservedSkill(Part):
    """``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: str
    level: int
    code: str = ""


class PlacementEvaluated(Fact):
    """The tutor's evaluation at the end of a placement (no free text: the words stay in `employers`)."""

    TYPE: ClassVar[str] = "cite.employers.placement-evaluated.v1"
    TOPIC: ClassVar[Topic] = EVALUATIONS

    placement_id: UUID
    company_id: UUID
    version: int
    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    skills: tuple[ObservedSkill, ...] = ()
    endorses_badge: bool = False
    at: datetime

    def key(self) -> str:
        return str(self.placement_id)
