"""« Entreprises à appeler » for a person: firms that posted nothing in the trade, why, and the call once made.

A fragment of her list, which is also a page of its own. Refuses who does not accompany the person.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import Referent
from services.contracts.actors import Actor
from services.contracts.pages import page_context
from services.kernel.clock import new_id
from services.kernel.problems import Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import Pages, wants_fragment
from services.matching.domain.hidden_market.calls import CallOutcome
from services.matching.entrypoints import telling
from services.matching.entrypoints.desk import Desk, desk_of
from services.matching.use_cases.call_firms import CallList, NoteCall, list_firms, note_call, note_list
from services.matching.use_cases.gather_market import day_in, settings_of

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
OUTCOMES = [(one.value, one.label) for one in CallOutcome]


class CallTyped(BaseModel):
    """A call, as typed."""

    model_config = ConfigDict(extra="ignore")

    firm: str = Field(max_length=300)
    outcome: CallOutcome
    again_on: date | None = None


@router.get("/matching/profiles/{profile_id}/a-appeler", response_class=HTMLResponse)
def firms(profile_id: UUID, request: Request, actor: Referent) -> HTMLResponse:
    """The firms to call for a person."""
    desk = desk_of(request)
    shown = _listed(profile_id, desk, actor)
    with desk.writing(actor) as uow:
        note_list(shown, by=actor, uow=uow, now=desk.clock())
    return _page(request, actor, shown, blank_form())


@router.post("/matching/profiles/{profile_id}/appels", response_class=HTMLResponse)
def called(profile_id: UUID, request: Request, actor: Referent, typed: TypedForm) -> Response:
    """A call was made."""
    desk = desk_of(request)
    form, shown = typed.into(CallTyped), _listed(profile_id, desk, actor)
    if form.value is not None:
        command = NoteCall(profile_id, form.value.firm, form.value.outcome, form.value.again_on, new_id())
        now = desk.clock()
        try:
            with desk.writing(actor) as uow:
                today = day_in(settings_of(uow), now)
                call = note_call(command, shown, by=actor, uow=uow, now=now, today=today)
        except Invalid as refused:
            for name, told in (refused.fields or {"": refused.message}).items():
                form = form.with_error(name, told)
        else:
            there = f"/matching/profiles/{profile_id}/a-appeler"
            return redirect(request, there, Flash(f"L’appel à {call.firm_name} est noté : {call.outcome.label}."))
    return _page(request, actor, shown, form, status=422)


def _listed(profile_id: UUID, desk: Desk, actor: Actor) -> CallList:
    sectors = desk.sectors
    with desk.reading(actor) as uow:
        return list_firms(profile_id, by=actor, uow=uow, tools=desk.tools, sectors=sectors, now=desk.clock())


def _page(request: Request, actor: Actor, shown: CallList, form: Form[Any], *, status: int = 200) -> HTMLResponse:
    pages: Pages = request.app.state.pages
    context = page_context(request, actor, density="dense")
    values: dict[str, Any] = {
        "shown": shown,
        "profile_id": shown.kept.profile.id,
        "form": form,
        "blank": blank_form(),
        "outcomes": OUTCOMES,
        "telling": telling,
    }
    if wants_fragment(request):
        return pages.fragment(context, "matching/_a_appeler.html", status=status, **values)
    return pages.page(context, "matching/a_appeler.html", status=status, **values)
