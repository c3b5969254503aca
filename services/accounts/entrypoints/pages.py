"""The pages of signing in and out: one door per role, and what to do when a password fails."""

from datetime import datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.responses import Response

from services.accounts.domain.accounts import Account
from services.accounts.entrypoints.counter import counter_of
from services.accounts.use_cases.change_password import change_password
from services.accounts.use_cases.sign_in import WrongPassword, close_session, open_session, verify_password
from services.contracts.access import AnyActor, MaybeActor
from services.contracts.actors import Actor, Role
from services.kernel.gateway import SESSION_COOKIE
from services.kernel.problems import Invalid, TooMany
from services.kernel.web.flash import Flash, forget, redirect
from services.kernel.web.forms import Typed, blank_form, typed_form
from services.kernel.web.pages import Pages
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)

Answers = Annotated[Typed, Depends(typed_form)]
HOMES = (
    (Role.REFERENT, "/mes-personnes"),
    (Role.COORDINATION, "/bilan"),
    (Role.PRESCRIBER, "/prescrire"),
    (Role.EMPLOYER, "/entreprise"),
    (Role.OPERATOR, "/sante"),
)


def home_of(roles: frozenset[str]) -> str:
    """The first page of a role."""
    return next((path for role, path in HOMES if role.value in roles), "/")


class SignInForm(BaseModel):
    """What the sign-in page asks."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=200)
    suite: str = Field(default="", max_length=2000)


def show(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of `accounts`."""
    pages: Pages = request.app.state.pages
    context = request.app.state.context_of(request)
    provider = counter_of(request).provider
    values.setdefault("provider", provider.name if provider else "")
    response = HTMLResponse(pages.render(context, f"accounts/{template}", **values), status)
    if context.flashes:
        forget(response)
    return response


@router.get("/", response_class=HTMLResponse)
def home(request: Request, actor: MaybeActor) -> Response:
    """One door per role; whoever is signed in goes to their own page from here."""
    return show(request, "home.html", own=home_of(frozenset(actor.roles)) if actor else None)


@router.get("/connexion", response_class=HTMLResponse)
def sign_in_page(request: Request, suite: str = "") -> Response:
    """Sign in."""
    return show(request, "sign_in.html", form=blank_form(suite=suite))


@router.post("/connexion", response_class=HTMLResponse)
def sign_in(request: Request, typed: Answers, connection: Writing) -> Response:
    """Open a session and go where the visitor was going."""
    counter = counter_of(request)
    form = typed.into(SignInForm)
    if form.value is not None:
        uow = counter.work(connection)
        try:
            account = verify_password(
                form.value.email,
                form.value.password,
                uow=uow,
                hasher=counter.hasher,
                allowed=counter.settings.password_failures,
                now=counter.clock(),
            )
        except (WrongPassword, TooMany, Invalid) as refused:
            if isinstance(refused, WrongPassword):
                uow.sessions.note_failure(form.text("email").strip().lower(), at=counter.clock())
            form = form.with_refusal(refused)
        else:
            return signed_in_response(request, account, connection, to=own_path(form.text("suite")))
    return show(request, "sign_in.html", status=422, form=form)


def signed_in_response(
    request: Request, account: Account, connection: Writing, *, to: str = "", farewell: str = ""
) -> Response:
    """Open a session for the account and go to its page."""
    counter = counter_of(request)
    lasts = counter.settings.session_lasts()
    secret = open_session(account, uow=counter.work(connection), lasts=lasts, now=counter.clock(), farewell=farewell)
    response: Response = RedirectResponse(to or home_of(account.roles), 303)
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=counter.settings.secure_cookies,
        path="/",
    )
    return response


M = TypeVar("M", bound=BaseModel)


def own_path(wanted: str) -> str:
    """A path of this site, or nothing: a sign-in never sends elsewhere."""
    parts = urlsplit(wanted)
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if safe and wanted != "/" else ""


@router.post("/deconnexion")
def sign_out(request: Request, connection: Writing) -> Response:
    """End the session, and the one at the provider where it was opened."""
    counter = counter_of(request)
    secret = request.cookies.get(SESSION_COOKIE)
    farewell = close_session(secret, uow=counter.work(connection)) if secret else ""
    response: Response = redirect(request, "/", Flash("Vous êtes déconnecté. À bientôt.", draft_done="*"))
    if farewell and counter.provider:
        home = f"{counter.settings.public_base}/"
        if end := counter.provider.farewell(farewell, back_to=home):
            response = show(request, "signed_out.html", end=end)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


class PasswordForm(BaseModel):
    """What changing one's password asks."""

    current: str = Field(max_length=200)
    password: str = Field(max_length=200)


def linked_at(request: Request, actor: Actor, connection: Connection) -> datetime | None:
    """Since when the account is linked to the identity provider."""
    counter = counter_of(request)
    if counter.provider is None:
        return None
    return counter.work(connection).identities.linked_at(actor.id, counter.provider.issuer)


@router.get("/mon-compte", response_class=HTMLResponse)
def account_page(request: Request, actor: AnyActor, connection: Reading) -> Response:
    """One's own account."""
    return show(
        request, "account.html", form=blank_form(), actor=actor, linked_at=linked_at(request, actor, connection)
    )


@router.post("/mon-compte", response_class=HTMLResponse)
def change(request: Request, typed: Answers, actor: AnyActor, connection: Writing) -> Response:
    """Change one's password; every session ends, this one included."""
    counter = counter_of(request)
    form = typed.into(PasswordForm)
    if form.value is not None:
        try:
            change_password(
                actor.id,
                current=form.value.current,
                wanted=form.value.password,
                uow=counter.work(connection),
                hasher=counter.hasher,
                now=counter.clock(),
            )
        except Invalid as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(request, "/connexion", Flash("Votre mot de passe est changé. Reconnectez-vous."))
    linked = linked_at(request, actor, connection)
    return show(request, "account.html", status=422, form=form, actor=actor, linked_at=linked)


@router.get("/accessibilite", response_class=HTMLResponse)
def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return show(request, "accessibility.html")


@router.get("/mentions-legales", response_class=HTMLResponse)
def legal(request: Request, connection: Reading) -> Response:
    """Who publishes, how data is protected, and the free licence."""
    return show(request, "legal.html", territories=counter_of(request).work(connection).territories.all())
