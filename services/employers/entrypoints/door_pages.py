"""`/entreprises/nouvelle` and what is entered at a firm's door: the firm, an offer, links to hand over.

A link is shown once, to be printed (with its QR code), copied or sent; only its fingerprint is kept.
"""

from typing import Annotated, Any
from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from services.contracts.access import Staff
from services.contracts.actors import Role
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.company import Company
from services.employers.domain.link import Purpose
from services.employers.domain.siret import parse_siret
from services.employers.entrypoints.answer_form import AnswerForm, answer_choices
from services.employers.entrypoints.desk import desk_of, reading_uow, writing_uow
from services.employers.entrypoints.join_pages import JoinForm, finding_for, prefilled
from services.employers.entrypoints.offer_form import OfferForm, choices, form_of_terms, new_form
from services.employers.entrypoints.showing import StaffWriting, show
from services.employers.use_cases.answer_introduction import answer_introduction, introduction_for
from services.employers.use_cases.change_offer import ChangeOffer, change_offer, close_offer, offer_for
from services.employers.use_cases.enter_at_the_door import enter_offer, send_link
from services.employers.use_cases.give_link import give_link
from services.employers.use_cases.register_at_the_door import register_at_the_door
from services.employers.use_cases.standing import company_for
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Reading, Writing, database_of

router = APIRouter(include_in_schema=False)
Answers = Annotated[Typed, Depends(typed_form)]


@router.get("/entreprises/nouvelle", response_class=HTMLResponse)
def new(request: Request, actor: Staff, siret: str = "") -> Response:
    """The firm met at its door; its SIRET fills the rest."""
    search, number = _searched(siret[:60])
    finding = finding_for(desk_of(request), number) if number else None
    with database_of(request).reading() as connection:
        known = reading_uow(request, connection, actor).companies.by_siret(number) if number else None
    form: Form[Any] = blank_form(siret=siret[:60] or None, **prefilled(finding))
    missed = bool(number) and known is None and not form.text("name")
    return show(request, "entreprise_nouvelle.html", search=search, form=form, known=known, missed=missed)


def _searched(siret: str) -> tuple[Form[Any], str]:
    """The form that asks the register, with what is wrong of the number; the number itself once it is right."""
    search: Form[Any] = blank_form(siret=siret or None)
    if not siret.strip():
        return search, ""
    try:
        return search, parse_siret(siret)
    except Problem as refused:
        return search.with_refusal(refused), ""


