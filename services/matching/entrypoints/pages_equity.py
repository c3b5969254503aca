"""`/equite`: what the lists show of employers and offers, and how many people have few offers. Aggregates only."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.contracts.access import Coordination
from services.contracts.actors import Actor
from services.contracts.pages import page_context
from services.kernel.web import french
from services.kernel.web.pages import Pages
from services.kernel.web.spreadsheet import Cell, table_file
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.measure_equity import WINDOWS, Equity, measure_equity

router = APIRouter(include_in_schema=False)
FEW = "moins de 5"


Days = Annotated[int, Query(alias="jours")]


@router.get("/equite", response_class=HTMLResponse)
def equity(request: Request, actor: Coordination, jours: Days = WINDOWS[1]) -> HTMLResponse:
    """The figures of the last days asked for."""
    days = jours if jours in WINDOWS else WINDOWS[1]
    figures = _figures(request, actor, days)
    firm_rows = [{"label": firm.name, "value": firm.part, "text": french.percent(firm.part)} for firm in figures.firms]
    people_rows = [
        {"label": _range(low, high), "value": count or 0, "text": FEW if count is None else str(count)}
        for low, high, count in figures.people_by_offers
    ]
    pages: Pages = request.app.state.pages
    return pages.page(
        page_context(request, actor),
        "matching/equite.html",
        figures=figures,
        firm_rows=firm_rows,
        people_rows=people_rows,
        days=days,
        windows=[
            {"label": f"{one} jours", "href": _address("/equite", one), "current": one == days} for one in WINDOWS
        ],
        export=_address("/equite.csv", days),
    )


@router.get("/equite.csv")
def export(request: Request, actor: Coordination, jours: Days = WINDOWS[1]) -> Response:
    """The same figures for a spreadsheet; a small number of people stays hidden."""
    days = jours if jours in WINDOWS else WINDOWS[1]
    return table_file(_rows(_figures(request, actor, days)), name=f"equite-{days}-jours")


def _figures(request: Request, actor: Actor, days: int) -> Equity:
    desk = desk_of(request)
    with desk.reading(actor) as uow:
        return measure_equity(uow=uow, now=desk.clock(), days=days)


def _address(path: str, days: int) -> str:
    return path if days == WINDOWS[1] else f"{path}?jours={days}"


def _rows(figures: Equity) -> Iterator[list[Cell]]:
    yield ["Mesure", "Valeur"]
    yield ["Depuis le", f"{figures.since:%d/%m/%Y}"]
    yield ["Offres en cours", figures.standing_offers]
    yield ["Offres montrées au moins une fois", figures.offers_shown]
    yield ["Concentration (indice de Gini)", "" if figures.gini is None else f"{figures.gini:.2f}".replace(".", ",")]
    yield ["Entreprises du club", figures.club_firms]
    yield ["Entreprises du club jamais montrées", figures.club_firms_never_shown]
    for firm in figures.firms:
        yield [f"Part de l’attention : {firm.name}", f"{firm.part * 100:.1f}".replace(".", ",")]
    for low, high, count in figures.people_by_offers:
        yield [f"Personnes : {_range(low, high)}", FEW if count is None else count]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} offres ou plus"
    return "Aucune offre" if high == 0 else f"{low} à {high} offres"
