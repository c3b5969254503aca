"""The page that opens an employer's account, from the link made by `employers`."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from services.accounts.entrypoints.counter import counter_of
from services.accounts.entrypoints.pages import Answers, show, signed_in_response
from services.accounts.use_cases.enrol_holder import EnrolHolder, Enrolment, enrol_holder
from services.accounts.use_cases.sign_in import WrongPassword
from services.kernel.clock import new_id
from services.kernel.problems import Invalid, TooMany
from services.kernel.web.forms import blank_form
from services.kernel.web.transactions import Writing

router = APIRouter(include_in_schema=False)


class EnrolForm(BaseModel):
    """What opening an account asks."""

    jeton: str = Field(max_length=4000)
    name: str = Field(default="", max_length=200)
    email: str = Field(max_length=254)
    password: str = Field(max_length=200)


def _enrolment(request: Request, token: str) -> Enrolment:
    counter = counter_of(request)
    return Enrolment.from_claims(counter.verifier.claims(token, now=counter.clock()))


@router.get("/inscription", response_class=HTMLResponse)
def enrol_page(request: Request, jeton: str = "") -> Response:
    """Open an account for a company."""
    if not jeton:
        return show(request, "enrol_without_link.html")
    enrolment = _enrolment(request, jeton)
    return show(request, "enrol.html", form=blank_form(jeton=jeton, email=enrolment.email), enrolment=enrolment)


@router.post("/inscription", response_class=HTMLResponse)
def enrol(request: Request, typed: Answers, connection: Writing) -> Response:
    """Open the account, sign in, go to the company's page."""
    counter = counter_of(request)
    form = typed.into(EnrolForm)
    enrolment = _enrolment(request, form.text("jeton"))
    if form.value is not None:
        uow = counter.work(connection)
        try:
            account = enrol_holder(
                EnrolHolder(form.value.email, form.value.password, form.value.name),
                enrolment,
                account_id=new_id(),
                uow=uow,
                hasher=counter.hasher,
                allowed_failures=counter.settings.password_failures,
                now=counter.clock(),
            )
        except (Invalid, TooMany) as refused:
            form = form.with_refusal(refused)
        except WrongPassword:
            uow.sessions.note_failure(form.text("email").strip().lower(), at=counter.clock())
            form = form.with_error("password", "Cette adresse a déjà un compte : écrivez son mot de passe.")
        else:
            return signed_in_response(request, account, connection, to="/entreprise")
    return show(request, "enrol.html", status=422, form=form, enrolment=enrolment)
