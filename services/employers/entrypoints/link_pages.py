"""`/reponse/{jeton}` and `/confirmer/{jeton}`: what an employer does from an e-mail or a printed link, without account.

The address is a secret: it is never sent on to another site, kept by no cache, indexed by no engine. A link opened by a
machine that reads mails changes nothing: only a browser's own navigation says « seen ».
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection
from starlette.responses import Response

from services.contracts.actors import Actor
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.adapters.sql_companies import territory_of_link
from services.employers.domain.introduction import Introduction
from services.employers.domain.link import Purpose, fingerprint
from services.employers.domain.refusals import NotFound
from services.employers.entrypoints.answer_form import AnswerForm, answer_choices
from services.employers.entrypoints.desk import desk_of, uow_in
from services.employers.entrypoints.showing import show_in
from services.employers.use_cases.answer_introduction import (
    answer_introduction,
    introduction_for,
    link_actor,
    mark_seen,
)
from services.employers.use_cases.confirm_at_the_door import (
    confirm_at_the_door,
    decline_at_the_door,
    show_to_confirm,
)
from services.employers.use_cases.give_link import UNKNOWN, open_link
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
Answers = Annotated[Typed, Depends(typed_form)]
LONGEST_TOKEN = 100
SECRET = {"referrer-policy": "no-referrer", "cache-control": "no-store", "x-robots-tag": "noindex"}


@router.get("/reponse/{jeton}", response_class=HTMLResponse)
def introduction(request: Request, connection: Writing, jeton: str) -> Response:
    """Who, why, three buttons."""
    uow = uow_of_link(request, connection, jeton)
    actor, one = holder_of(jeton, uow)
    if request.headers.get("sec-fetch-dest") == "document":
        one = mark_seen(one.id, by=actor, uow=uow)
    return _introduction(request, uow, (actor, one), blank_form(), jeton)


@router.post("/reponse/{jeton}", response_class=HTMLResponse)
def answer(request: Request, connection: Writing, jeton: str, typed: Answers) -> Response:
    """One of three answers."""
    uow = uow_of_link(request, connection, jeton)
    actor, one = holder_of(jeton, uow)
    form: Form[AnswerForm] = typed.into(AnswerForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                answer_introduction(form.value.command(one.id, zone=uow.zone), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            said = "Votre réponse est partie. Merci : le référent prend la suite."
            return redirect(request, f"/reponse/{jeton}", Flash(said))
    return _introduction(request, uow, (actor, one), form, jeton, status=422)


@router.get("/confirmer/{jeton}", response_class=HTMLResponse)
def to_confirm(request: Request, connection: Reading, jeton: str) -> Response:
    """What was written together."""
    uow = uow_of_link(request, connection, jeton, locks=False)
    found = show_to_confirm(jeton, uow=uow)
    return show_in(
        request,
        uow,
        "confirmer.html",
        headers=SECRET,
        found=found,
        jeton=jeton,
        referent=uow.surroundings.colleague(found.met_by) if found.met_by else None,
    )


@router.post("/confirmer/{jeton}", response_class=HTMLResponse)
def confirm(request: Request, connection: Writing, jeton: str, typed: Answers) -> Response:
    """Confirm, or say that it is not so."""
    uow = uow_of_link(request, connection, jeton)
    if "non" in typed.answers.get("accord", ()):
        closed = decline_at_the_door(jeton, uow=uow)
        return show_in(request, uow, "confirmer_non.html", headers=SECRET, closed=closed)
    done = confirm_at_the_door(jeton, uow=uow)
    contact = done.company.contact
    token = desk_of(request).tokens.enrolment(
        done.company, vouched_by=done.vouched_by, email=contact.email if contact else "", now=uow.now
    )
    return show_in(request, uow, "confirme.html", headers=SECRET, done=done, enrol=f"/inscription?jeton={token}")


def uow_of_link(request: Request, connection: Connection, jeton: str, *, locks: bool = True) -> SqlUnitOfWork:
    """The work of whoever holds a link, in the territory that made it. Raises NotFound for a link of nobody."""
    territory = territory_of_link(connection, fingerprint(jeton)) if len(jeton) <= LONGEST_TOKEN else None
    if territory is None:
        raise NotFound(UNKNOWN)
    return uow_in(request, connection, territory, who=f"link:{fingerprint(jeton)[:12]}", locks=locks)


def holder_of(jeton: str, uow: SqlUnitOfWork) -> tuple[Actor, Introduction]:
    """Whoever holds the link, and the introduction that it opens. Raises NotFound, Conflict, Forbidden."""
    link = open_link(jeton, Purpose.ANSWER, uow=uow)
    one = uow.introductions.get(link.subject_id)
    if one is None:
        raise NotFound(UNKNOWN)
    known = uow.surroundings.territory()
    actor = link_actor(one, site=known.public_name if known else "", zone=uow.zone)
    _, one = introduction_for(one.id, by=actor, uow=uow)
    return actor, one


def _introduction(
    request: Request,
    uow: SqlUnitOfWork,
    held: tuple[Actor, Introduction],
    form: Form[AnswerForm],
    jeton: str,
    *,
    status: int = 200,
) -> Response:
    actor, one = held
    card = desk_of(request).tokens.answering(actor, now=uow.now)
    return show_in(
        request,
        uow,
        "reponse.html",
        status=status,
        headers=SECRET,
        one=one,
        form=form,
        jeton=jeton,
        card=f"/fiches/{one.id}?jeton={card}",
        offer=uow.offers.get(one.offer_id),
        referent=uow.surroundings.colleague(one.referent_id) if one.referent_id else None,
        choices=answer_choices(one),
    )
