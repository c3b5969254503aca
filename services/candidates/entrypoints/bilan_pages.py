"""`/bilan`: results by cohort, for the structures, the State and the steering committee; and their export."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from services.candidates.entrypoints.bilan_view import (
    HAPPENING_LABELS,
    SITUATION_LABELS,
    Counted,
    Figures,
    as_csv,
    as_rows,
)
from services.candidates.entrypoints.showing import Asked, Filters, StaffReads
from services.contracts.actors import Role
from services.kernel.problems import Forbidden
from services.kernel.web.forms import Form, Typed, blank_form

router = APIRouter(include_in_schema=False)


class PeriodForm(BaseModel):
    """The period, both days included."""

    model_config = ConfigDict(extra="ignore")

    du: date | None = None
    au: date | None = None


def _figures(asked: Asked, typed: Typed) -> tuple[Figures, Form[PeriodForm]]:
    form = typed.into(PeriodForm)
    chosen = form.value or PeriodForm()
    until = chosen.au or asked.today
    since = chosen.du or date(until.year, 1, 1)
    if since > until:
        form = form.with_error("du", "Le début est après la fin : la période de l'année est montrée.")
        since = date(until.year, 1, 1)
    everybody = asked.actor.has(Role.COORDINATION)
    files = [case for case in asked.uow.people.all() if everybody or case.structure_id == asked.actor.structure_id]
    remains = asked.uow.remains() if everybody else ()
    shown = form if form.errors else blank_form(du=since, au=until)
    return Counted(files, remains, asked.territory, since, until).figures(), shown


@router.get("/bilan", response_class=HTMLResponse)
def bilan(asked: StaffReads, filters: Filters) -> Response:
    """The figures: those of the structure for a referent, of the territory for the coordination."""
    figures, form = _figures(asked, filters)
    return asked.page(
        "bilan.html",
        density="dense",
        form=form,
        figures=figures,
        situations=as_rows(figures.situations, figures.cohorts, SITUATION_LABELS),
        happened=as_rows(figures.happened, figures.cohorts, HAPPENING_LABELS),
        everybody=asked.actor.has(Role.COORDINATION),
        period=f"du={figures.since.isoformat()}&au={figures.until.isoformat()}",
    )


@router.get("/bilan.csv")
def export(asked: StaffReads, filters: Filters) -> Response:
    """The tables as CSV. What leaves the Cité hides small cells; the full one is for the coordination."""
    inside = "".join(filters.answers.get("detail", ())) == "interne"
    if inside and not asked.actor.has(Role.COORDINATION):
        raise Forbidden("L'export détaillé est réservé à la coordination.")
    figures, _form = _figures(asked, filters)
    asked_for = "interne" if inside else "exterieur"
    title = f"Bilan {asked.territory.name} ({'usage interne' if inside else 'pour diffusion'})"
    name = f"bilan-{asked_for}-{figures.since:%Y-%m-%d}-{figures.until:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        as_csv(figures, outside=not inside, title=title), media_type="text/csv; charset=utf-8", headers=headers
    )
