"""`/entreprise/mises-en-relation/{id}` and `/entreprise/accueils/{id}`: answer, host, evaluate.

The person's card comes from `candidates`, in the browser; no name passes here. Refuses whoever nobody confirmed.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.contracts.access import Employer
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.evaluation import Hosting
from services.employers.domain.introduction import Introduction
from services.employers.entrypoints.answer_form import (
    AnswerForm,
    EvaluationForm,
    answer_choices,
    evaluation_choices,
    evaluation_form,
    skills_of,
)
from services.employers.entrypoints.desk import reading_uow, writing_uow
from services.employers.entrypoints.showing import show
from services.employers.use_cases.answer_introduction import answer_introduction, introduction_for, mark_seen
from services.employers.use_cases.evaluate_placement import evaluate_placement, hosting_for
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
Answers = Annotated[Typed, Depends(typed_form)]


@router.get("/entreprise/mises-en-relation/{introduction_id}", response_class=HTMLResponse)
def introduction(request: Request, connection: Writing, actor: Employer, introduction_id: UUID) -> Response:
    """Who is introduced and why; opening it says « seen »."""
    uow = writing_uow(request, connection, actor)
    seen = mark_seen(introduction_id, by=actor, uow=uow)
    return _introduction(request, seen, blank_form(), uow)


@router.post("/entreprise/mises-en-relation/{introduction_id}", response_class=HTMLResponse)
def answer(request: Request, connection: Writing, actor: Employer, introduction_id: UUID, typed: Answers) -> Response:
    """One of three answers."""
    uow = writing_uow(request, connection, actor)
    _, before = introduction_for(introduction_id, by=actor, uow=uow)
    form: Form[AnswerForm] = typed.into(AnswerForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                answer_introduction(form.value.command(introduction_id, zone=uow.zone), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            said = "Votre réponse est partie. Le référent prend la suite."
            return redirect(request, f"/entreprise/mises-en-relation/{introduction_id}", Flash(said))
    return _introduction(request, before, form, uow, status=422)


@router.get("/entreprise/accueils/{placement_id}", response_class=HTMLResponse)
def placement(request: Request, connection: Reading, actor: Employer, placement_id: UUID) -> Response:
    """The placement hosted, and its evaluation."""
    uow = reading_uow(request, connection, actor)
    hosting = hosting_for(placement_id, by=actor, uow=uow)
    form = evaluation_form(uow.offers.get(hosting.offer_id), uow.placements.evaluation(hosting.id))
    return _placement(request, hosting, form, uow)


@router.post("/entreprise/accueils/{placement_id}", response_class=HTMLResponse)
def evaluate(request: Request, connection: Writing, actor: Employer, placement_id: UUID, typed: Answers) -> Response:
    """Keep the evaluation."""
    uow = writing_uow(request, connection, actor)
    hosting = hosting_for(placement_id, by=actor, uow=uow)
    form: Form[EvaluationForm] = typed.into(EvaluationForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                evaluate_placement(form.value.command(hosting.id, skills_of(typed)), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            said = "Merci. Votre évaluation est gardée ; vous pouvez la corriger pendant trente jours."
            return redirect(request, f"/entreprise/accueils/{hosting.id}", Flash(said))
    return _placement(request, hosting, form, uow, status=422)


def _introduction(
    request: Request, one: Introduction, form: Form[AnswerForm], uow: SqlUnitOfWork, *, status: int = 200
) -> Response:
    return show(
        request,
        "mise_en_relation.html",
        status=status,
        one=one,
        form=form,
        offer=uow.offers.get(one.offer_id),
        referent=uow.surroundings.colleague(one.referent_id) if one.referent_id else None,
        choices=answer_choices(one),
    )


def _placement(
    request: Request, hosting: Hosting, form: Form[EvaluationForm], uow: SqlUnitOfWork, *, status: int = 200
) -> Response:
    return show(
        request,
        "accueil.html",
        status=status,
        hosting=hosting,
        form=form,
        evaluation=uow.placements.evaluation(hosting.id),
        referent=uow.surroundings.colleague(hosting.referent_id) if hosting.referent_id else None,
        award=next(
            (one for one in uow.surroundings.awards_of(hosting.company_id) if one.placement_id == hosting.id), None
        ),
        begun=uow.today >= hosting.starts_on,
        choices=evaluation_choices(form),
    )
