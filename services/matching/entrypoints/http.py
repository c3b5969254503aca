"""The JSON API of the ranking: offers for a person, why or why not, people for an offer, a band, a search.

A referent sees the people whom she accompanies; an employer a band, once a referent confirmed who speaks for the
firm. Every list and every look is written in the audit trail before the answer leaves.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import AnyActor, Referent, Staff
from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.travel import Point
from services.matching.domain.ranking.wording import Voice
from services.matching.entrypoints.desk import desk_of
from services.matching.entrypoints.shapes import (
    BandShown,
    ExplanationShown,
    FoundPage,
    OfferPage,
    PeoplePage,
    explanation_shown,
    found_shown,
    page_shown,
    people_shown,
    place_of,
)
from services.matching.ports import OfferQuery
from services.matching.use_cases.explain_offer import explain_offer, note_explanation
from services.matching.use_cases.rank_offers_for_profile import Asked, note_proposals, rank_offers
from services.matching.use_cases.rank_people_for_offer import band_for_offer, note_people, rank_people
from services.matching.use_cases.search_offers import Search, note_search, search_offers

router = APIRouter(prefix="/matching/api", tags=["matching"])


class ListParameters(BaseModel):
    """``voice`` « person » says « vous », « referent » speaks of the person; ``lift`` switches an « et si … » on."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=60)
    voice: Voice = Voice.PERSON
    lift: list[Lift] = Field(default=[], max_length=len(Lift))
    kind: list[OfferKind] = Field(default=[], max_length=len(OfferKind))
    beyond: bool = False


class SearchParameters(BaseModel):
    """Everything that is given must hold."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=200)
    rome: list[Annotated[str, Field(pattern=r"^[A-N]\d{4}$")]] = Field(default=[], max_length=20)
    kind: list[OfferKind] = Field(default=[], max_length=len(OfferKind))
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    within_km: float | None = Field(default=None, gt=0, le=500)
    starts_from: date | None = None
    starts_until: date | None = None
    profile_id: UUID | None = None
    offset: int = Field(default=0, ge=0, le=10_000)
    limit: int = Field(default=30, ge=1, le=100)
    voice: Voice = Voice.PERSON


@router.get("/profiles/{profile_id}/offers")
def offers_for_profile(
    profile_id: UUID, request: Request, actor: Referent, asked: Annotated[ListParameters, Query()]
) -> OfferPage:
    """The offers for a person, best first, with their reasons and what would unlock more."""
    desk = desk_of(request)
    now, lifts = desk.clock(), frozenset(asked.lift)
    wanted = Asked(profile_id, lifts, frozenset(asked.kind), asked.limit, place_of(asked.cursor), asked.beyond)
    with desk.reading(actor) as uow:
        found = rank_offers(wanted, by=actor, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_proposals(found, lifts=lifts, by=actor, uow=uow, now=now)
    return page_shown(found, asked.voice)


@router.get("/profiles/{profile_id}/offers/{offer_id}")
def offer_for_profile(
    profile_id: UUID, offer_id: UUID, request: Request, actor: Referent, voice: Voice = Voice.PERSON
) -> ExplanationShown:
    """Why this offer for this person, or why not."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        told = explain_offer(profile_id, offer_id, by=actor, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_explanation(told, by=actor, uow=uow, now=now)
    return explanation_shown(told, voice)


@router.get("/offers")
def search(request: Request, actor: Staff, asked: Annotated[SearchParameters, Query()]) -> FoundPage:
    """Offers by words, trade, kind, place and dates; for a person or not."""
    desk = desk_of(request)
    located = asked.latitude is not None and asked.longitude is not None
    query = OfferQuery(
        words=asked.q.strip(),
        romes=frozenset(asked.rome),
        kinds=frozenset(asked.kind),
        around=Point(asked.latitude or 0.0, asked.longitude or 0.0) if located else None,
        within_km=asked.within_km if located else None,
        starts_from=asked.starts_from,
        starts_until=asked.starts_until,
    )
    wanted = Search(query, asked.offset, asked.limit, asked.profile_id)
    now = desk.clock()
    with desk.reading(actor) as uow:
        found = search_offers(wanted, by=actor, uow=uow, tools=desk.tools, now=now)
    if wanted.profile_id is not None:
        with desk.writing(actor) as uow:
            note_search(wanted, found, by=actor, uow=uow, now=now)
    return found_shown(found, asked.voice)


@router.get("/offers/{offer_id}/people")
def people_for_offer(
    offer_id: UUID,
    request: Request,
    actor: Referent,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    voice: Voice = Voice.REFERENT,
) -> PeoplePage:
    """People whom the referent accompanies and who could fit, best first."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        found = rank_people(offer_id, by=actor, limit=limit, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_people(found, by=actor, uow=uow, now=now)
    return people_shown(found, voice)


@router.get("/offers/{offer_id}/band")
def band(offer_id: UUID, request: Request, actor: AnyActor) -> BandShown:
    """How many people could fit an offer, by bands, fixed per offer."""
    desk = desk_of(request)
    with desk.writing(actor) as uow:
        found = band_for_offer(offer_id, by=actor, uow=uow, tools=desk.tools, now=desk.clock())
    return BandShown(offer_id=offer_id, band=found.code, text=found.label)
