"""Trades and skills suggested as somebody types: public, since employers and people who join have no account yet.

Answers ``{items: [{value, label, hint, …}]}``, the shape that ``<cite-suggest>`` reads. Reads nothing about anybody.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict

from services.matching.domain.text.folding import fold
from services.matching.entrypoints.desk import desk_of

router = APIRouter(prefix="/matching/api", tags=["métiers"])

Words = Annotated[str, Query(max_length=200, description="Ce que la personne tape")]
HowMany = Annotated[int, Query(ge=1, le=20)]
Rome = Annotated[str, Path(pattern=r"^[A-N]\d{4}$")]


class TradeShown(BaseModel):
    """A trade proposed for some words; ``hint`` is the name that the words met, when it is another one."""

    model_config = ConfigDict(extra="forbid")

    value: str
    label: str
    hint: str
    rome: str
    ogr: str | None
    skills: int
    score: float


class TradesPage(BaseModel):
    """Trades, best first."""

    model_config = ConfigDict(extra="forbid")

    items: list[TradeShown]


class SkillShown(BaseModel):
    """A skill of a trade. ``value`` is its stable code."""

    model_config = ConfigDict(extra="forbid")

    value: str
    label: str
    hint: str = ""


class SkillsPage(BaseModel):
    """Skills, the most telling first."""

    model_config = ConfigDict(extra="forbid")

    items: list[SkillShown]


@router.get("/trades")
def suggest_trades(request: Request, q: Words = "", limit: HowMany = 8) -> TradesPage:
    """Trades for what somebody types, best first; a human chooses."""
    trades = desk_of(request).tools.trades
    items = [
        TradeShown(
            value=one.rome,
            label=one.label,
            hint=one.matched if fold(one.matched) != fold(one.label) else "",
            rome=one.rome,
            ogr=one.ogr,
            skills=len(trades.skills(one.rome)),
            score=one.score,
        )
        for one in trades.suggest(q.replace("\x00", " "), limit=limit)
    ]
    return TradesPage(items=items)


@router.get("/trades/{rome}/skills")
def suggest_skills(rome: Rome, request: Request, q: Words = "", limit: HowMany = 12) -> SkillsPage:
    """Skills of a trade whose words begin as typed; all of them, up to ``limit``, while nothing is typed."""
    typed = fold(q.replace("\x00", " ")).split()
    found = [
        SkillShown(value=skill.code, label=skill.label)
        for skill in desk_of(request).tools.trades.skills(rome)
        if _holds(fold(skill.label), typed)
    ]
    return SkillsPage(items=found[:limit])


def _holds(label: str, typed: list[str]) -> bool:
    words = label.replace("'", " ").split()
    return all(any(word.startswith(start) for word in words) for start in typed)
