"""The one page form of an offer, for its employer or a referent at the door: read into terms, and filled from them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.vocabulary import HalfDay, Licence, Objective, OfferKind
from services.employers.domain.company import Company, Site
from services.employers.domain.draft import Draft
from services.employers.domain.hours import PRESETS, Preset, hours_of
from services.employers.domain.offer_terms import EFFORTS, Terms, Tutor
from services.kernel.web.forms import Form, Typed, blank_form

USUAL_KINDS = (OfferKind.IMMERSION, OfferKind.INTERNSHIP, OfferKind.CDI, OfferKind.CDD)
LABELS = {
    "kind": "Type d'offre",
    "trade": "Métier",
    "starts_on": "Début",
    "ends_on": "Fin",
    "hours": "Horaires",
    "weekly": "Heures par semaine",
    "daily_start": "Début de journée",
    "daily_end": "Fin de journée",
    "half_days": "Demi-journées",
    "place": "Adresse",
    "postcode": "Code postal",
    "commune": "Commune",
    "places": "Places",
    "tutor": "Tuteur ou tutrice",
    "tutor_phone": "Téléphone du tuteur",
    "objectives": "Objectifs",
    "description": "Description",
    "skills": "Savoir-faire",
    "salary": "Salaire",
    "reason": "Raison",
}


class OfferForm(BaseModel):
    """What the page sends. The law is judged by the domain, not here."""

    model_config = ConfigDict(extra="ignore")

    kind: OfferKind = OfferKind.IMMERSION
    trade: str = Field(default="", max_length=300)
    rome: str = Field(default="", max_length=5)
    objectives: list[Objective] = Field(default_factory=list, max_length=3)
    starts_on: date | None = None
    ends_on: date | None = None
    hours: Preset = Preset.DAY
    half_days: list[str] = Field(default_factory=list, max_length=21)
    weekly: float | None = Field(default=None, ge=0, le=168)
    daily_start: str = Field(default="", max_length=10)
    daily_end: str = Field(default="", max_length=10)
    place: str = Field(default="", max_length=240)
    postcode: str = Field(default="", max_length=10)
    commune: str = Field(default="", max_length=120)
    places: int = Field(default=1, ge=-1000, le=1000)
    tutor: str = Field(default="", max_length=200)
    tutor_role: str = Field(default="", max_length=200)
    tutor_phone: str = Field(default="", max_length=40)
    description: str = Field(default="", max_length=6000)
    skills: str = Field(default="", max_length=2000)
    licences: list[Licence] = Field(default_factory=list, max_length=5)
    efforts: list[str] = Field(default_factory=list, max_length=6)
    salary: str = Field(default="", max_length=300)
    diploma: str = Field(default="", max_length=300)
    experience_months: int = Field(default=0, ge=0, le=600)
    adults_only: bool = False
    dangerous_for_minors: bool = False
    with_children: bool = False
    remote: bool = False
    reason: str = Field(default="", max_length=2000)

    def terms(self, company: Company, was: Terms | None = None) -> Terms:
        """The offer's content. An address left as it was keeps its point on the map."""
        return Terms(
            kind=self.kind,
            title=self.trade,
            description=self.description,
            rome=self.rome if was is None or self.rome or self.trade != was.title else was.rome,
            trade_label=self.trade,
            objectives=tuple(self.objectives) if self.kind is OfferKind.IMMERSION else (),
            skills=tuple(line for line in self.skills.replace(";", "\n").splitlines() if line.strip()),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            hours=hours_of(
                self.hours,
                half_days=tuple(half for half in HalfDay if half.value.replace("_", "-") in self.half_days),
                weekly=self.weekly,
                daily_start=_clock(self.daily_start),
                daily_end=_clock(self.daily_end),
            ),
            site=self._site(company.site, *([was.site] if was else [])),
            places=self.places,
            licences=tuple(self.licences),
            experience_months=self.experience_months,
            diploma=self.diploma,
            dangerous_for_minors=self.dangerous_for_minors,
            adults_only=self.adults_only,
            with_children=self.with_children,
            remote=self.remote,
            efforts=tuple(self.efforts),
            salary=self.salary,
            tutor=Tutor(self.tutor, self.tutor_role, self.tutor_phone),
        )

    def _site(self, *known: Site) -> Site:
        typed = (self.place.strip(), self.postcode.strip(), self.commune.strip())
        for site in reversed(known):
            if typed == (site.label, site.postcode, site.commune):
                return site
        return Site(*typed)


