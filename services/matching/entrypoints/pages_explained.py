"""Why this offer for this person, or why not; why it is not first; and the way to work that her referent corrects.

Announces nothing; every look and every correction is written in the audit trail. Refuses who does not accompany her.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import Referent
from services.contracts.actors import Actor
from services.contracts.pages import page_context
from services.contracts.vocabulary import TravelMode
from services.kernel.problems import Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import Pages, wants_fragment
from services.matching.entrypoints import telling
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.compare_with_first import compare_with_first, note_comparison
from services.matching.use_cases.explain_offer import explain_offer, note_explanation
from services.matching.use_cases.tell_trip import LONGEST_MINUTES, TellTrip, said_of, tell_trip

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
OFFER = "/matching/profiles/{profile_id}/offres/{offer_id}"
NOTHING_SAID = "Indiquez une durée en minutes, ou que la personne ne peut pas y aller."


class TripTyped(BaseModel):
    """A way, as typed. ``release`` goes back to the estimate."""

    model_config = ConfigDict(extra="ignore")

    minutes: int | None = Field(default=None, ge=1, le=LONGEST_MINUTES)
    mode: TravelMode | None = None
    unreachable: bool = False
    release: bool = False


@router.get(OFFER, response_class=HTMLResponse)
def offer_for_person(profile_id: UUID, offer_id: UUID, request: Request, actor: Referent) -> HTMLResponse:
    """Why this offer, or « écartée parce que … »."""
    return _explained(profile_id, offer_id, request, actor, blank_form())


@router.get(f"{OFFER}/en-tete", response_class=HTMLResponse)
def beside_first(profile_id: UUID, offer_id: UUID, request: Request, actor: Referent) -> HTMLResponse:
    """What separates this offer from the first of the list."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        told = compare_with_first(profile_id, offer_id, by=actor, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_comparison(told, by=actor, uow=uow, now=now)
    bars, total = telling.gaps(told.comparison) if told.comparison else ([], "")
    values = {"profile_id": profile_id, "told": told, "bars": bars, "total": total}
    return _answer(request, actor, "beside_first", values)


@router.post(f"{OFFER}/trajet", response_class=HTMLResponse)
def correct_trip(profile_id: UUID, offer_id: UUID, request: Request, actor: Referent, typed: TypedForm) -> Response:
    """The referent says how long it takes."""
    form = typed.into(TripTyped)
    if form.value is not None and form.value.minutes is None and not (form.value.unreachable or form.value.release):
        form = form.with_error("minutes", NOTHING_SAID)
    if form.value is None or not form.ok:
        return _explained(profile_id, offer_id, request, actor, form, status=422)
    said = form.value
    minutes = None if said.release else said.minutes
    command = TellTrip(profile_id, offer_id, not said.unreachable or said.release, minutes, said.mode)
    desk = desk_of(request)
    try:
        with desk.writing(actor) as uow:
            tell_trip(command, by=actor, uow=uow, now=desk.clock())
    except Invalid as refused:
        form = form.with_error("minutes", refused.message)
        return _explained(profile_id, offer_id, request, actor, form, status=422)
    there = OFFER.format(profile_id=profile_id, offer_id=offer_id)
    done = "L’estimation est reprise." if said.release else "Le trajet est indiqué ; les listes en tiennent compte."
    return redirect(request, there, Flash(done))


def _explained(
    profile_id: UUID, offer_id: UUID, request: Request, actor: Actor, form: Form[Any], *, status: int = 200
) -> HTMLResponse:
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        told = explain_offer(profile_id, offer_id, by=actor, uow=uow, tools=desk.tools, now=now)
        said = said_of(profile_id, offer_id, uow=uow)
    with desk.writing(actor) as uow:
        note_explanation(told, by=actor, uow=uow, now=now)
    values = {
        "profile_id": profile_id,
        "told": told,
        "sheet": told.sheet,
        "said": said,
        "trip_form": form,
        "bars": telling.bars(told.reasons, told.score),
        "telling": telling,
    }
    return _answer(request, actor, "pourquoi", values, status=status)


def _answer(request: Request, actor: Actor, name: str, values: dict[str, Any], *, status: int = 200) -> HTMLResponse:
    """The piece alone for a fragment, else the page around it."""
    pages: Pages = request.app.state.pages
    context = page_context(request, actor, density="dense")
    if wants_fragment(request):
        return pages.fragment(context, f"matching/_{name}.html", status=status, **values)
    return pages.page(context, f"matching/{name}.html", status=status, **values)
