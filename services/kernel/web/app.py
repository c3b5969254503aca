"""The FastAPI app of one service: refusals told the same way everywhere, health, metrics, static files.

A ``Problem`` raised anywhere becomes RFC 9457 problem+json for a program, a page for a person, and, for a person
who is not signed in, the way to the sign-in page. Nothing internal is ever shown.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from pydantic_core import ErrorDetails
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from services.kernel import correlation
from services.kernel.auth import Verifier
from services.kernel.database import DATABASE_AWAY, CommitUnanswered, Database, WritesRefused
from services.kernel.problems import Invalid, Malformed, Problem, Unauthenticated, Unavailable
from services.kernel.settings import Settings
from services.kernel.telemetry import RequestTelemetry
from services.kernel.web.kept_answers import answers_to_send_again
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.played_again import PlayedAgain, note_if_lost
from services.kernel.web.refusals import wants_page, wording
from services.kernel.web.safety import dress, guarded
from services.kernel.web.static import Assets
from services.kernel.web.wording import french_errors

log = structlog.get_logger(__name__)

SIGN_IN = "/connexion"


class ProblemDocument(BaseModel):
    """RFC 9457 problem details, as every API of the house answers a refusal."""

    type: str
    title: str
    status: int
    detail: str
    code: str = ""
    fields: dict[str, str] = {}
    correlation_id: str = ""


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDocument, "description": wording(status).title}
    for status in (400, 401, 403, 404, 409, 413, 422, 429, 503)
}


def create_app(
    *,
    name: str,
    summary: str,
    settings: Settings,
    database: Database,
    verifier: Verifier,
    pages: Pages,
    assets: Assets,
    context_of: Callable[[Request], PageContext],
    routers: Sequence[APIRouter],
    troubles: Callable[[], list[str]] = list,
) -> FastAPI:
    """The app. ``context_of`` says what a page needs to know of a request; ``troubles`` what keeps it unready."""
    app = FastAPI(
        title=f"Cité de l'emploi – {name}",
        summary=summary,
        version="1",
        openapi_url=f"/{name}/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
        generate_unique_id_function=_operation_id,
        separate_input_output_schemas=False,
    )
    app.state.database, app.state.verifier, app.state.settings = database, verifier, settings
    app.state.pages, app.state.context_of = pages, context_of
    for router in routers:
        app.include_router(router)
    app.include_router(health_routes(troubles))
    app.mount(assets.prefix, assets)
    _tell_problems(app)
    _document_problems(app)
    app.add_middleware(PlayedAgain)
    app.add_middleware(RequestTelemetry, service=name)
    app.add_middleware(
        guarded,
        trusted_origins=[settings.public_base],
        body_limit=settings.max_body_bytes,
        https_only=settings.secure_cookies,
    )
    return app


def health_routes(troubles: Callable[[], list[str]]) -> APIRouter:
    """``/health/live``, ``/health/ready`` and ``/metrics``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    def live() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/health/ready")
    def ready() -> JSONResponse:
        found = troubles()
        return JSONResponse({"status": "unready" if found else "ready", "troubles": found}, 503 if found else 200)

    @router.get("/metrics")
    def metrics() -> PlainTextResponse:
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def _document_problems(app: FastAPI) -> None:
    """The OpenAPI document says application/problem+json where FastAPI would say application/json."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        for path in document.get("paths", {}).values():
            for operation in path.values():
                for response in operation.get("responses", {}).values():
                    content = response.get("content", {})
                    if "ProblemDocument" in str(content.get("application/json", {}).get("schema", "")):
                        content["application/problem+json"] = content.pop("application/json")
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _operation_id(route: APIRoute) -> str:
    return route.name


def _tell_problems(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for away in DATABASE_AWAY:
        app.add_exception_handler(away, _on_database)
    app.add_exception_handler(Exception, _on_surprise)


async def _on_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101  registered for this type
    if isinstance(problem, Unauthenticated) and wants_page(request.headers):
        answers = await answers_to_send_again(request)
        if answers:
            return await run_in_threadpool(_to_send_again, request, answers)
    return await run_in_threadpool(answer_problem, request, problem)


def _to_send_again(request: Request, answers: Sequence[tuple[str, str]]) -> Response:
    """The session ended under a form: the page keeps what was written, to be sent once signed in again."""
    pages: Pages = request.app.state.pages
    context: PageContext = request.app.state.context_of(request)
    return pages.page(context, "house/session_over.html", status=401, action=_wanted(request), answers=answers)


def answer_problem(request: Request, problem: Problem) -> Response:
    """The response for a refusal, in the form that the client reads."""
    if wants_page(request.headers):
        if isinstance(problem, Unauthenticated):
            return _to_sign_in(request)
        pages: Pages = request.app.state.pages
        detail = " ".join(dict.fromkeys([problem.message, *problem.fields.values()]))
        return pages.problem(request.app.state.context_of(request), problem.status, detail)
    document = ProblemDocument(
        type=f"urn:cite:problem:{problem.code or problem.kind}",
        title=problem.title,
        status=problem.status,
        detail=problem.message,
        code=problem.code or problem.kind,
        fields=problem.fields,
        correlation_id=correlation.current(),
    )
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else {}
    return JSONResponse(document.model_dump(), problem.status, headers, media_type="application/problem+json")


def _wanted(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _to_sign_in(request: Request) -> Response:
    wanted = _wanted(request)
    back = wanted if request.method == "GET" else request.headers.get("referer", "/").split("//")[-1].partition("/")[2]
    target = back if back.startswith("/") else f"/{back}"
    return RedirectResponse(f"{SIGN_IN}?suite={quote(target, safe='')}", 303)


def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this type
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return answer_problem(request, Malformed("Le corps de la demande n'est pas du JSON correct. Rien n'a changé."))
    shown = [cast(ErrorDetails, {**item, "loc": tuple(item["loc"])[1:] or ("corps",)}) for item in found]
    fields = french_errors(shown)
    return answer_problem(request, Invalid("Certaines informations sont à corriger. Rien n'a changé.", fields=fields))


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this type
    problem = Problem(wording(error.status_code).happened)
    problem.status = error.status_code  # type: ignore[misc]
    problem.title = wording(error.status_code).title  # type: ignore[misc]
    problem.code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    response = answer_problem(request, problem)
    response.headers.update(error.headers or {})
    return response


def _on_database(request: Request, error: Exception) -> Response:
    if note_if_lost(request.scope, error):
        words = "Plusieurs personnes changeaient la même chose au même moment. Rien n'a été changé ; recommencez."
        return answer_problem(request, Unavailable(words, code="contended"))
    log.error("database.out_of_reach", reason=str(error).splitlines()[:1])
    return answer_problem(request, database_away(error))


def database_away(error: Exception) -> Unavailable:
    """The refusal while the database is away: whether one may read meanwhile, or must first look what was kept."""
    if isinstance(error, CommitUnanswered):
        words = "La réponse s'est perdue au dernier moment. Vérifiez si votre action est faite avant de la recommencer."
        return Unavailable(words, code="outcome-unknown")
    if isinstance(error, WritesRefused):
        words = "Pour le moment vous pouvez lire, mais rien ne s'enregistre. Rien n'a été changé ; réessayez plus tard."
        return Unavailable(words, code="read-only")
    return Unavailable("Les données ne répondent pas pour le moment. Rien n'a été changé ; réessayez dans un instant.")


def _on_surprise(request: Request, error: Exception) -> Response:
    log.error("request.fell", path=request.url.path, exc_info=error)
    response = answer_problem(request, Problem("Une erreur est survenue de notre côté. Rien n'a été changé."))
    # Starlette answers a surprise outside every middleware: the guards have not seen this response.
    settings: Settings = request.app.state.settings
    dress(response.headers, https_only=settings.secure_cookies)
    return response
