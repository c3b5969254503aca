"""`/equite`: what the lists show of employers and offers, and how many people have few offers. Aggregates only."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.contracts.access import Coordination
from services.contracts.pages import page_context
from services.kernel.web import french
from services.kernel.web.pages import Pages
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.measure_equity import measure_equity

router = APIRouter(include_in_schema=False)


@router.get("/equite", response_class=HTMLResponse)
def equity(request: Request, actor: Coordination) -> HTMLResponse:
    """The figures of the last ninety days."""
    desk = desk_of(request)
    with desk.reading(actor) as uow:
        figures = measure_equity(uow=uow, now=desk.clock())
    firm_rows = [{"label": firm.name, "value": firm.part, "text": french.percent(firm.part)} for firm in figures.firms]
    people_rows = [
        {"label": _range(low, high), "value": count or 0, "text": "moins de 5" if count is None else str(count)}
        for low, high, count in figures.people_by_offers
    ]
    pages: Pages = request.app.state.pages
    context = page_context(request, actor)
    return pages.page(context, "matching/equite.html", figures=figures, firm_rows=firm_rows, people_rows=people_rows)


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} offres ou plus"
    return "Aucune offre" if high == 0 else f"{low} à {high} offres"
