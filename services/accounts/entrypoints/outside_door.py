"""The door of an identity provider: leave for it, come back from it.

What left is kept in a cookie of this browser, signed and short-lived: an answer that another browser began opens
nothing.
"""

import secrets
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from services.accounts.domain.vouched import Departure
from services.accounts.entrypoints.counter import Counter, counter_of
from services.accounts.entrypoints.pages import own_path, show, signed_in_response
from services.accounts.ports import IdentityProvider
from services.accounts.use_cases.sign_in_elsewhere import sign_in_elsewhere, unlink
from services.contracts.access import AnyActor
from services.kernel.problems import NotFound, Problem, Unauthenticated
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import blank_form
from services.kernel.web.transactions import Writing

router = APIRouter(include_in_schema=False)

COOKIE = "cite_departure"
PURPOSE = "departure"
LASTS = timedelta(minutes=15)
"""Time given to sign in over there."""


def _provider(counter: Counter) -> IdentityProvider:
    if counter.provider is None:
        raise NotFound("Ce territoire n'a pas de service d'identité : entrez avec votre mot de passe.")
    return counter.provider


def _back_to(counter: Counter) -> str:
    return f"{counter.settings.public_base}/connexion/retour"


@router.get("/connexion/identite")
def leave(request: Request, suite: str = "") -> Response:
    """Go to the provider's own page."""
    counter = counter_of(request)
    provider = _provider(counter)
    try:
        address, departure = provider.leave(back_to=_back_to(counter))
    except Problem as refused:
        return _refused(request, refused, own_path(suite))
    response = RedirectResponse(address, 303)
    kept = {
        "sub": PURPOSE,
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "suite": own_path(suite),
    }
    response.set_cookie(
        COOKIE,
        counter.signer.mint(kept, lasts=LASTS, now=counter.clock()),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=counter.settings.secure_cookies,
        path="/connexion",
    )
    return response


@router.get("/connexion/retour", response_class=HTMLResponse)
def arrive(request: Request, connection: Writing, code: str = "", state: str = "", iss: str = "") -> Response:
    """Come back from the provider: open the session of the account that is the human's."""
    counter = counter_of(request)
    provider = _provider(counter)
    suite, response = "", Response()
    try:
        departure, suite = _departure(request, counter, state)
        if not code or iss not in {"", provider.issuer}:  # RFC 9207: an answer names who gives it
            raise Unauthenticated(f"La connexion par {provider.name} n'a pas abouti. Recommencez, ou entrez autrement.")
        person = provider.arrive(code, departure, back_to=_back_to(counter), now=counter.clock())
        account = sign_in_elsewhere(person, uow=counter.work(connection), now=counter.clock())
    except Problem as refused:
        response = _refused(request, refused, suite)
    else:
        response = signed_in_response(request, account, connection, to=suite, farewell=person.token)
    response.delete_cookie(COOKIE, path="/connexion")
    return response


def _departure(request: Request, counter: Counter, state: str) -> tuple[Departure, str]:
    claims = counter.verifier.claims(request.cookies.get(COOKIE, ""), now=counter.clock())
    if claims["sub"] != PURPOSE or not secrets.compare_digest(str(claims["state"]), state):
        raise Unauthenticated("Cette connexion n'a pas commencé dans cette fenêtre. Recommencez.", code="other-browser")
    return Departure(claims["state"], claims["nonce"], claims["verifier"]), own_path(str(claims["suite"]))


def _refused(request: Request, refused: Problem, suite: str) -> HTMLResponse:
    form = blank_form(suite=suite).with_refusal(refused)
    return show(request, "sign_in.html", status=refused.status, form=form)


@router.post("/mon-compte/identite/delier")
def forget_identity(request: Request, actor: AnyActor, connection: Writing) -> Response:
    """Cut the link between one's account and the provider."""
    unlink(actor.id, uow=counter_of(request).work(connection))
    return redirect(request, "/mon-compte", Flash("Le lien est coupé. Votre mot de passe ouvre toujours votre compte."))
