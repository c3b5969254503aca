"""`/club` for the coordination, with its export, and `/club/mur` for everybody."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.contracts.access import Staff
from services.employers.adapters.sql_surroundings import known_territories
from services.employers.domain.commitment import FIRST_YEAR, Pledge
from services.employers.entrypoints.desk import reading_uow, uow_in
from services.employers.entrypoints.showing import show, show_in
from services.employers.use_cases.show_club import Club, show_club, wall_of
from services.kernel.web.spreadsheet import Cell, table_file
from services.kernel.web.transactions import Reading

router = APIRouter(include_in_schema=False)
Year = Annotated[int | None, Query(alias="annee", ge=FIRST_YEAR, le=2100)]


@router.get("/club", response_class=HTMLResponse)
def club(request: Request, connection: Reading, actor: Staff, annee: Year = None) -> Response:
    """Engagement by behaviour."""
    uow = reading_uow(request, connection, actor)
    year = annee or uow.today.year
    return show(
        request,
        "club.html",
        club=show_club(year, uow=uow),
        years=range(uow.today.year, max(FIRST_YEAR, uow.today.year - 4) - 1, -1),
    )


@router.get("/club/export.csv")
def export(request: Request, connection: Reading, actor: Staff, annee: Year = None) -> Response:
    """The same as a table, for a spreadsheet."""
    uow = reading_uow(request, connection, actor)
    found = show_club(annee or uow.today.year, uow=uow)
    return table_file(_rows(found), name=f"club-{found.year}")


@router.get("/club/mur", response_class=HTMLResponse)
def wall(request: Request, connection: Reading, territoire: Annotated[str, Query(max_length=60)] = "") -> Response:
    """Thanks to those who host: no figure about people, no promise not kept."""
    served = list(known_territories(connection))
    chosen = next((code for code, _ in served if code == territoire), served[0][0] if len(served) == 1 else "")
    uow = uow_in(request, connection, chosen, who="visitor:wall", locks=False)
    members = wall_of(show_club(uow.today.year, uow=uow)) if chosen else []
    return show_in(request, uow, "mur.html", members=members, territories=served, chosen=chosen)


def _rows(found: Club) -> Iterator[list[Cell]]:
    counted = list(Pledge)
    titles = [f"{pledge.label} : {what}" for pledge in counted for what in ("promis", "fait")]
    yield ["Entreprise", "SIRET", "Commune", *titles, "Présentations", "Réponses", "Délai médian (jours)"]
    for member in found.members:
        lined = {line.pledge: line for line in member.lines}
        figures = [
            number
            for pledge in counted
            for number in ((lined[pledge].promised, lined[pledge].honoured) if pledge in lined else (0, 0))
        ]
        behaves = member.behaviour
        delay = "" if behaves.median_days is None else f"{behaves.median_days:.1f}".replace(".", ",")
        company = member.company
        named = [company.name, company.siret, company.site.commune]
        yield [*named, *figures, behaves.received, behaves.answered, delay]
