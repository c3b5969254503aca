"""`/entreprise/offres…`: post an offer in one short page, see how many people it could suit, change it, close it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.contracts.access import Employer
from services.contracts.actors import Actor
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.company import Company
from services.employers.domain.offer import LABELS as STATUS_LABELS
from services.employers.domain.offer import Offer, Status
from services.employers.domain.offer_law import judge
from services.employers.entrypoints.desk import reading_uow, writing_uow
from services.employers.entrypoints.offer_form import (
    OfferForm,
    choices,
    fields_of,
    form_of_another,
    form_of_terms,
    new_form,
)
from services.employers.entrypoints.showing import chosen_company, show
from services.employers.use_cases.change_offer import ChangeOffer, change_offer, close_offer, confirm_offer, offer_for
from services.employers.use_cases.post_offer import PostOffer, post_offer
from services.employers.use_cases.save_draft import found_draft, save_draft
from services.employers.use_cases.show_company import show_company
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, typed_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
Wanted = Annotated[UUID | None, Query(alias="entreprise")]
Like = Annotated[UUID | None, Query(alias="comme")]
Answers = Annotated[Typed, Depends(typed_form)]
PUBLISHED = "C’est publié. Les référents voient déjà votre offre."
WAITING = "C’est gardé. L’offre sera publiée dès qu’un référent aura confirmé que vous parlez pour l’entreprise."


@router.get("/entreprise/offres/nouvelle", response_class=HTMLResponse)
def new(request: Request, connection: Reading, actor: Employer, wanted: Wanted = None, like: Like = None) -> Response:
    """The form, with the draft kept or what is known of the firm; with ``comme``, what another offer of its said."""
    uow = reading_uow(request, connection, actor)
    if like is not None:
        company, model = offer_for(like, by=actor, uow=uow)
        return _form(request, company, form_of_another(model.terms), model=model)
    company, companies = chosen_company(actor, uow, wanted)
    draft = found_draft(company.id, by=actor, uow=uow)
    return _form(request, company, new_form(company, draft), companies=companies, draft=draft)


@router.post("/entreprise/offres/nouvelle", response_class=HTMLResponse)
def post(request: Request, connection: Writing, actor: Employer, typed: Answers, wanted: Wanted = None) -> Response:
    """Publish, or keep for later."""
    uow = writing_uow(request, connection, actor)
    company, companies = chosen_company(actor, uow, wanted)
    if "garder" in typed.answers.get("_acte", ()):
        save_draft(company.id, fields_of(typed), by=actor, uow=uow)
        return redirect(
            request, f"/entreprise?entreprise={company.id}", Flash("Votre brouillon est gardé trente jours.")
        )
    form: Form[OfferForm] = typed.into(OfferForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                posted = post_offer(PostOffer(company.id, form.value.terms(company)), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            said = PUBLISHED if posted.offer.status is Status.PUBLISHED else WAITING
            return redirect(request, f"/entreprise/offres/{posted.offer.id}", Flash(said, draft_done="offre"))
    return _form(request, company, form, companies=companies, status=422)


@router.get("/entreprise/offres/{offer_id}", response_class=HTMLResponse)
def one(request: Request, connection: Reading, actor: Employer, offer_id: UUID) -> Response:
    """The offer, how many people it could suit, and the form to change it."""
    uow = reading_uow(request, connection, actor)
    company, offer = offer_for(offer_id, by=actor, uow=uow)
    return _offer(request, company, offer, form_of_terms(offer.terms, offer.reason), by=(actor, uow))


@router.post("/entreprise/offres/{offer_id}", response_class=HTMLResponse)
def change(request: Request, connection: Writing, actor: Employer, offer_id: UUID, typed: Answers) -> Response:
    """Change the offer; an expired one is shown again."""
    uow = writing_uow(request, connection, actor)
    company, offer = offer_for(offer_id, by=actor, uow=uow)
    form: Form[OfferForm] = typed.into(OfferForm)
    if form.value is not None:
        try:
            with connection.begin_nested():
                change_offer(ChangeOffer(offer.id, form.value.terms(company, offer.terms)), by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            said = "C’est enregistré."
            return redirect(request, f"/entreprise/offres/{offer.id}", Flash(said, draft_done=f"offre-{offer.id}"))
    return _offer(request, company, offer, form, by=(actor, uow), status=422)


@router.post("/entreprise/offres/{offer_id}/fermer")
def close(request: Request, connection: Writing, actor: Employer, offer_id: UUID) -> Response:
    """Close the offer for good."""
    offer = close_offer(offer_id, by=actor, uow=writing_uow(request, connection, actor))
    return redirect(request, f"/entreprise?entreprise={offer.company_id}", Flash("L’offre est fermée."))


@router.post("/entreprise/offres/{offer_id}/confirmer")
def confirm(request: Request, connection: Writing, actor: Employer, offer_id: UUID) -> Response:
    """Agree with what a referent wrote."""
    confirm_offer(offer_id, by=actor, uow=writing_uow(request, connection, actor))
    return redirect(request, f"/entreprise/offres/{offer_id}", Flash(PUBLISHED))


def _form(
    request: Request, company: Company, form: Form[OfferForm], *, status: int = 200, **values: object
) -> Response:
    given = {"draft": None, "model": None, **values}
    return show(request, "offre_nouvelle.html", status=status, company=company, form=form, choices=choices(), **given)


def _offer(
    request: Request,
    company: Company,
    offer: Offer,
    form: Form[OfferForm],
    *,
    by: tuple[Actor, SqlUnitOfWork],
    status: int = 200,
) -> Response:
    actor, uow = by
    advice = judge(offer.terms, company, today=uow.today, was=offer.terms).advice
    return show(
        request,
        "offre.html",
        status=status,
        company=company,
        offer=offer,
        form=form,
        choices=choices(),
        advice=advice,
        status_label=STATUS_LABELS[offer.status],
        view=show_company(company, by=actor, uow=uow),
    )
