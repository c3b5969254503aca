"""The JSON bodies that placements accept: terms, signatures, ends, delegations. An unknown field is refused."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.vocabulary import (
    Channel,
    HiredAs,
    Objective,
    OfferKind,
    PlacementOutcome,
)
from services.matching.domain.placements.bilan import Bilan, StopReason, Why
from services.matching.domain.placements.hours import PRESETS, Week, read_periods
from services.matching.domain.placements.signatures import Signer
from services.matching.domain.placements.spans import Span
from services.matching.domain.placements.terms import Content, WorkSite
from services.matching.entrypoints.introduction_shapes import Strict
from services.matching.use_cases.agree_placement import Agreed

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
Day = Annotated[date, Field(ge=FIRST, le=LAST)]
Words = Annotated[str, Field(max_length=2000)]
DAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SpanBody(Strict):
    """A period, both days included."""

    starts_on: Day
    ends_on: Day


class SiteBody(Strict):
    """Where the work is done."""

    label: str = Field(default="", max_length=300)
    postcode: str = Field(default="", max_length=5, pattern=r"^(\d{5})?$")
    commune: str = Field(default="", max_length=120)


class ContentBody(Strict):
    """What the convention says (code du travail, D5135-2): about the work, never about the person."""

    goals: Words = ""
    tasks: Words = ""
    skills: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(default=[], max_length=20)
    equipment: Words = ""
    prevention: Words = ""
    insurance: Words = ""
    tutor_named: bool = False
    emergency_contact_known: bool = False
    host_duties_accepted: bool = False


class TermsBody(Strict):
    """What the parties agree on. What is absent is taken from the offer.

    ``hours``: by weekday (``mon`` … ``sun``), « 8:30-12:30, 13:30-17:00 »; or ``preset``. ``reasons``: why a finding
    that leaves room is confirmed, by its code.
    """

    starts_on: Day
    ends_on: Day | None = None
    kind: OfferKind | None = None
    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    objective: Objective | None = None
    preset: Literal["day", "morning", "school"] | None = None
    hours: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Annotated[str, Field(max_length=100)]] = (
        Field(default={}, max_length=7)
    )
    days_off: list[Day] = Field(default=[], max_length=60)
    site: SiteBody | None = None
    content: ContentBody = ContentBody()
    prescriber_id: UUID | None = None
    has_employer: bool = False
    assisted_contract: SpanBody | None = None
    renewal_of: UUID | None = None
    reasons: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=500)]] = Field(
        default={}, max_length=30
    )


class AgreeBody(TermsBody):
    """The terms of a new placement, and the introduction it comes from."""

    introduction_id: UUID


class SignBody(Strict):
    """Who signs. ``link``: the party itself, now; another channel: noted by a referent, from a document."""

    signer: Signer
    channel: Channel = Channel.LINK
    signed_on: Day | None = None


class StopBody(Strict):
    """Why it is refused, given up or cancelled."""

    reason: StopReason


class EndBody(Strict):
    """The bilan."""

    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    objective_reached: bool | None = None
    why: Why | None = None
    ended_on: Day | None = None


class DelegateBody(Strict):
    """The right to prescribe that a body lends to a structure, days included."""

    structure_id: UUID
    given_by_kind: Literal["france_travail", "mission_locale", "cap_emploi", "departement"]
    given_by_name: Annotated[str, Field(min_length=1, max_length=200)]
    starts_on: Day
    ends_on: Day


def agreed_of(body: TermsBody) -> Agreed:
    """The terms as the use case takes them. Raises Invalid for hours that are not understood."""
    contract = body.assisted_contract
    site = body.site
    return Agreed(
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        kind=body.kind,
        title=body.title,
        objective=body.objective,
        week=week_of_body(body),
        days_off=tuple(body.days_off),
        site=WorkSite(site.label, site.postcode, site.commune) if site else None,
        content=Content(**{**body.content.model_dump(), "skills": tuple(body.content.skills)}),
        prescriber_id=body.prescriber_id,
        has_employer=body.has_employer,
        assisted_contract=Span(contract.starts_on, contract.ends_on) if contract else None,
        renewal_of=body.renewal_of,
        reasons=body.reasons,
    )


def week_of_body(body: TermsBody) -> Week:
    """The week of the preset, or the one that is written day by day."""
    if body.preset is not None and not body.hours:
        return PRESETS[body.preset][1]
    return Week({DAY_CODES.index(day): read_periods(text) for day, text in body.hours.items()})


def bilan_of(body: EndBody) -> Bilan:
    """The bilan. Raises Invalid when it contradicts itself."""
    return Bilan(body.outcome, body.hired_as, body.objective_reached, body.why)
