"""The JSON API: awards by id and by page, and what may be done with one.

A person sees and decides of her own badges; a referent of those she accompanies, recording how the person said
it; an employer sees those of its placements and endorses them; the coordination sees all and revokes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from services.badges.domain.access import accompanied_by
from services.badges.domain.award import Award, AwardState
from services.badges.entrypoints.shapes import (
    AcceptBody,
    AwardPage,
    AwardShown,
    EndorseBody,
    PublishBody,
    shown,
)
from services.badges.entrypoints.shop import Shop, shop_of, unit_of_work
from services.badges.ports import AwardFilter, UnitOfWork
from services.badges.use_cases.accept_award import Acceptance, accept
from services.badges.use_cases.end_badge import decline, revoke, withdraw
from services.badges.use_cases.endorse_badge import endorse
from services.badges.use_cases.find_award import award_seen
from services.badges.use_cases.publish_page import publish, unpublish
from services.contracts.access import AnyActor
from services.contracts.actors import Actor, Role
from services.kernel import idempotency
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(prefix="/badges/api", tags=["badges"])


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone's request to change an award, in its open transaction."""

    request: Request
    connection: Connection
    actor: Actor
    key: str | None

    def once(self, body: BaseModel | None, act: Callable[[UnitOfWork, Shop, datetime], Award]) -> Response:
        """Do it once per Idempotency-Key and show the award as it now stands."""
        shop, path = shop_of(self.request), self.request.url.path
        now = shop.clock()
        uow = unit_of_work(self.connection, now)

        def answer() -> tuple[int, bytes]:
            return 200, shown(act(uow, shop, now), self.actor).model_dump_json(by_alias=True).encode()

        asked = path.encode() + (body.model_dump_json().encode() if body else b"")
        status, content = idempotency.once(
            self.connection,
            scope=f"{self.actor.id}:POST {path}",
            key=self.key,
            request=asked,
            now=now,
            act=answer,
        )
        return Response(content, status, media_type="application/json")


def _asked(
    request: Request,
    connection: Writing,
    actor: AnyActor,
    idempotency_key: Annotated[str | None, Header(max_length=200, pattern=r"^[ -~]*$")] = None,
) -> Asked:
    return Asked(request, connection, actor, idempotency_key)


Asking = Annotated[Asked, Depends(_asked)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which awards to list, and from where."""

    cursor: UUID | None
    limit: int
    profile_id: UUID | None
    state: AwardState | None


def _wanted(
    cursor: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    profile_id: UUID | None = None,
    state: AwardState | None = None,
) -> Wanted:
    return Wanted(cursor, limit, profile_id, state)


@router.get("/awards")
def list_awards(
    actor: AnyActor, connection: Reading, request: Request, wanted: Annotated[Wanted, Depends(_wanted)]
) -> AwardPage:
    """The awards that the actor may see."""
    now = shop_of(request).clock()
    uow = unit_of_work(connection, now)
    found = uow.awards.page(_business_of(actor, wanted, uow, now), after=wanted.cursor, limit=wanted.limit + 1)
    items = [shown(award, actor) for award in found[: wanted.limit]]
    more = len(found) > wanted.limit
    return AwardPage(items=items, next_cursor=str(items[-1].award_id) if more else None)


@router.get("/awards/{award_id}")
def get_award(award_id: UUID, actor: AnyActor, connection: Reading, request: Request) -> AwardShown:
    """One award."""
    now = shop_of(request).clock()
    return shown(award_seen(award_id, by=actor, uow=unit_of_work(connection, now), now=now), actor)


@router.post("/awards/{award_id}/accept", response_model=AwardShown)
def accept_award(award_id: UUID, asked: Asking, body: AcceptBody | None = None) -> Response:
    """The person agrees: the badge is signed at once."""
    chosen = body or AcceptBody()
    choice = Acceptance(chosen.channel, chosen.did, chosen.email, chosen.public_page)

    def act(uow: UnitOfWork, shop: Shop, now: datetime) -> Award:
        return accept(award_id, choice, by=asked.actor, uow=uow, workshop=shop.workshop, now=now)

    return asked.once(chosen, act)


@router.post("/awards/{award_id}/decline", response_model=AwardShown)
def decline_award(award_id: UUID, asked: Asking) -> Response:
    """The person says no; she may change her mind."""
    return asked.once(None, lambda uow, _shop, now: decline(award_id, by=asked.actor, uow=uow, now=now))


@router.post("/awards/{award_id}/publish", response_model=AwardShown)
def publish_award(award_id: UUID, asked: Asking, body: PublishBody | None = None) -> Response:
    """The second agreement: the page becomes public."""
    chosen = body or PublishBody()

    def act(uow: UnitOfWork, _shop: Shop, now: datetime) -> Award:
        return publish(award_id, channel=chosen.channel, by=asked.actor, uow=uow, now=now)

    return asked.once(chosen, act)


@router.post("/awards/{award_id}/unpublish", response_model=AwardShown)
def unpublish_award(award_id: UUID, asked: Asking) -> Response:
    """The page closes; the badge stays valid."""
    return asked.once(None, lambda uow, _shop, now: unpublish(award_id, by=asked.actor, uow=uow, now=now))


@router.post("/awards/{award_id}/withdraw", response_model=AwardShown)
def withdraw_award(award_id: UUID, asked: Asking) -> Response:
    """The person wants her badge gone."""
    return asked.once(None, lambda uow, _shop, now: withdraw(award_id, by=asked.actor, uow=uow, now=now))


@router.post("/awards/{award_id}/revoke", response_model=AwardShown)
def revoke_award(award_id: UUID, asked: Asking) -> Response:
    """The coordination takes back a badge delivered by mistake."""
    return asked.once(None, lambda uow, _shop, now: revoke(award_id, by=asked.actor, uow=uow, now=now))


@router.post("/awards/{award_id}/endorse", response_model=AwardShown)
def endorse_award(award_id: UUID, asked: Asking, body: EndorseBody | None = None) -> Response:
    """The employer signs its own opinion of the badge."""
    chosen = body or EndorseBody()

    def act(uow: UnitOfWork, shop: Shop, now: datetime) -> Award:
        return endorse(award_id, chosen.comment, by=asked.actor, uow=uow, workshop=shop.workshop, now=now)

    return asked.once(chosen, act)


def _business_of(actor: Actor, wanted: Wanted, uow: UnitOfWork, now: datetime) -> AwardFilter:
    """Which awards are this actor's business."""
    asked = frozenset({wanted.profile_id}) if wanted.profile_id else None
    if actor.has(Role.COORDINATION):
        return AwardFilter(actor.territory, profile_ids=asked, state=wanted.state)
    if actor.has(Role.EMPLOYER):
        return AwardFilter(actor.territory, company_ids=actor.company_ids, state=AwardState.ISSUED)
    if actor.has(Role.REFERENT):
        today = now.astimezone(ZoneInfo(actor.zone or "Europe/Paris")).date()
        hers = accompanied_by(actor.id, uow.accompaniments.of_staff(actor.territory, actor.id), on=today)
    else:
        hers = frozenset({actor.profile_id}) if actor.has(Role.PERSON) and actor.profile_id else frozenset()
    return AwardFilter(actor.territory, profile_ids=hers if asked is None else hers & asked, state=wanted.state)
