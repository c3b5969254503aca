"""The living page of components, at ``/design``: every part of the house in every state, with real behaviour.

For those who build pages and those who judge them. Announces nothing; shows no data of anyone: its examples are
a garden. The form is really judged, the suggestions really searched, the fragment really loaded.
"""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.refusals import WORDINGS, wording

ContextOf = Callable[[Request], PageContext]

PLANTS = (
    ("ail", "Ail", "octobre à novembre"),
    ("artichaut", "Artichaut", "mars à avril"),
    ("aubergine", "Aubergine", "février à avril"),
    ("betterave", "Betterave", "avril à juin"),
    ("carotte", "Carotte", "février à juillet"),
    ("courge", "Courge", "avril à mai"),
    ("courgette", "Courgette", "avril à juin"),
    ("epinard", "Épinard", "mars à mai"),
    ("feve", "Fève", "février à avril"),
    ("laitue", "Laitue", "mars à août"),
    ("mache", "Mâche", "juillet à septembre"),
    ("poireau", "Poireau", "février à mai"),
    ("salicorne", "Salicorne", "mars à avril"),
    ("tomate", "Tomate", "février à avril"),
)


class Sowing(BaseModel):
    """The form of the page: a bed of vegetables to sow."""

    name: str = Field(min_length=2, max_length=40)
    plant: str = Field(min_length=2)
    on: date
    at: time | None = None
    surface: Decimal = Field(gt=0, le=50)
    soil: Literal["sable", "argile", "terreau"]
    tools: list[str] = Field(default_factory=list)
    watering: list[str] = Field(min_length=1)
    note: str | None = Field(default=None, max_length=300)
    covered: bool = False


def design_router(pages: Pages, context_of: ContextOf) -> APIRouter:
    """The routes of the page. ``context_of`` makes the context of a request, as for any page."""
    router = APIRouter(prefix="/design", include_in_schema=False)

    def shown(request: Request, form: Form[Sowing], sown: Sowing | None, status: int = 200) -> HTMLResponse:
        context = context_of(request)
        return pages.page(context, "house/design.html", status=status, form=form, sown=sown)

    @router.get("", response_class=HTMLResponse)
    def design(request: Request) -> HTMLResponse:
        form = blank_form(on=context_of(request).today, watering=["mon-am", "thu-am"], soil="sable", surface=1.5)
        return shown(request, form, None)

    @router.post("", response_class=HTMLResponse)
    def sow(request: Request, typed: Annotated[Typed, Depends(typed_form)]) -> HTMLResponse:
        form = typed.into(Sowing)
        return shown(request, form, form.value if form.ok else None, 200 if form.ok else 422)

    @router.get("/morceau", response_class=HTMLResponse)
    def piece(request: Request, plant: str = "") -> HTMLResponse:
        found = [row for row in PLANTS if plant.lower() in row[1].lower()]
        return pages.fragment(context_of(request), "house/design_piece.html", found=found, plant=plant)

    @router.get("/panne")
    def broken() -> JSONResponse:
        said = "Cet exemple tombe toujours en panne : c’est pour voir le bouton « Réessayer »."
        return JSONResponse(
            {"type": "about:blank", "title": wording(503).title, "status": 503, "detail": said},
            status_code=503,
            media_type="application/problem+json",
        )

    @router.get("/propositions")
    def suggestions(q: str = "") -> dict[str, list[dict[str, str]]]:
        words = q.casefold()
        rows = [row for row in PLANTS if words in row[1].casefold() or words in row[0]]
        return {"items": [{"value": key, "label": label, "hint": f"Semis : {when}"} for key, label, when in rows]}

    @router.get("/erreur/{status}", response_class=HTMLResponse)
    def problem(request: Request, status: int) -> HTMLResponse:
        return pages.problem(context_of(request), status if status in WORDINGS else 404)

    return router
