"""`/rejoindre`: a firm joins the club in two short steps, SIRET then contact, and goes on to open its account.

The register is asked before any transaction, in a hurry; without it the form is the same, empty.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from services.employers.adapters.sql_surroundings import known_territories
from services.employers.domain.company import Existence, Finding, Site
from services.employers.domain.refusals import Invalid
from services.employers.domain.siret import parse_siret, spaced
from services.employers.entrypoints.desk import Desk, desk_of, territory_for, uow_in
from services.employers.entrypoints.showing import show_in
from services.employers.ports import RegisterUnavailable
from services.employers.use_cases.join_club import Presented, join_club
from services.kernel.problems import Problem
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.transactions import Writing, database_of

router = APIRouter(include_in_schema=False)


class JoinForm(BaseModel):
    """The second step. What is left out is told by the use case, in its words."""

    model_config = ConfigDict(extra="ignore")

    siret: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=300)
    contact_name: str = Field(default="", max_length=300)
    role: str = Field(default="", max_length=300)
    email: str = Field(default="", max_length=300)
    phone: str = Field(default="", max_length=40)
    naf: str = Field(default="", max_length=10)
    label: str = Field(default="", max_length=240)
    postcode: str = Field(default="", max_length=10)
    commune: str = Field(default="", max_length=120)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    territory: str | None = Field(default=None, max_length=60)

    def presented(self) -> Presented:
        """The same, for the use cases."""
        point = (
            (self.latitude, self.longitude)
            if self.latitude is not None and self.longitude is not None
            else (None, None)
        )
        return Presented(
            siret=self.siret,
            name=self.name,
            contact_name=self.contact_name,
            email=self.email,
            phone=self.phone,
            role=self.role,
            naf=self.naf,
            site=Site(self.label, self.postcode, self.commune, *point),
        )


@router.get("/rejoindre", response_class=HTMLResponse)
def ask_siret(request: Request, siret: str = "", territoire: str = "") -> Response:
    """Step one; with a good SIRET, step two filled with what the register says."""
    typed: dict[str, object] = {"siret": siret, "territory": territoire or None}
    if not siret.strip():
        return _step(request, "rejoindre.html", form=blank_form(**typed))
    try:
        number = parse_siret(siret[:60])
    except Invalid as refused:
        return _step(request, "rejoindre.html", status=422, form=blank_form(**typed).with_refusal(refused))
    finding = finding_for(desk_of(request), number)
    if finding is not None and finding.existence is Existence.CLOSED:
        said = "Cet établissement est fermé d'après le registre public. Vérifiez le numéro."
        return _step(request, "rejoindre.html", status=422, form=blank_form(**typed).with_error("siret", said))
    typed |= prefilled(finding)
    return _step(
        request, "rejoindre_contact.html", form=blank_form(**{**typed, "siret": spaced(number)}), finding=finding
    )


@router.post("/rejoindre", response_class=HTMLResponse)
def join(request: Request, connection: Writing, typed: Annotated[Typed, Depends(typed_form)]) -> Response:
    """Join, then open an account."""
    desk = desk_of(request)
    form: Form[JoinForm] = typed.into(JoinForm)
    asked = form.value
    if asked is not None:
        try:
            uow = uow_in(request, connection, territory_for(connection, asked.territory), who="visitor:form")
            with connection.begin_nested():
                joined = join_club(asked.presented(), uow=uow, joins_per_hour=desk.settings.joins_per_hour)
        except Problem as refused:
            form = form.with_refusal(refused)
        else:
            token = desk.tokens.enrolment(joined.company, vouched_by=None, email=asked.email, now=uow.now)
            return RedirectResponse(f"/inscription?jeton={token}", status_code=303)
    return _step(request, "rejoindre_contact.html", status=422, form=form, finding=None)


def finding_for(desk: Desk, siret: str) -> Finding | None:
    """What the register says at once, or None."""
    try:
        return desk.register.look_up(siret, hurried=True)
    except RegisterUnavailable:
        return None


def prefilled(finding: Finding | None) -> Mapping[str, object]:
    """What the register saves people from typing."""
    if finding is None:
        return {}
    site = finding.site or Site()
    return {
        "name": finding.name or None,
        "naf": finding.naf or None,
        "label": site.label or None,
        "postcode": site.postcode or None,
        "commune": site.commune or None,
        "latitude": None if site.latitude is None else str(site.latitude),
        "longitude": None if site.longitude is None else str(site.longitude),
    }


def _step(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    with database_of(request).reading() as connection:
        served = list(known_territories(connection))
        uow = uow_in(request, connection, served[0][0] if len(served) == 1 else "", who="visitor:form", locks=False)
        return show_in(request, uow, template, status=status, territories=served, **values)
