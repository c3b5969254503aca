"""The JSON of the API: what is accepted (unknown fields refused, everything bounded) and what is answered."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.contracts.vocabulary import (
    HalfDay,
    HiredAs,
    Licence,
    Objective,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
)
from services.employers.domain.company import Company, Site
from services.employers.domain.evaluation import Evaluation, SkillSeen
from services.employers.domain.hours import Hours, Preset, hours_of
from services.employers.domain.introduction import Answer, Introduction
from services.employers.domain.offer import Offer, Status
from services.employers.domain.offer_terms import Terms, Tutor
from services.employers.domain.refusals import Fault

Line = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[str, StringConstraints(max_length=4000)]
Clock = Annotated[str, StringConstraints(max_length=5)]
Degrees = Annotated[float, Field(ge=-180, le=180)]


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class PlaceIn(Strict):
    """Where: an address or the name of a site. Degrees WGS 84."""

    label: Line = ""
    postcode: Annotated[str, StringConstraints(max_length=10)] = ""
    commune: Line = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None

    def read(self) -> Site:
        return Site(self.label.strip(), self.postcode.strip(), self.commune.strip(), self.latitude, self.longitude)


class CompanyIn(Strict):
    """A firm that joins, or that a referent met. ``territory`` only for a visitor where several are served."""

    siret: Annotated[str, StringConstraints(max_length=40)]
    name: Line
    contact_name: Line
    email: Line = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    role: Line = ""
    service: Line = ""
    naf: Annotated[str, StringConstraints(max_length=10)] = ""
    place: PlaceIn = PlaceIn()
    territory: Annotated[str, StringConstraints(max_length=60)] | None = None


class CompanyOut(BaseModel):
    """The firm, without its contacts. ``confirm_link`` only for the referent who just entered it."""

    company_id: UUID
    siret: str
    name: str
    existence: str
    confirmed: bool
    member: bool
    paused: bool
    already_known: bool = False
    enrol_link: str | None = None
    confirm_link: str | None = None


class HoursIn(Strict):
    """One of three presets (``day``, ``morning``, ``afternoon``), or ``other`` with half-days and clocks."""

    preset: Preset = Preset.DAY
    half_days: Annotated[list[HalfDay], Field(max_length=21)] = []
    weekly: Annotated[float, Field(ge=0, le=168)] | None = None
    daily_start: Clock = ""
    daily_end: Clock = ""

    def read(self) -> Hours:
        return hours_of(
            self.preset,
            half_days=tuple(self.half_days),
            weekly=self.weekly,
            daily_start=self.daily_start,
            daily_end=self.daily_end,
        )


class TutorIn(Strict):
    """Who hosts. Left out, the firm's first contact."""

    name: Line = ""
    role: Line = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""

    def read(self) -> Tutor:
        return Tutor(self.name, self.role, self.phone)


class OfferIn(Strict):
    """An offer. ``trade`` is free text, ``rome`` its code once chosen; who has one company may leave its id out."""

    company_id: UUID | None = None
    kind: OfferKind
    trade: Line
    title: Line = ""
    rome: Annotated[str, StringConstraints(max_length=5)] = ""
    description: Words = ""
    objectives: Annotated[list[Objective], Field(max_length=3)] = []
    skills: Annotated[list[Line], Field(max_length=30)] = []
    starts_on: date | None = None
    ends_on: date | None = None
    expires_on: date | None = None
    hours: HoursIn = HoursIn()
    place: PlaceIn | None = None
    places: Annotated[int, Field(ge=-1000, le=1000)] = 1
    licences: Annotated[list[Licence], Field(max_length=5)] = []
    experience_months: Annotated[int, Field(ge=0, le=600)] = 0
    diploma: Line = ""
    dangerous_for_minors: bool = False
    adults_only: bool = False
    with_children: bool = False
    remote: bool = False
    efforts: Annotated[list[Line], Field(max_length=6)] = []
    salary: Line = ""
    tutor: TutorIn = TutorIn()
    reason: Words = ""

    def read(self, company: Company) -> Terms:
        """The terms; the place left out is the firm's."""
        return Terms(
            kind=self.kind,
            title=self.title or self.trade,
            description=self.description,
            rome=self.rome,
            trade_label=self.trade,
            objectives=tuple(dict.fromkeys(self.objectives)),
            skills=tuple(self.skills),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            expires_on=self.expires_on,
            hours=self.hours.read(),
            site=self.place.read() if self.place else company.site,
            places=self.places,
            licences=tuple(dict.fromkeys(self.licences)),
            experience_months=self.experience_months,
            diploma=self.diploma,
            dangerous_for_minors=self.dangerous_for_minors,
            adults_only=self.adults_only,
            with_children=self.with_children,
            remote=self.remote,
            efforts=tuple(dict.fromkeys(self.efforts)),
            salary=self.salary,
            tutor=self.tutor.read(),
        )


