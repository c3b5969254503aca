"""`/plan-du-groupe`: one main proposal and two reserves for each person, drawn together; pins, refusals, prices.

A referent reads the lines of the people whom she accompanies, coordination the figures. Every look and every choice is
written in the audit trail. Nothing here introduces anybody: « Proposer » is the ordinary act.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from services.contracts.access import Referent, Staff
from services.contracts.actors import Actor, Role
from services.contracts.pages import page_context
from services.kernel.problems import Conflict, Invalid
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Typed, typed_form
from services.kernel.web.pages import Pages, wants_fragment
from services.matching.domain.assignment.choices import Choice
from services.matching.entrypoints import plan_words as words
from services.matching.entrypoints import telling
from services.matching.entrypoints.desk import Desk, desk_of
from services.matching.use_cases.choose_in_plan import ChooseInPlan, choose_in_plan, judge_choice
from services.matching.use_cases.draw_plan import Drawn, NotReady, draw_plan, note_plan, price_choices

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
PLAN = "/plan-du-groupe"
CHOICES = "plan_choix"
DONE = {
    Choice.PINNED: "C’est retenu pour cette personne ; le plan des autres est refait autour.",
    Choice.REFUSED: "Cette offre est écartée du plan pour cette personne ; le plan est refait.",
    None: "C’est annulé ; le plan est refait.",
}


class ChoiceTyped(BaseModel):
    """A choice about one pair; ``choice`` empty takes it back."""

    model_config = ConfigDict(extra="ignore")

    profile_id: UUID
    offer_id: UUID
    choice: Choice | None = None


@router.get(PLAN, response_class=HTMLResponse)
def plan(request: Request, actor: Staff) -> HTMLResponse:
    """The plan of everybody; while a large territory is read for the first time, how far it has come."""
    desk = desk_of(request)
    try:
        drawn = _drawn(desk, actor)
    except NotReady as reading:
        answer = _page(request, actor, "plan_en_preparation", {"reading": reading})
        answer.headers["Refresh"] = "1"
        return answer
    values = {"drawn": drawn, "figures": words.figures(drawn), "referent": actor.has(Role.REFERENT)}
    return _page(request, actor, "plan", values)


@router.get(f"{PLAN}/{{profile_id}}/choix", response_class=HTMLResponse)
def other_choices(profile_id: UUID, request: Request, actor: Referent) -> HTMLResponse:
    """What another choice for this person would change for everybody."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        priced = price_choices(profile_id, by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=now)
    with desk.writing(actor) as uow:
        offers = [str(one.placed.offer_id) for one in priced.prices]
        details: dict[str, object] = {"offers": offers}
        uow.journal.note("plan.priced", f"profile:{profile_id}", details, actor=actor.reference, at=now)
    return _page(request, actor, CHOICES, {"priced": priced, "profile_id": profile_id})


@router.post(f"{PLAN}/choix")
def choose(request: Request, actor: Referent, typed: TypedForm) -> Response:
    """Pin, refuse, or take back; the plan is drawn again."""
    form = typed.into(ChoiceTyped)
    if form.value is None:
        raise Invalid("L'offre ou la personne n'est pas reconnue. Reprenez depuis le plan.", fields=dict(form.errors))
    desk = desk_of(request)
    now, command = desk.clock(), ChooseInPlan(form.value.profile_id, form.value.offer_id, form.value.choice)
    try:
        with desk.reading(actor) as uow:
            judge_choice(command, by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=now)
    except Conflict as refused:
        return redirect(request, PLAN, Flash(refused.message, "warning"))
    with desk.writing(actor) as uow:
        choose_in_plan(command, by=actor, uow=uow, now=now)
    return redirect(request, PLAN, Flash(DONE[command.choice]))


def _drawn(desk: Desk, actor: Actor) -> Drawn:
    now = desk.clock()
    with desk.reading(actor) as uow:
        hurried = desk.planning.hurry()
        drawn = draw_plan(by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=now, hurried=hurried)
    with desk.writing(actor) as uow:
        note_plan(drawn, by=actor, uow=uow, now=now)
    return drawn


def _page(request: Request, actor: Actor, name: str, values: dict[str, Any]) -> HTMLResponse:
    pages: Pages = request.app.state.pages
    context = page_context(request, actor, density="dense")
    shown = {"words": words, "telling": telling, "base": PLAN, **values}
    if name == CHOICES and wants_fragment(request):
        return pages.fragment(context, f"matching/_{name}.html", **shown)
    return pages.page(context, f"matching/{name}.html", **shown)
