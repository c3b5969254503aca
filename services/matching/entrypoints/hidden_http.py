"""The JSON API of firms to call, of told trips, and of « pourquoi pas en tête ».

A referent acts for the people whom she accompanies; for anybody else's, nothing exists.
"""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import Referent
from services.contracts.vocabulary import TravelMode
from services.kernel.clock import new_id
from services.matching.domain.hidden_market.calls import CallOutcome
from services.matching.domain.ranking.wording import Voice
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.call_firms import CallList, NoteCall, list_firms, note_call, note_list
from services.matching.use_cases.compare_with_first import compare_with_first, note_comparison
from services.matching.use_cases.gather_market import day_in, settings_of
from services.matching.use_cases.tell_trip import LONGEST_MINUTES, TellTrip, tell_trip

router = APIRouter(prefix="/matching/api/profiles/{profile_id}", tags=["matching"])


class Shape(BaseModel):
    """A body or an answer of the API."""

    model_config = ConfigDict(extra="forbid")


class FirmShown(Shape):
    """A firm to call. ``sign``: ``sector`` or ``next_trade``; ``resting`` until ``again_on``."""

    firm: str
    name: str
    company_id: UUID | None
    rome: str
    trade: str
    sign: str
    share: float
    text: str
    distance_km: float | None
    travel_minutes: int | None
    last_call: str | None
    again_on: date | None
    resting: bool


class FirmsShown(Shape):
    """The firms of one person, those to call now first."""

    items: list[FirmShown]


class CallBody(Shape):
    """``firm`` as the list names it; ``again_on`` for ``call_again`` only."""

    firm: str = Field(max_length=300)
    outcome: CallOutcome
    again_on: date | None = None


class CallShown(Shape):
    """A call as kept."""

    call_id: UUID
    outcome: CallOutcome
    again_on: date | None


class TripBody(Shape):
    """``minutes`` None: she cannot go there."""

    minutes: int | None = Field(ge=1, le=LONGEST_MINUTES)
    mode: TravelMode | None = None


class DifferenceShown(Shape):
    """What the first has more on one feature, in points."""

    feature: str
    points: float
    first: str
    this: str


class BesideShown(Shape):
    """``differences`` sum to ``behind``, exactly; both empty for the first itself."""

    offer_id: UUID
    position: int
    total: int
    first_offer_id: UUID
    behind: float
    differences: list[DifferenceShown]
    moved: str


@router.get("/firms")
def firms(profile_id: UUID, request: Request, actor: Referent, voice: Voice = Voice.REFERENT) -> FirmsShown:
    """Firms likely to welcome a wished trade though they posted nothing in it."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        shown = list_firms(profile_id, by=actor, uow=uow, tools=desk.tools, sectors=desk.sectors, now=now)
    with desk.writing(actor) as uow:
        note_list(shown, by=actor, uow=uow, now=now)
    return _firms(shown, voice)


@router.post("/calls", status_code=201)
def call(profile_id: UUID, body: CallBody, request: Request, actor: Referent) -> CallShown:
    """A call was made to a firm of the list."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        shown = list_firms(profile_id, by=actor, uow=uow, tools=desk.tools, sectors=desk.sectors, now=now)
    command = NoteCall(profile_id, body.firm, body.outcome, body.again_on, new_id())
    with desk.writing(actor) as uow:
        kept = note_call(command, shown, by=actor, uow=uow, now=now, today=day_in(settings_of(uow), now))
    return CallShown(call_id=kept.id, outcome=kept.outcome, again_on=kept.again_on)


@router.put("/offers/{offer_id}/trip", status_code=204)
def told(profile_id: UUID, offer_id: UUID, body: TripBody, request: Request, actor: Referent) -> Response:
    """What the referent says of the way to this offer's place; it stands over the estimate everywhere."""
    command = TellTrip(profile_id, offer_id, body.minutes is not None, body.minutes, body.mode)
    return _trip(command, request, actor)


@router.delete("/offers/{offer_id}/trip", status_code=204)
def released(profile_id: UUID, offer_id: UUID, request: Request, actor: Referent) -> Response:
    """Back to the estimate."""
    return _trip(TellTrip(profile_id, offer_id), request, actor)


@router.get("/offers/{offer_id}/beside-first")
def beside_first(
    profile_id: UUID, offer_id: UUID, request: Request, actor: Referent, voice: Voice = Voice.PERSON
) -> BesideShown:
    """Why this offer is not the first of the list, in differences that add up."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        found = compare_with_first(profile_id, offer_id, by=actor, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_comparison(found, by=actor, uow=uow, now=now)
    beside = found.comparison
    return BesideShown(
        offer_id=offer_id,
        position=beside.position if beside else 1,
        total=found.total,
        first_offer_id=found.first.offer.id,
        behind=beside.behind if beside else 0.0,
        differences=[
            DifferenceShown(
                feature=one.feature,
                points=one.points,
                first=one.first.said(voice) if one.first else "",
                this=one.this.said(voice) if one.this else "",
            )
            for one in (beside.differences if beside else ())
        ],
        moved=beside.moved.said(voice) if beside and beside.moved else "",
    )


def _trip(command: TellTrip, request: Request, actor: Referent) -> Response:
    desk = desk_of(request)
    with desk.writing(actor) as uow:
        tell_trip(command, by=actor, uow=uow, now=desk.clock())
    return Response(status_code=204)


def _firms(shown: CallList, voice: Voice) -> FirmsShown:
    return FirmsShown(
        items=[
            FirmShown(
                firm=item.found.firm.key,
                name=item.found.firm.name,
                company_id=item.found.firm.company_id,
                rome=item.found.wish.rome,
                trade=item.found.wish.label,
                sign=item.found.sign.value,
                share=round(item.found.share, 4),
                text=item.found.sentence.said(voice),
                distance_km=round(item.found.trip.km, 2) if item.found.trip else None,
                travel_minutes=item.found.trip.minutes if item.found.trip else None,
                last_call=item.last.outcome.value if item.last else None,
                again_on=item.last.again_on if item.last else None,
                resting=item.resting,
            )
            for item in shown.items
        ]
    )
