"""The JSON API of the group's plan: the lines of the people accompanied, the price of other choices, pins and refusals.

Worths are points out of 100. Figures count everybody; lines are those of the people whom the referent accompanies.
"""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.contracts.access import Referent
from services.matching.domain.assignment.choices import Choice
from services.matching.domain.assignment.plan import Line, Placed, Reserve
from services.matching.domain.assignment.seats import HUNDREDTHS, Merit
from services.matching.entrypoints import plan_words as words
from services.matching.entrypoints.desk import desk_of
from services.matching.entrypoints.shapes import UnheardShown, unheard_shown
from services.matching.use_cases.choose_in_plan import ChooseInPlan, choose_in_plan, judge_choice
from services.matching.use_cases.draw_plan import Drawn, draw_plan, note_plan, price_choices

router = APIRouter(prefix="/matching/api/plan", tags=["plan"])


class Shape(BaseModel):
    """A body or an answer of the API."""

    model_config = ConfigDict(extra="forbid")


class PlacedShown(Shape):
    """An offer of a line. ``free``: a seat is left beside everybody's mains (always, for a main)."""

    offer_id: UUID
    points: float
    free: bool = True


class LineShown(Shape):
    """One person's plan. ``options`` counts the offers that she could have."""

    profile_id: UUID
    main: PlacedShown | None
    reserves: list[PlacedShown]
    pinned: bool
    options: int
    contested: bool


class FiguresShown(Shape):
    """The whole group: ``least`` is the points of the least served, ``total`` of everybody served."""

    people: int
    served: int
    least: float
    total: float


class PlanShown(Shape):
    """The plan. ``fallen`` are pins that no longer stand."""

    lines: list[LineShown]
    figures: FiguresShown
    fallen: list[UUID]
    unheard: list[UnheardShown] = []


class MovedShown(Shape):
    """Somebody else whose proposal changes; ``profile_id`` None when the reader does not accompany her."""

    profile_id: UUID | None
    deprived: bool
    change: float


class PriceShown(Shape):
    """Another choice and what it changes."""

    offer_id: UUID
    points: float
    possible: bool
    figures: FiguresShown | None
    moved: list[MovedShown]
    text: str


class PricesShown(Shape):
    """Other choices for one person."""

    profile_id: UUID
    figures: FiguresShown
    choices: list[PriceShown]


class ChoiceBody(Shape):
    """``none`` takes back what was chosen for the pair."""

    profile_id: UUID
    offer_id: UUID
    choice: Literal["pinned", "refused", "none"]


@router.get("")
def plan(request: Request, actor: Referent) -> PlanShown:
    """The plan of everybody, drawn now."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        drawn = draw_plan(by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=now)
    with desk.writing(actor) as uow:
        note_plan(drawn, by=actor, uow=uow, now=now)
    return _plan_shown(drawn)


@router.get("/people/{profile_id}/choices")
def choices(profile_id: UUID, request: Request, actor: Referent) -> PricesShown:
    """What other choices for this person would change for everybody."""
    desk = desk_of(request)
    with desk.reading(actor) as uow:
        found = price_choices(profile_id, by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=desk.clock())
    shown = [
        PriceShown(
            offer_id=one.placed.offer_id,
            points=one.placed.worth / HUNDREDTHS,
            possible=one.possible,
            figures=_figures(one.merit, len(found.drawn.plan.lines)) if one.possible else None,
            moved=[
                MovedShown(
                    profile_id=moved.profile_id if moved.profile_id in found.drawn.mine else None,
                    deprived=moved.to is None,
                    change=(_worth(moved.to) - _worth(moved.before)) / HUNDREDTHS,
                )
                for moved in one.moved
            ],
            text=words.price_in_short(one, found.drawn.plan),
        )
        for one in found.prices
    ]
    return PricesShown(
        profile_id=profile_id,
        figures=_figures(found.drawn.plan.merit, len(found.drawn.plan.lines)),
        choices=shown,
    )


@router.post("/choices")
def choose(body: ChoiceBody, request: Request, actor: Referent) -> PlanShown:
    """Pin, refuse, or take back; answers the plan drawn again."""
    desk = desk_of(request)
    now = desk.clock()
    command = ChooseInPlan(body.profile_id, body.offer_id, None if body.choice == "none" else Choice(body.choice))
    with desk.reading(actor) as uow:
        judge_choice(command, by=actor, uow=uow, tools=desk.tools, planning=desk.planning, now=now)
    with desk.writing(actor) as uow:
        choose_in_plan(command, by=actor, uow=uow, now=now)
    return plan(request, actor)


def _plan_shown(drawn: Drawn) -> PlanShown:
    return PlanShown(
        lines=[_line(line) for line in drawn.lines()],
        figures=_figures(drawn.plan.merit, len(drawn.plan.lines)),
        fallen=[one.offer_id for one in drawn.plan.fallen if one.profile_id in drawn.mine],
        unheard=unheard_shown(drawn.heard),
    )


def _line(line: Line) -> LineShown:
    return LineShown(
        profile_id=line.profile_id,
        main=PlacedShown(offer_id=line.main.offer_id, points=line.main.worth / HUNDREDTHS) if line.main else None,
        reserves=[_reserve(reserve) for reserve in line.reserves],
        pinned=line.pinned,
        options=line.options,
        contested=line.contested,
    )


def _reserve(reserve: Reserve) -> PlacedShown:
    placed = reserve.placed
    return PlacedShown(offer_id=placed.offer_id, points=placed.worth / HUNDREDTHS, free=reserve.free)


def _figures(merit: Merit, people: int) -> FiguresShown:
    return FiguresShown(
        people=people, served=merit.served, least=merit.least / HUNDREDTHS, total=merit.total / HUNDREDTHS
    )


def _worth(placed: Placed | None) -> int:
    return placed.worth if placed else 0