@router.post("/entreprises/nouvelle", response_class=HTMLResponse)
def enter(request: Request, connection: Writing, actor: Staff, typed: Answers) -> Response:
    """Keep the firm and draw its link, sent by e-mail when the box is ticked."""
    uow = writing_uow(request, connection, actor)
    form: Form[JoinForm] = typed.into(JoinForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                met = register_at_the_door(form.value.presented(), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            sent = _sent(request, met.company, met.token, actor, uow) if form.has("envoyer", "on") else ""
            if "offre" in typed.answers.get("_acte", ()):
                return redirect(
                    request, f"/entreprises/{met.company.id}/offres/nouvelle", Flash("L’entreprise est notée.")
                )
            return _link(request, met.company, f"/confirmer/{met.token}", sent=sent)
    return show(
        request, "entreprise_nouvelle.html", status=422, search=blank_form(), form=form, known=None, missed=False
    )


@router.get("/entreprises/{company_id}/offres/nouvelle", response_class=HTMLResponse)
def new_offer(request: Request, connection: Reading, actor: Staff, company_id: UUID) -> Response:
    """An offer, written with the employer."""
    company = company_for(company_id, by=actor, uow=reading_uow(request, connection, actor))
    return show(
        request, "offre_a_la_porte.html", company=company, offer=None, form=new_form(company, None), choices=choices()
    )


@router.post("/entreprises/{company_id}/offres/nouvelle", response_class=HTMLResponse)
def write_offer(request: Request, connection: Writing, actor: Staff, company_id: UUID, typed: Answers) -> Response:
    """Keep the offer; the employer confirms it by a link."""
    uow = writing_uow(request, connection, actor)
    company = company_for(company_id, by=actor, uow=uow)
    form: Form[OfferForm] = typed.into(OfferForm)
    asked = form.value
    if asked is not None:
        try:
            with connection.begin_nested():
                entered = enter_offer(company, asked.terms(company), reason=asked.reason, by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            sent = _sent(request, company, entered.token, actor, uow) if form.has("envoyer", "on") else ""
            return _link(request, company, f"/confirmer/{entered.token}", sent=sent)
    return show(request, "offre_a_la_porte.html", status=422, company=company, offer=None, form=form, choices=choices())


@router.get("/entreprises/{company_id}/offres/{offer_id}", response_class=HTMLResponse)
def edit_offer(request: Request, connection: Reading, actor: Staff, company_id: UUID, offer_id: UUID) -> Response:
    """An offer of the firm, to change with it."""
    uow = reading_uow(request, connection, actor)
    company, offer = offer_for(offer_id, by=actor, uow=uow)
    form = form_of_terms(offer.terms, offer.reason)
    return show(
        request,
        "offre_a_la_porte.html",
        company=company,
        offer=offer,
        form=form,
        choices=choices(),
        may_propose=actor.has(Role.REFERENT),
    )


@router.post("/entreprises/{company_id}/offres/{offer_id}", response_class=HTMLResponse)
def keep_offer(asking: StaffWriting, company_id: UUID, offer_id: UUID, typed: Answers) -> Response:
    """Change an offer with the firm, or close it."""
    request, actor, uow = asking.request, asking.actor, asking.uow
    company, offer = offer_for(offer_id, by=actor, uow=uow)
    if "fermer" in typed.answers.get("_acte", ()):
        close_offer(offer_id, by=actor, uow=uow)
        return redirect(request, f"/entreprises/{company.id}", Flash("L’offre est fermée."))
    form: Form[OfferForm] = typed.into(OfferForm)
    asked = form.value
    if asked is not None:
        try:
            with asking.connection.begin_nested():
                command = ChangeOffer(offer_id, asked.terms(company, offer.terms), asked.reason)
                change_offer(command, by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, f"/entreprises/{company.id}", Flash("L’offre est enregistrée."))
    return show(
        request,
        "offre_a_la_porte.html",
        status=422,
        company=company,
        offer=offer,
        form=form,
        choices=choices(),
        may_propose=actor.has(Role.REFERENT),
    )


@router.post("/entreprises/{company_id}/lien", response_class=HTMLResponse)
def link(request: Request, connection: Writing, actor: Staff, company_id: UUID) -> Response:
    """A new confirmation link to hand over."""
    uow = writing_uow(request, connection, actor)
    company = company_for(company_id, by=actor, uow=uow)
    return _link(
        request, company, f"/confirmer/{give_link(Purpose.CONFIRM, company.id, company.id, by=actor, uow=uow)}"
    )


@router.get("/entreprises/{company_id}/presentations/{introduction_id}", response_class=HTMLResponse)
def introduction(
    request: Request, connection: Reading, actor: Staff, company_id: UUID, introduction_id: UUID
) -> Response:
    """An introduction, to record what the firm answered by telephone or to give it a link."""
    uow = reading_uow(request, connection, actor)
    return _introduction(request, uow, introduction_for(introduction_id, by=actor, uow=uow)[1].id, blank_form())


@router.post("/entreprises/{company_id}/presentations/{introduction_id}", response_class=HTMLResponse)
def answer(asking: StaffWriting, company_id: UUID, introduction_id: UUID, typed: Answers) -> Response:
    """Record the answer, or draw a link that lets the firm answer by itself."""
    request, actor, uow = asking.request, asking.actor, asking.uow
    company, one = introduction_for(introduction_id, by=actor, uow=uow)
    if "lien" in typed.answers.get("_acte", ()):
        token = give_link(Purpose.ANSWER, one.id, company.id, by=actor, uow=uow)
        return _link(request, company, f"/reponse/{token}")
    form: Form[AnswerForm] = typed.into(AnswerForm)
    if form.value is not None:
        try:
            with asking.connection.begin_nested():
                answer_introduction(form.value.command(one.id, zone=uow.zone), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, f"/entreprises/{company.id}", Flash("La réponse de l’entreprise est notée."))
    return _introduction(request, uow, one.id, form, status=422)


def _introduction(
    request: Request, uow: SqlUnitOfWork, introduction_id: UUID, form: Form[AnswerForm], *, status: int = 200
) -> Response:
    one = uow.introductions.get(introduction_id)
    assert one is not None  # noqa: S101  just found
    return show(
        request,
        "presentation_referent.html",
        status=status,
        one=one,
        company=next(iter(uow.companies.some([one.company_id]))),
        form=form,
        offer=uow.offers.get(one.offer_id),
        referent=uow.surroundings.colleague(one.referent_id) if one.referent_id else None,
        choices=answer_choices(one),
    )


def _sent(request: Request, company: Company, token: str, actor: Staff, uow: SqlUnitOfWork) -> str:
    return send_link(company, token, by=actor, uow=uow, public_base=desk_of(request).public_address(""))


def _link(request: Request, company: Company, path: str, *, sent: str = "") -> Response:
    address = desk_of(request).public_address(path)
    drawing = segno.make(address, error="m").svg_inline(scale=5, border=3, light="white", svgclass=None, lineclass=None)
    return show(
        request,
        "lien.html",
        company=company,
        address=address,
        answers=path.startswith("/reponse/"),
        sent=sent,
        qr=Markup(drawing),  # noqa: S704  drawn here, from an address of ours
    )
