"""A sentence carried from one request to the next page: « C’est enregistré. »

Kept in a short-lived cookie, HttpOnly, so no session store is needed. Put no name in it: it is only an echo of an act.
Refuses anything that does not read as a flash: a forged cookie shows nothing.
"""

import base64
import json
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

COOKIE = "flash"
Tone = Literal["info", "good", "warning", "bad"]
_LONGEST = 300
_KEPT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Flash:
    """One message. ``draft_done`` names the draft (see ``<cite-draft>``) that can now be forgotten."""

    text: str
    tone: Tone = "good"
    draft_done: str = ""


def say(response: Response, flash: Flash, *, secure: bool = True) -> Response:
    """Put a message on a response; the next page shows it once. ``secure`` false only for plain http at home."""
    packed = json.dumps(asdict(flash), ensure_ascii=False)[:2000].encode()
    value = base64.urlsafe_b64encode(packed).decode()
    response.set_cookie(COOKIE, value, max_age=_KEPT_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")
    return response


def redirect(request: Request, to: str, flash: Flash | None = None) -> RedirectResponse:
    """After a successful post: 303 to a page, with a message. ``to`` is a path of ours."""
    response = RedirectResponse(to, status_code=303)
    if flash is not None:
        say(response, flash, secure=request.url.scheme == "https")
    return response


def heard(request: Request) -> tuple[Flash, ...]:
    """The message the last act left, if any."""
    packed = request.cookies.get(COOKIE)
    if not packed:
        return ()
    try:
        said = json.loads(base64.urlsafe_b64decode(packed))
        flash = Flash(str(said["text"])[:_LONGEST], said["tone"], str(said.get("draft_done", ""))[:80])
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
    return (flash,) if flash.tone in get_args(Tone) and flash.text else ()


def forget(response: Response) -> None:
    """The message was shown."""
    response.delete_cookie(COOKIE, path="/")
