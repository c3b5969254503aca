"""`/equite/classement`: which ranking is in force, what weighs in it, its card and its audit of fairness, in French."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.contracts.access import Staff
from services.contracts.actors import Role
from services.contracts.pages import page_context
from services.kernel.web import french
from services.kernel.web.pages import Pages
from services.matching.domain.learning.audit import DIMENSIONS
from services.matching.domain.learning.card import GROUP_LINE, in_french
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.learning.ranker import Ranker
from services.matching.domain.ranking.features import Side
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.show_ranking import Weight, show_ranking

router = APIRouter(include_in_schema=False)
SIDES = {Side.GAIN: "Ce que la personne y gagne", Side.CHANCE: "Les chances que l'employeur dise oui"}


@router.get("/equite/classement", response_class=HTMLResponse)
def ranking(request: Request, actor: Staff) -> HTMLResponse:
    """The ranking of the territory."""
    desk = desk_of(request)
    with desk.reading(actor) as uow:
        shown = show_ranking(uow=uow)
    sides = [
        {"label": label, "rows": [_bar(one) for one in shown.weights if one.feature.side is side]}
        for side, label in SIDES.items()
    ]
    pages: Pages = request.app.state.pages
    return pages.page(
        page_context(request, actor),
        "matching/classement.html",
        coordinates=actor.has(Role.COORDINATION),
        in_force=shown.in_force,
        sides=sides,
        versions=[_version(one) for one in shown.versions],
        fairness=_fairness(shown.in_force),
        pourquoi=[(one.feature.label, one.feature.allowed_because) for one in shown.weights],
    )


def _bar(weight: Weight) -> dict[str, Any]:
    return {"label": weight.feature.label, "value": weight.part, "text": french.percent(weight.part)}


def _version(ranker: Ranker) -> dict[str, Any]:
    lines = in_french(ranker.card)
    by_group = [line for line in lines if line.startswith(GROUP_LINE)]
    return {
        "name": ranker.version,
        "standing": ranker.standing,
        "lines": [line for line in lines if line not in by_group],
        "fairness": by_group,
        "limits": ranker.card.get("limits", []),
        "reason": ranker.reason,
    }


def _fairness(ranker: Ranker | None) -> list[Mapping[str, str]]:
    gaps = (ranker.card.get("evaluation") or {}).get("fairness", []) if ranker else []
    return [
        {
            "group": gap["group"],
            "dimension": DIMENSIONS[gap["dimension"]],
            "people": str(gap["people"]) if gap["people"] >= 5 else "moins de 5",
            "gap": Interval(**gap["conditional"]).said_in_percent() if gap["conditional"] else "non affiché",
            "verdict": gap["verdict"],
        }
        for gap in gaps
    ]
