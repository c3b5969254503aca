"""`/entreprise`: the firm's own page, its promises of the year, its address, its contact, its pace.

A firm that nobody confirmed sees its offers and what waits for whom, and nothing about people.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.contracts.access import Employer
from services.employers.domain.commitment import MOST_PROMISED, Pledge
from services.employers.domain.company import Service, Site
from services.employers.entrypoints.desk import reading_uow, writing_uow
from services.employers.entrypoints.showing import chosen_company, show
from services.employers.use_cases.commit_for_the_year import commit_for_the_year
from services.employers.use_cases.show_company import show_company
from services.employers.use_cases.tend_company import (
    change_contact,
    move_company,
    pause_company,
    resume_company,
    set_capacity,
)
from services.kernel.problems import Problem
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
Wanted = Annotated[UUID | None, Query(alias="entreprise")]
Answers = Annotated[Typed, Depends(typed_form)]


class SettingsForm(BaseModel):
    """The firm's name and address, who to reach, how many introductions a month."""

    model_config = ConfigDict(extra="ignore")

    name: str = Field(default="", max_length=300)
    label: str = Field(default="", max_length=240)
    postcode: str = Field(default="", max_length=10)
    commune: str = Field(default="", max_length=120)
    contact_name: str = Field(default="", max_length=120)
    role: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    introductions_per_month: int | None = Field(default=None, ge=-1000, le=1000)

    def site(self, known: Site) -> Site:
        """The address as typed; one whose words did not change keeps its point on the map."""
        typed = Site(self.label.strip(), self.postcode.strip(), self.commune.strip())
        return known if typed == replace(known, latitude=None, longitude=None) else typed

    def contact(self, known: Service | None, *, new_id: Callable[[], UUID]) -> Service:
        """Who to reach, in place of who was."""
        return Service(
            id=known.id if known else new_id(),
            name=known.name if known else "Accueil",
            contact_name=self.contact_name,
            email=self.email,
            phone=self.phone,
            role=self.role,
        )


@router.get("/entreprise", response_class=HTMLResponse)
def home(request: Request, connection: Reading, actor: Employer, wanted: Wanted = None) -> Response:
    """What to do now, then offers, introductions, placements, the year."""
    uow = reading_uow(request, connection, actor)
    company, companies = chosen_company(actor, uow, wanted)
    tabs = [
        {"label": one.name, "href": f"/entreprise?entreprise={one.id}", "current": one.id == company.id}
        for one in companies
    ]
    return show(request, "entreprise.html", view=show_company(company, by=actor, uow=uow), tabs=tabs)


@router.get("/entreprise/engagements", response_class=HTMLResponse)
def show_promises(request: Request, connection: Reading, actor: Employer, wanted: Wanted = None) -> Response:
    """The promises of the year, to fill in."""
    uow = reading_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    promised = uow.commitments.promised(company.id, uow.today.year)
    form = blank_form(**{pledge.value: count for pledge, count in promised.items()})
    return show(request, "engagements.html", company=company, form=form, pledges=list(Pledge), year=uow.today.year)


@router.post("/entreprise/engagements", response_class=HTMLResponse)
def promise(request: Request, connection: Writing, actor: Employer, typed: Answers, wanted: Wanted = None) -> Response:
    """Replace the promises of the year."""
    uow = writing_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    form: Form[BaseModel] = Form(typed=typed.answers)
    promised = {}
    for pledge in Pledge:
        said = form.text(pledge.value).strip()
        if said.isdigit() and len(said) < 6:
            promised[pledge] = int(said)
        elif said:
            form = form.with_error(pledge.value, f"Écrivez un nombre de 0 à {MOST_PROMISED}.")
    if not form.errors:
        try:
            with connection.begin_nested():
                commit_for_the_year(company.id, uow.today.year, promised, by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, f"/entreprise?entreprise={company.id}", Flash("Vos engagements sont notés."))
    values = {"company": company, "form": form, "pledges": list(Pledge), "year": uow.today.year}
    return show(request, "engagements.html", status=422, **values)


@router.get("/entreprise/reglages", response_class=HTMLResponse)
def show_settings(request: Request, connection: Reading, actor: Employer, wanted: Wanted = None) -> Response:
    """Name, address, contact and pace."""
    uow = reading_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    contact = company.contact
    form = blank_form(
        name=company.name,
        label=company.site.label,
        postcode=company.site.postcode,
        commune=company.site.commune,
        contact_name=contact.contact_name if contact else None,
        role=contact.role if contact else None,
        email=contact.email if contact else None,
        phone=contact.phone if contact else None,
        introductions_per_month=company.introductions_per_month,
    )
    return show(request, "reglages_entreprise.html", company=company, form=form)


@router.post("/entreprise/reglages", response_class=HTMLResponse)
def keep_settings(
    request: Request, connection: Writing, actor: Employer, typed: Answers, wanted: Wanted = None
) -> Response:
    """Keep them."""
    uow = writing_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    form: Form[SettingsForm] = typed.into(SettingsForm)
    asked = form.value
    if asked is not None:
        try:
            with connection.begin_nested():
                move_company(company.id, asked.name, asked.site(company.site), by=actor, uow=uow)
                change_contact(company.id, asked.contact(company.contact, new_id=uow.new_id), by=actor, uow=uow)
                set_capacity(company.id, asked.introductions_per_month, by=actor, uow=uow)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, f"/entreprise?entreprise={company.id}", Flash("C’est enregistré."))
    return show(request, "reglages_entreprise.html", status=422, company=company, form=form)


@router.post("/entreprise/pause")
def pause(request: Request, connection: Writing, actor: Employer, wanted: Wanted = None) -> Response:
    """Stop introductions for now."""
    uow = writing_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    pause_company(company.id, by=actor, uow=uow)
    said = "C’est noté : plus personne ne vous sera présenté. Reprenez quand vous voulez."
    return redirect(request, f"/entreprise?entreprise={company.id}", Flash(said))


@router.post("/entreprise/reprise")
def resume(request: Request, connection: Writing, actor: Employer, wanted: Wanted = None) -> Response:
    """Introductions may come again."""
    uow = writing_uow(request, connection, actor)
    company, _ = chosen_company(actor, uow, wanted)
    resume_company(company.id, by=actor, uow=uow)
    return redirect(request, f"/entreprise?entreprise={company.id}", Flash("Les présentations peuvent reprendre."))
