"""The pages of whoever runs the installation: health of each part, messages put aside, outgoing e-mails.

Served by the gateway of the embedded product. Health says no secret and is open; the rest asks for an operator,
judged by ``may_operate`` (the kernel knows no role).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from starlette.responses import Response

from services.kernel import deadletters, tables
from services.kernel.problems import NotFound
from services.kernel.runtime import Runtime
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.pages import PageContext, Pages


@dataclass(frozen=True, slots=True)
class PartHealth:
    """How one service is: what waits, what was put aside, what is wrong (in French)."""

    name: str
    waiting: int
    behind: int
    aside: int
    troubles: list[str]


def health_of(runtime: Runtime) -> PartHealth:
    """The health of a service, told even when its database does not answer."""
    troubles = [*runtime.troubles(), *runtime.notices()]
    try:
        found = runtime.measure()
    except Exception as error:  # noqa: BLE001  the page must show whatever is broken
        return PartHealth(runtime.name, 0, 0, 0, troubles or [f"mesure impossible ({type(error).__name__})"])
    behind = sum(count for name, count in found.items() if name.startswith("lag:"))
    return PartHealth(runtime.name, found["outbox"], behind, found["dead_letters"], troubles)


def operations_routes(
    runtimes: Sequence[Runtime],
    pages: Pages,
    context_of: Callable[[Request], PageContext],
    must_operate: Callable[[Request], None],
) -> APIRouter:
    """``/sante``, ``/messages-de-cote``, ``/courriels``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sante", response_class=HTMLResponse)
    def health(request: Request) -> Response:
        parts = [health_of(runtime) for runtime in runtimes]
        return pages.page(context_of(request), "house/health.html", parts=parts)

    @router.get("/messages-de-cote", response_class=HTMLResponse)
    def aside(request: Request) -> Response:
        must_operate(request)
        letters = []
        for runtime in runtimes:
            with runtime.database.reading() as connection:
                letters += [(runtime.name, letter) for letter in deadletters.listed(connection, limit=200)]
        return pages.page(context_of(request), "house/dead_letters.html", letters=letters)

    @router.post("/messages-de-cote/{service}/{letter_id}")
    def retry(service: str, letter_id: int, request: Request) -> Response:
        must_operate(request)
        done = retry_letter(runtimes, service, letter_id)
        said = f"{done} message(s) traité(s)." if done else "Le message échoue encore : la raison est à jour."
        return redirect(request, "/messages-de-cote", Flash(said, tone="good" if done else "warning"))

    @router.get("/courriels", response_class=HTMLResponse)
    def mails(request: Request) -> Response:
        must_operate(request)
        found = []
        for runtime in runtimes:
            with runtime.database.reading() as connection:
                query = select(tables.messages).order_by(tables.messages.c.created_at.desc()).limit(100)
                found += [dict(row) for row in connection.execute(query).mappings()]
        found.sort(key=lambda mail: mail["created_at"], reverse=True)
        return pages.page(context_of(request), "house/mails.html", mails=found[:100])

    return router


def retry_letter(runtimes: Sequence[Runtime], service: str, letter_id: int) -> int:
    """Handle again the parked messages of the letter's key, in order; return how many succeeded."""
    for runtime in runtimes:
        if runtime.name != service:
            continue
        with runtime.database.reading() as connection:
            letter = deadletters.find(connection, letter_id)
        for consumer in runtime.consumers:
            if letter is not None and consumer.name == letter.consumer:
                return consumer.retry_key(letter.topic, letter.key)
    raise NotFound("Ce message n'est plus de côté.")