def new_form(company: Company, draft: Draft | None) -> Form[Any]:
    """The form as it opens: what was kept, else what is known of the firm."""
    if draft is not None:
        return Form(typed=dict(draft.fields))
    contact = company.contact
    return blank_form(
        kind=OfferKind.IMMERSION,
        objectives=(Objective.DISCOVER, Objective.CONFIRM),
        hours=Preset.DAY,
        place=company.site.label,
        postcode=company.site.postcode,
        commune=company.site.commune,
        places=1,
        tutor=contact.contact_name if contact else "",
        tutor_role=contact.role if contact else "",
        tutor_phone=contact.phone if contact else "",
    )


def form_of_another(terms: Terms) -> Form[Any]:
    """The form of an offer like another: all that it said but its days, which are gone or taken."""
    return form_of_terms(replace(terms, starts_on=None, ends_on=None))


def form_of_terms(terms: Terms, reason: str = "") -> Form[Any]:
    """The form of an offer to edit."""
    preset = _preset_of(terms)
    return blank_form(
        kind=terms.kind,
        trade=terms.trade_label or terms.title,
        rome=terms.rome,
        objectives=terms.objectives,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        hours=preset,
        half_days=tuple(half.value.replace("_", "-") for half in terms.hours.half_days)
        if preset is Preset.OTHER
        else (),
        weekly=terms.hours.weekly,
        daily_start=terms.hours.daily_start if preset is Preset.OTHER else None,
        daily_end=terms.hours.daily_end if preset is Preset.OTHER else None,
        place=terms.site.label,
        postcode=terms.site.postcode,
        commune=terms.site.commune,
        places=terms.places,
        tutor=terms.tutor.name,
        tutor_role=terms.tutor.role,
        tutor_phone=terms.tutor.phone,
        description=terms.description,
        skills="\n".join(terms.skills),
        licences=terms.licences,
        efforts=terms.efforts,
        salary=terms.salary,
        diploma=terms.diploma,
        experience_months=terms.experience_months or None,
        adults_only=terms.adults_only,
        dangerous_for_minors=terms.dangerous_for_minors,
        with_children=terms.with_children,
        remote=terms.remote,
        reason=reason,
    )


def fields_of(typed: Typed) -> dict[str, tuple[str, ...]]:
    """What a draft keeps of a posted form."""
    known = set(OfferForm.model_fields)
    return {name: answers for name, answers in typed.answers.items() if name in known}


def choices() -> dict[str, object]:
    """The lists that the form's template shows."""
    return {
        "kinds": [(kind.value, kind.label) for kind in _usual_first(OfferKind)],
        "objectives": [(objective.value, objective.label) for objective in Objective],
        "presets": [
            (
                preset.value,
                hours.label,
                f"{_short(hours.daily_start)}–{_short(hours.daily_end)}, {hours.weekly:g} h par semaine",
            )
            for preset, hours in PRESETS.items()
        ]
        + [(Preset.OTHER.value, "Autres horaires", "à préciser plus bas")],
        "licences": [(licence.value, licence.label) for licence in Licence],
        "efforts": list(EFFORTS.items()),
        "labels": LABELS,
    }


def _usual_first(kinds: Iterable[OfferKind]) -> list[OfferKind]:
    return [*USUAL_KINDS, *(kind for kind in kinds if kind not in USUAL_KINDS)]


def _preset_of(terms: Terms) -> Preset:
    for preset, hours in PRESETS.items():
        if terms.hours.half_days == hours.half_days and terms.hours.daily_start == hours.daily_start:
            return preset
    return Preset.OTHER


def _short(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return f"{int(hour)} h" + (f" {minute}" if minute != "00" else "")


def _clock(typed: str) -> str:
    """« 9h30 », « 9 h » and « 09:30 » as a clock; anything else as it came, to be refused in its place."""
    hour, _, minute = typed.strip().lower().replace("h", ":").replace(" ", "").partition(":")
    if hour.isdigit() and (minute.isdigit() or not minute) and len(hour) <= 2 and len(minute) <= 2:
        return f"{int(hour):02d}:{int(minute or 0):02d}"
    return typed.strip()
