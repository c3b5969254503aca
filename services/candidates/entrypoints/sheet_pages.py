"""`/personnes/{id}/fiche`: a one-page sheet for the person, with a QR code to their own page.

The sheet is prepared by a POST, because each one carries a fresh personal link. What the referent writes for it (how to
get there, what to bring) is printed and not kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.followed_moves import FollowedIntroduction, FollowedPlacement
from services.candidates.entrypoints.showing import Answers, Asked, ReferentReads, ReferentWrites
from services.candidates.use_cases.issue_personal_link import issue_personal_link
from services.candidates.use_cases.opening import opened
from services.contracts.vocabulary import OfferKind
from services.kernel.web.forms import Form, blank_form

router = APIRouter(prefix="/personnes/{person_id}", include_in_schema=False)

TO_BRING = {
    OfferKind.IMMERSION: "Votre pièce d'identité, cette fiche, la convention si on vous l'a remise, une tenue adaptée.",
    OfferKind.INTERNSHIP: "Votre pièce d'identité, la convention de stage, de quoi noter.",
    OfferKind.VISIT: "Votre pièce d'identité et cette fiche.",
}
TO_BRING_TO_WORK = "Votre pièce d'identité, votre carte Vitale, un RIB, votre CV."


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the sheet is for: a proposition, a meeting or a placement."""

    key: str
    label: str
    title: str
    company: str
    where: str
    kind: OfferKind
    meeting_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    hours: str = ""


def _of_introduction(one: FollowedIntroduction) -> Occasion:
    return Occasion(
        key=f"mise_en_relation:{one.id}",
        label=f"{one.state.label.capitalize()} : {one.offer_title}, {one.company_name}",
        title=one.offer_title,
        company=one.company_name,
        where=one.where.in_words(),
        kind=one.kind,
        meeting_at=one.meeting_at,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
    )


def _of_placement(one: FollowedPlacement) -> Occasion:
    return Occasion(
        key=f"placement:{one.id}",
        label=f"{one.kind.label} : {one.title}, {one.company_name}",
        title=one.title,
        company=one.company_name,
        where=one.where.in_words(),
        kind=one.kind,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        hours=one.hours_label,
    )


def occasions(case: CaseFile, today: date) -> list[Occasion]:
    """What a sheet may be for, the nearest in time first."""
    live = [one for one in case.placements if one.lies_ahead(today)]
    moving = sorted((one for one in case.introductions if one.under_way), key=lambda one: one.at, reverse=True)
    return [_of_placement(one) for one in live] + [_of_introduction(one) for one in moving]


class SheetForm(BaseModel):
    """What the referent adds to the sheet."""

    model_config = ConfigDict(extra="ignore")

    occasion: Annotated[str, Field(max_length=80)] = ""
    ask_for: Annotated[str, Field(max_length=200)] = ""
    how_to_go: Annotated[str, Field(max_length=600)] = ""
    bring: Annotated[str, Field(max_length=600)] = ""
    more: Annotated[str, Field(max_length=600)] = ""


@router.get("/fiche", response_class=HTMLResponse)
def prepare(
    person_id: UUID,
    asked: ReferentReads,
    introduction: Annotated[UUID | None, Query(alias="mise_en_relation")] = None,
    placement: UUID | None = None,
) -> Response:
    """What the sheet will say."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    known = occasions(case, asked.today)
    wanted = {f"mise_en_relation:{introduction}", f"placement:{placement}"}
    chosen = next((one for one in known if one.key in wanted), known[0] if known else None)
    bring = TO_BRING.get(chosen.kind, TO_BRING_TO_WORK) if chosen else ""
    form = blank_form(occasion=chosen.key if chosen else None, bring=bring)
    return _preparing(asked, case, known, form)


def _preparing(
    asked: Asked, case: CaseFile, known: list[Occasion], form: Form[SheetForm], status: int = 200
) -> Response:
    choices = [(one.key, one.label) for one in known]
    return asked.page("fiche_preparer.html", status=status, case=case, occasions=choices, form=form)


@router.post("/fiche", response_class=HTMLResponse)
def sheet(person_id: UUID, asked: ReferentWrites, typed: Answers) -> Response:
    """The sheet, ready to be printed, with a fresh link."""
    case = opened(person_id, by=asked.actor, uow=asked.uow, now=asked.now)
    known = occasions(case, asked.today)
    form = typed.into(SheetForm)
    if form.value is None:
        return _preparing(asked, case, known, form, 422)
    token = issue_personal_link(person_id, by=asked.actor, uow=asked.uow, now=asked.now, new_id=asked.desk.new_id)
    url = f"{asked.desk.settings.public_base}/moi/{token}"
    return asked.page(
        "fiche.html",
        case=case,
        occasion=next((one for one in known if one.key == form.value.occasion), None),
        told=form.value,
        url=url,
        code=qr_code(url),
        referent=asked.uow.surroundings.staff(case.referent_id),
    )


def qr_code(url: str) -> Markup:
    """The address as an inline SVG, dark on light even in the dark."""
    drawn = segno.make(url, error="m").svg_inline(
        scale=5, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  drawn by segno from an address of ours