class AdviceOut(BaseModel):
    """Something to know that stops nothing."""

    field: str
    message: str
    article: str


class OfferOut(BaseModel):
    """An offer as its employer sees it. ``status``: waiting, published, filled, closed, expired."""

    offer_id: UUID
    version: int
    status: Status
    company_id: UUID | None
    company_name: str
    source: str
    kind: OfferKind
    title: str
    trade: str
    rome: str
    description: str
    objectives: list[Objective]
    skills: list[str]
    starts_on: date | None
    ends_on: date | None
    expires_on: date | None
    hours: str
    weekly_hours: float | None
    place: PlaceIn
    places: int
    places_left: int
    tutor: TutorIn
    posted_at: datetime
    published_at: datetime | None
    advice: list[AdviceOut] = []


class OfferPage(BaseModel):
    """Newest first. ``next_cursor`` is None on the last page."""

    items: list[OfferOut]
    next_cursor: UUID | None = None


class AnswerIn(Strict):
    """The employer's answer. ``refused`` needs a ``reason``; ``share_reason``: the person may be told why."""

    answer: Answer
    reason: RefusalReason | None = None
    share_reason: bool = False
    meeting_at: AwareDatetime | None = None


class AnswerOut(BaseModel):
    """Where the introduction stands now, as its employer sees it."""

    introduction_id: UUID
    state: str
    answer: Answer | None
    reason: RefusalReason | None
    meeting_at: datetime | None


class SkillIn(Strict):
    """A skill observed; ``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: Line
    level: Annotated[int, Field(ge=0, le=9)]
    code: Annotated[str, StringConstraints(max_length=20)] = ""

    def read(self) -> SkillSeen:
        return SkillSeen(self.label, self.level, self.code)


class EvaluationIn(Strict):
    """The tutor's evaluation, in closed lists: no free text about a person."""

    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    skills: Annotated[list[SkillIn], Field(max_length=30)] = []
    endorses_badge: bool = False


class EvaluationOut(BaseModel):
    """The evaluation kept."""

    placement_id: UUID
    version: int
    outcome: PlacementOutcome
    hired_as: HiredAs
    endorses_badge: bool
    at: datetime


def company_out(company: Company, **more: object) -> CompanyOut:
    """A firm as JSON."""
    shown = CompanyOut(
        company_id=company.id,
        siret=company.siret,
        name=company.name,
        existence=company.existence.value,
        confirmed=company.confirmed,
        member=company.is_member,
        paused=company.paused is not None,
    )
    return shown.model_copy(update=more)


def offer_out(offer: Offer, advice: tuple[Fault, ...] = ()) -> OfferOut:
    """An offer as JSON."""
    terms = offer.terms
    return OfferOut(
        offer_id=offer.id,
        version=offer.version,
        status=offer.status,
        company_id=offer.company_id,
        company_name=offer.company_name,
        source=offer.source.value,
        kind=terms.kind,
        title=terms.title,
        trade=terms.trade_label,
        rome=terms.rome,
        description=terms.description,
        objectives=list(terms.objectives),
        skills=list(terms.skills),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        expires_on=terms.expires_on,
        hours=terms.hours.label,
        weekly_hours=terms.hours.weekly,
        place=PlaceIn(
            label=terms.site.label,
            postcode=terms.site.postcode,
            commune=terms.site.commune,
            latitude=terms.site.latitude,
            longitude=terms.site.longitude,
        ),
        places=terms.places,
        places_left=offer.places_left,
        tutor=TutorIn(name=terms.tutor.name, role=terms.tutor.role, phone=terms.tutor.phone),
        posted_at=offer.posted_at,
        published_at=offer.published_at,
        advice=[AdviceOut(field=fault.field, message=fault.message, article=fault.article) for fault in advice],
    )


def answer_out(introduction: Introduction) -> AnswerOut:
    """An introduction as JSON."""
    reply = introduction.reply
    return AnswerOut(
        introduction_id=introduction.id,
        state=introduction.state.value,
        answer=reply.answer if reply else None,
        reason=reply.reason if reply else None,
        meeting_at=introduction.meeting_at,
    )


def evaluation_out(evaluation: Evaluation) -> EvaluationOut:
    """An evaluation as JSON."""
    return EvaluationOut(
        placement_id=evaluation.placement_id,
        version=evaluation.version,
        outcome=evaluation.outcome,
        hired_as=evaluation.hired_as,
        endorses_badge=evaluation.endorses_badge,
        at=evaluation.at,
    )
