"""`/reglages`: the coordination changes the territory's settings and opens or closes staff accounts."""

from decimal import Decimal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from services.accounts.domain.accounts import ROLES
from services.accounts.domain.territories import Territory
from services.accounts.entrypoints.counter import counter_of
from services.accounts.entrypoints.pages import Answers, show
from services.accounts.use_cases.configure_territory import change_territory
from services.accounts.use_cases.give_password import give_password
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff, set_staff_active
from services.contracts.access import Coordination
from services.contracts.actors import Actor
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)


class TerritoryForm(BaseModel):
    """The settings that the coordination may change by itself."""

    public_name: str = Field(min_length=2, max_length=80)
    exclusive_schemes: str = Field(default="", max_length=400)
    experience_months: int = Field(ge=1, le=60)
    introductions_per_month: int = Field(ge=1, le=200)
    emergency_fund: Decimal = Field(ge=0, le=10_000_000, decimal_places=2)


class StaffForm(BaseModel):
    """A staff account to open."""

    name: str = Field(min_length=2, max_length=200)
    email: str = Field(max_length=254)
    phone: str = Field(default="", max_length=40)
    structure_id: UUID
    roles: list[str] = Field(min_length=1, max_length=4)
    password: str = Field(max_length=200)


class ForgottenForm(BaseModel):
    """A new provisional password for somebody who forgot theirs."""

    forgotten_email: str = Field(max_length=254)
    provisional: str = Field(max_length=200)


def cohort_rows(territory: Territory) -> list[dict[str, str]]:
    """The cohorts as rows of a table."""
    names = {found.id: found.name for found in territory.structures}
    return [
        {
            "label": cohort.label,
            "who": names.get(cohort.structure_id, ""),
            "ages": f"{cohort.from_age}–{cohort.to_age} ans" if cohort.from_age and cohort.to_age else "",
        }
        for cohort in territory.cohorts
    ]


def _page(
    request: Request,
    actor: Actor,
    connection: Reading,
    *,
    settings: Form[TerritoryForm] | None = None,
    staff: Form[StaffForm] | None = None,
    forgotten: Form[ForgottenForm] | None = None,
    status: int = 200,
) -> Response:
    uow = counter_of(request).work(connection)
    territory = uow.territories.get(actor.territory)
    if territory is None:
        raise NotFound("Ce territoire n'a pas encore de réglages.")
    known = blank_form(
        public_name=territory.public_name,
        exclusive_schemes=", ".join(territory.exclusive_schemes),
        experience_months=territory.experience_months,
        introductions_per_month=territory.introductions_per_month,
        emergency_fund=Decimal(territory.emergency_fund_cents) / 100,
    )
    return show(
        request,
        "settings.html",
        status=status,
        territory=territory,
        people=uow.accounts.of_territory(actor.territory),
        names={found.id: found.name for found in territory.structures},
        roles=ROLES,
        settings=settings or known,
        staff=staff or blank_form(),
        forgotten=forgotten or blank_form(),
    )


@router.get("/reglages", response_class=HTMLResponse)
def settings_page(request: Request, actor: Coordination, connection: Reading) -> Response:
    """The settings of one's territory."""
    return _page(request, actor, connection)


@router.post("/reglages", response_class=HTMLResponse)
def change_settings(request: Request, typed: Answers, actor: Coordination, connection: Writing) -> Response:
    """Change the settings; every service learns them."""
    form = typed.into(TerritoryForm)
    if form.value is not None:
        schemes = tuple(part.strip() for part in form.value.exclusive_schemes.split(",") if part.strip())
        try:
            change_territory(
                actor.territory,
                by=actor.reference,
                uow=counter_of(request).work(connection),
                public_name=form.value.public_name,
                exclusive_schemes=schemes,
                experience_months=form.value.experience_months,
                introductions_per_month=form.value.introductions_per_month,
                emergency_fund_cents=int(form.value.emergency_fund * 100),
            )
        except Invalid as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, "/reglages", Flash("Les réglages sont enregistrés."))
    return _page(request, actor, connection, settings=form, status=422)


@router.post("/reglages/comptes", response_class=HTMLResponse)
def add_staff(request: Request, typed: Answers, actor: Coordination, connection: Writing) -> Response:
    """Open a staff account."""
    counter, form = counter_of(request), typed.into(StaffForm)
    if form.value is not None:
        try:
            register_staff(
                RegisterStaff(territory=actor.territory, **form.value.model_dump()),
                account_id=new_id(),
                by=actor.reference,
                uow=counter.work(connection),
                hasher=counter.hasher,
            )
        except (Invalid, Conflict) as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(
                request, "/reglages", Flash("Le compte est ouvert. Transmettez le mot de passe en personne.")
            )
    return _page(request, actor, connection, staff=form, status=422)


@router.post("/reglages/mots-de-passe", response_class=HTMLResponse)
def replace_password(request: Request, typed: Answers, actor: Coordination, connection: Writing) -> Response:
    """Give a new provisional password."""
    counter, form = counter_of(request), typed.into(ForgottenForm)
    if form.value is not None:
        try:
            give_password(
                form.value.forgotten_email,
                form.value.provisional,
                territory=actor.territory,
                by=actor.id,
                uow=counter.work(connection),
                hasher=counter.hasher,
            )
        except Invalid as refused:
            form = form.with_refusal(refused)
        else:
            said = "Le mot de passe est remplacé. Transmettez-le en personne ; il se change dans « Mon compte »."
            return redirect(request, "/reglages", Flash(said))
    return _page(request, actor, connection, forgotten=form, status=422)


@router.post("/reglages/comptes/{account_id}/{verb}")
def switch_staff(account_id: UUID, verb: str, request: Request, actor: Coordination, connection: Writing) -> Response:
    """Close or reopen a staff account."""
    if verb not in {"fermer", "rouvrir"}:
        raise NotFound("Cette action n'existe pas.")
    if account_id == actor.id:
        raise Conflict("Vous ne pouvez pas fermer votre propre compte. Demandez à une autre personne.")
    uow = counter_of(request).work(connection)
    set_staff_active(account_id, active=verb == "rouvrir", territory=actor.territory, by=actor.reference, uow=uow)
    return redirect(
        request, "/reglages", Flash("Le compte est fermé." if verb == "fermer" else "Le compte est rouvert.")
    )
