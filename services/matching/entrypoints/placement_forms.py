"""The form of a placement: read into terms, and filled from what the offer says or from what was agreed.

Refuses hours that are not understood, at their field. Reasons that confirm a finding are typed in « confirm_CODE ».
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.vocabulary import Channel, HiredAs, Objective, OfferKind, PlacementOutcome
from services.kernel.web.forms import Answers, Form, blank_form
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.placements.bilan import StopReason, Why
from services.matching.domain.placements.hours import PRESETS, Week, read_periods
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.signatures import Signer
from services.matching.domain.placements.spans import Span, last_day
from services.matching.domain.placements.terms import Content, WorkSite
from services.matching.domain.ranking.offer import Offer
from services.matching.entrypoints.placement_bodies import DAY_CODES, Day, Words
from services.matching.use_cases.agree_placement import Agreed

OTHER = "other"
CONFIRM = "confirm_"


class TermsForm(BaseModel):
    """What a referent types. One hour field by weekday, read when ``preset`` is « other »."""

    model_config = ConfigDict(extra="ignore")

    kind: OfferKind
    title: str = Field(min_length=1, max_length=200)
    objective: Objective | None = None
    starts_on: Day
    ends_on: Day | None = None
    preset: str = Field(pattern="^(day|morning|school|other)$")
    hours_mon: str = Field(default="", max_length=100)
    hours_tue: str = Field(default="", max_length=100)
    hours_wed: str = Field(default="", max_length=100)
    hours_thu: str = Field(default="", max_length=100)
    hours_fri: str = Field(default="", max_length=100)
    hours_sat: str = Field(default="", max_length=100)
    hours_sun: str = Field(default="", max_length=100)
    site_label: str = Field(default="", max_length=300)
    site_postcode: str = Field(default="", pattern=r"^(\d{5})?$")
    site_commune: str = Field(default="", max_length=120)
    goals: Words = ""
    tasks: Words = ""
    skills: str = Field(default="", max_length=2000)
    equipment: Words = ""
    prevention: Words = ""
    insurance: Words = ""
    tutor_named: bool = False
    emergency_contact_known: bool = False
    host_duties_accepted: bool = False
    prescriber: UUID | None = None
    has_employer: bool = False
    contract_from: Day | None = None
    contract_until: Day | None = None
    renewal_of: UUID | None = None


class SignatureForm(BaseModel):
    """A signed document, noted by a referent."""

    model_config = ConfigDict(extra="ignore")

    signer: Signer
    channel: Channel
    signed_on: Day


class StopForm(BaseModel):
    """Why it stops."""

    model_config = ConfigDict(extra="ignore")

    reason: StopReason


class BilanForm(BaseModel):
    """How it ended."""

    model_config = ConfigDict(extra="ignore")

    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    objective_reached: str = Field(default="", pattern="^(yes|no)?$")
    why: Why | None = None
    ended_on: Day | None = None


def reasons_of(answers: Answers) -> dict[str, str]:
    """The written reasons, by code of finding."""
    return {
        name.removeprefix(CONFIRM): given[0][:500]
        for name, given in answers.items()
        if name.startswith(CONFIRM) and given and given[0].strip()
    }


def agreed_of_form(typed: TermsForm, answers: Answers, site: WorkSite) -> Agreed:
    """The terms. ``site`` is what was known: its coordinates hold while the place is the same. Raises Invalid."""
    contract = None
    if typed.contract_from is not None and typed.contract_until is not None:
        contract = Span(typed.contract_from, typed.contract_until)
    return Agreed(
        starts_on=typed.starts_on,
        ends_on=typed.ends_on,
        kind=typed.kind,
        title=typed.title.strip(),
        objective=typed.objective,
        week=_week(typed),
        site=_site(typed, site),
        content=_content(typed),
        prescriber_id=typed.prescriber,
        has_employer=typed.has_employer,
        assisted_contract=contract,
        renewal_of=typed.renewal_of,
        reasons=reasons_of(answers),
    )


def form_for(introduction: Introduction, offer: Offer, prescriber: UUID | None, today: date) -> Form[Any]:
    """A form that proposes what the offer says: next Monday when it says no day, two weeks when it says no end."""
    about = introduction.proposal
    monday = today + timedelta(days=7 - today.weekday())
    starts = about.starts_on if about.starts_on and about.starts_on >= today else monday
    proposed_end = starts + timedelta(days=11)
    if about.ends_on and about.ends_on >= starts:
        proposed_end = about.ends_on
    if about.kind is OfferKind.IMMERSION:
        proposed_end = min(proposed_end, last_day(starts, 1))
    place = about.place
    return blank_form(
        kind=about.kind,
        title=about.title,
        objective=offer.objectives[0] if len(offer.objectives) == 1 else None,
        starts_on=starts,
        ends_on=None if about.kind is OfferKind.CDI else proposed_end,
        preset="day",
        site_label=place.label if place else "",
        site_postcode=place.postcode if place else "",
        site_commune=place.commune if place else "",
        skills="\n".join(offer.skills),
        prescriber=prescriber,
    )


def form_from(placement: Placement) -> Form[Any]:
    """A form filled with what was agreed."""
    terms, content = placement.terms, placement.terms.content
    contract = terms.assisted_contract
    return blank_form(
        kind=terms.kind,
        title=terms.title,
        objective=terms.objective,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        **_typed_week(terms.week),
        site_label=terms.site.label,
        site_postcode=terms.site.postcode,
        site_commune=terms.site.commune,
        goals=content.goals,
        tasks=content.tasks,
        skills="\n".join(content.skills),
        equipment=content.equipment,
        prevention=content.prevention,
        insurance=content.insurance,
        tutor_named=content.tutor_named,
        emergency_contact_known=content.emergency_contact_known,
        host_duties_accepted=content.host_duties_accepted,
        prescriber=terms.prescriber_id,
        has_employer=terms.has_employer,
        contract_from=contract.start if contract else None,
        contract_until=contract.end if contract else None,
        renewal_of=terms.renewal_of,
        **{f"{CONFIRM}{code}": reason for code, reason in placement.reasons.items()},
    )


def renewal_from(placement: Placement) -> Form[Any]:
    """A form that prolongs an immersion: the same terms, from the day after its end."""
    filled = form_from(placement)
    starts = (placement.ended_on or placement.terms.ends_on or placement.terms.starts_on) + timedelta(days=1)
    changed: Mapping[str, object] = {
        "starts_on": starts,
        "ends_on": last_day(starts, 1),
        "renewal_of": placement.id,
    }
    return Form(typed={**filled.typed, **blank_form(**changed).typed})


def _week(typed: TermsForm) -> Week:
    if typed.preset != OTHER:
        return PRESETS[typed.preset][1]
    return Week({index: read_periods(getattr(typed, f"hours_{day}")) for index, day in enumerate(DAY_CODES)})


def _typed_week(week: Week) -> dict[str, object]:
    for code, (_, known) in PRESETS.items():
        if known == week:
            return {"preset": code}
    days = {
        f"hours_{DAY_CODES[day]}": ", ".join(period.written() for period in periods)
        for day, periods in week.days.items()
    }
    return {"preset": OTHER, **days}


def _site(typed: TermsForm, known: WorkSite) -> WorkSite:
    written = WorkSite(typed.site_label.strip(), typed.site_postcode, typed.site_commune.strip())
    same = (known.label, known.postcode, known.commune) == (written.label, written.postcode, written.commune)
    return known if same else written


def _content(typed: TermsForm) -> Content:
    return Content(
        goals=typed.goals.strip(),
        tasks=typed.tasks.strip(),
        skills=tuple(line.strip()[:200] for line in typed.skills.splitlines() if line.strip())[:20],
        equipment=typed.equipment.strip(),
        prevention=typed.prevention.strip(),
        insurance=typed.insurance.strip(),
        tutor_named=typed.tutor_named,
        emergency_contact_known=typed.emergency_contact_known,
        host_duties_accepted=typed.host_duties_accepted,
    )
