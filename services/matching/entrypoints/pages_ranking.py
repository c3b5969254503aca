"""`/equite/classement`: which ranking is in force, what weighs in it, its card and its audit of fairness, in French."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.contracts.access import Staff
from services.contracts.actors import Role
from services.contracts.pages import page_context
from services.kernel.web import french
from services.kernel.web.pages import Pages
from services.matching.domain.equity import SMALLEST_CELL
from services.matching.domain.learning.audit import DIMENSIONS
from services.matching.domain.learning.card import GROUP_LINE, JUDGEMENT_LINE, decision_said, gap_in_points, in_french
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.learning.ranker import Ranker
from services.matching.domain.ranking import prior
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
        decision=decision_said(shown.in_force.card) if shown.in_force else "",
        sides=sides,
        versions=[_version(one) for one in shown.versions],
        check=_check(shown.check),
        fairness=_gaps(shown.check or (shown.in_force.card.get("evaluation") if shown.in_force else None)),
        judgements=_judgements(shown.check),
        success=_success(shown.check),
        curve=_curve(shown.check),
        pourquoi=[(one.feature.label, one.feature.allowed_because) for one in shown.weights],
    )


def _bar(weight: Weight) -> dict[str, Any]:
    return {"label": weight.feature.label, "value": weight.part, "text": french.percent(weight.part)}


def _version(ranker: Ranker) -> dict[str, Any]:
    lines = in_french(ranker.card)
    by_group = [line for line in lines if line.startswith((GROUP_LINE, JUDGEMENT_LINE))]
    return {
        "name": ranker.version,
        "standing": ranker.standing,
        "lines": [french.typeset(line) for line in lines if line not in by_group],
        "fairness": by_group,
        "limits": ranker.card.get("limits", []),
        "reason": ranker.reason,
        "decision": decision_said(ranker.card),
    }


def _check(check: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What is said of the check itself: when, of what, and what a human must read."""
    if check is None:
        return None
    return {
        "on": date.fromisoformat(check["on"]),
        "version": check["version"],
        "documented": check["version"] == prior.VERSION,
        "invented": check["invented"],
        "rows": check["rows"],
        "to_read": [french.typeset(line) for line in (*check["refusals"], *check["doubts"])],
    }


def _gaps(measured: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    return [
        {
            "group": _named(gap),
            "people": _people(gap["people"]),
            "gap": Interval(**gap["conditional"]).said_in_percent() if gap["conditional"] else "non affiché",
            "verdict": gap["verdict"],
        }
        for gap in (measured or {}).get("fairness", [])
    ]


def _judgements(check: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    return [
        {
            "group": _named(one),
            "people": _people(one["people"]),
            "gap": gap_in_points(one),
            "verdict": one["verdict"],
        }
        for one in (check or {}).get("judgements", [])
    ]


def _success(check: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    return [
        {
            "group": _named(one),
            "people": _people(one["people"]),
            "part": Interval(**one["part"]).said_as_part() if one["part"] else "non affiché",
            "verdict": one["verdict"],
        }
        for one in (check or {}).get("success", [])
    ]


def _curve(check: Mapping[str, Any] | None) -> list[Mapping[str, str]]:
    return [
        {
            "strength": french.percent(point["strength"]),
            "order": Interval(**point["ndcg_10"]).said() if point["ndcg_10"] else "non mesuré",
            "gap": Interval(**point["gap"]).said_in_percent() if point["gap"] else "non affiché",
            "group": _named(point) if point["group"] else "–",
            "verdict": point["verdict"],
        }
        for point in (check or {}).get("trade_off", [])
    ]


def _named(one: Mapping[str, Any]) -> str:
    """« jeunes (groupe) »."""
    return f"{one['group']} ({DIMENSIONS[one['dimension']]})"


def _people(count: int | None) -> str:
    return f"moins de {SMALLEST_CELL}" if count is None or count < SMALLEST_CELL else str(count)
