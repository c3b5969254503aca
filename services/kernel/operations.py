"""The pages of whoever runs the installation: health of each part, messages put aside, outgoing e-mails.

Served for all services by the gateway of the embedded product, and by each service for itself under its own prefix
(``under``). Health says no secret and is open; the rest asks for an operator, judged by ``must_operate`` (the kernel
knows no role).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from starlette.responses import Response

from services.kernel import deadletters, outbox, pulses, tables
from services.kernel.consumer import Consumer
from services.kernel.deadletters import DeadLetter
from services.kernel.problems import NotFound
from services.kernel.runtime import Runtime
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.pages import PageContext, Pages, wants_fragment


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
    troubles = runtime.troubles()
    try:
        troubles += _notices(runtime)
        found = runtime.measure()
    except Exception as error:  # noqa: BLE001  the page must show whatever is broken
        return PartHealth(runtime.name, 0, 0, 0, troubles or [f"mesure impossible ({type(error).__name__})"])
    behind = sum(count for name, count in found.items() if name.startswith("lag:"))
    return PartHealth(runtime.name, found["outbox"], behind, found["dead_letters"], troubles)


def health_told(runtime: Runtime, *, now: datetime) -> PartHealth:
    """The health of a service whose consumers run elsewhere, by what its database says alone."""
    try:
        with runtime.database.reading() as connection:
            waiting, aside = outbox.waiting(connection), deadletters.count(connection)
            news = pulses.heard(connection)
        notices = _notices(runtime)
    except Exception as error:  # noqa: BLE001  whatever the driver raises, the base does not answer
        return PartHealth(runtime.name, 0, 0, 0, [f"la base ne répond pas ({type(error).__name__})"])
    found = [pulses.trouble(one.name, news.get(one.name), now=now) for one in runtime.consumers]
    behind = sum(news[one.name].behind or 0 for one in runtime.consumers if one.name in news)
    return PartHealth(runtime.name, waiting, behind, aside, [*filter(None, found), *notices])


def _notices(runtime: Runtime) -> list[str]:
    """What an operator must know of a service that goes on without it."""
    refused = [] if runtime.database.takes_writes() else [f"{runtime.name} : la base se lit et n'enregistre rien"]
    return [*refused, *runtime.notices()]


def operations_routes(
    runtimes: Sequence[Runtime],
    pages: Pages,
    context_of: Callable[[Request], PageContext],
    must_operate: Callable[[Request], None],
    *,
    under: str = "",
    health: Callable[[Runtime], PartHealth] = health_of,
) -> APIRouter:
    """``/sante``, ``/messages-de-cote``, ``/courriels``, under a prefix."""
    router = APIRouter(include_in_schema=False, prefix=under)

    def answer(request: Request, name: str, **values: Any) -> Response:
        told = pages.fragment if wants_fragment(request) else pages.page
        template = f"house/{name}_part.html" if wants_fragment(request) else f"house/{name}.html"
        return told(context_of(request), template, under=under, **values)

    @router.get("/sante", response_class=HTMLResponse)
    def show_health(request: Request) -> Response:
        return answer(request, "health", parts=[health(runtime) for runtime in runtimes])

    @router.get("/messages-de-cote", response_class=HTMLResponse)
    def aside(request: Request) -> Response:
        must_operate(request)
        letters = []
        for runtime in runtimes:
            with runtime.database.reading() as connection:
                letters += [(runtime.name, letter) for letter in deadletters.listed(connection, limit=200)]
        return answer(request, "dead_letters", letters=letters)

    @router.post("/messages-de-cote/{service}/{letter_id}")
    def retry(service: str, letter_id: int, request: Request) -> Response:
        must_operate(request)
        done = retry_letter(runtimes, service, letter_id)
        said = f"{done} message(s) traité(s)." if done else "Le message échoue encore : la raison est à jour."
        return redirect(request, f"{under}/messages-de-cote", Flash(said, tone="good" if done else "warning"))

    @router.get("/courriels", response_class=HTMLResponse)
    def mails(request: Request) -> Response:
        must_operate(request)
        found = []
        for runtime in runtimes:
            with runtime.database.reading() as connection:
                query = select(tables.messages).order_by(tables.messages.c.created_at.desc()).limit(100)
                found += [dict(row) for row in connection.execute(query).mappings()]
        found.sort(key=lambda mail: mail["created_at"], reverse=True)
        return answer(request, "mails", mails=found[:100])

    return router


def together_routes(
    parts: Sequence[str],
    pages: Pages,
    context_of: Callable[[Request], PageContext],
    must_operate: Callable[[Request], None],
) -> APIRouter:
    """The same three addresses where services run apart: the page of each of these parts, one below the other.

    The browser fetches them, services do not ask each other; without JavaScript there is a link to each.
    """
    router = APIRouter(include_in_schema=False)

    def together(request: Request, name: str) -> Response:
        return pages.page(context_of(request), "house/together.html", name=name, parts=parts)

    @router.get("/sante", response_class=HTMLResponse)
    def health(request: Request) -> Response:
        return together(request, "sante")

    @router.get("/messages-de-cote", response_class=HTMLResponse)
    def aside(request: Request) -> Response:
        must_operate(request)
        return together(request, "messages-de-cote")

    @router.get("/courriels", response_class=HTMLResponse)
    def mails(request: Request) -> Response:
        must_operate(request)
        return together(request, "courriels")

    return router


def retry_letter(runtimes: Sequence[Runtime], service: str, letter_id: int) -> int:
    """Handle again the parked messages of the letter's key, in order; return how many succeeded."""
    consumer, letter = _parked(runtimes, service, letter_id)
    return consumer.retry_key(letter.topic, letter.key)


def drop_letter(runtimes: Sequence[Runtime], service: str, letter_id: int) -> tuple[DeadLetter, int]:
    """Give up one message, then handle those of its key that waited; what was given up, and how many succeeded."""
    consumer, letter = _parked(runtimes, service, letter_id)
    with consumer.database.transaction() as connection:
        deadletters.drop(connection, letter_id)
    return letter, consumer.retry_key(letter.topic, letter.key)


def _parked(runtimes: Sequence[Runtime], service: str, letter_id: int) -> tuple[Consumer, DeadLetter]:
    for runtime in runtimes:
        if runtime.name != service:
            continue
        with runtime.database.reading() as connection:
            letter = deadletters.find(connection, letter_id)
        for consumer in runtime.consumers:
            if letter is not None and consumer.name == letter.consumer:
                return consumer, letter
    raise NotFound("Ce message n'est plus de côté.")
