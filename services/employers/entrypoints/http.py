"""The JSON API: join the club, post offers, answer an introduction, evaluate a placement.

Writes take an Idempotency-Key: the same request again gets the same answer and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from services.contracts.access import AnyActor, MaybeActor
from services.contracts.actors import Actor
from services.contracts.vocabulary import OfferKind
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.offer import Status
from services.employers.domain.refusals import Fault, Forbidden, Invalid
from services.employers.entrypoints.desk import desk_of, reading_uow, territory_for, uow_in, writing_uow
from services.employers.entrypoints.shapes import (
    AnswerIn,
    AnswerOut,
    CompanyIn,
    CompanyOut,
    EvaluationIn,
    EvaluationOut,
    OfferIn,
    OfferOut,
    OfferPage,
    answer_out,
    company_out,
    evaluation_out,
    offer_out,
)
from services.employers.use_cases.answer_introduction import AnswerIntroduction, answer_introduction
from services.employers.use_cases.change_offer import ChangeOffer, change_offer, close_offer, offer_for
from services.employers.use_cases.evaluate_placement import EvaluatePlacement, evaluate_placement
from services.employers.use_cases.join_club import Presented, join_club
from services.employers.use_cases.post_offer import PostOffer, post_offer
from services.employers.use_cases.register_at_the_door import register_at_the_door
from services.employers.use_cases.standing import company_for, is_staff
from services.kernel import idempotency
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(prefix="/employers/api", tags=["employers"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to change something, in its open transaction, by somebody signed in."""

    request: Request
    connection: Connection
    actor: Actor
    key: str | None

    @property
    def uow(self) -> SqlUnitOfWork:
        return writing_uow(self.request, self.connection, self.actor)

    def once(self, body: BaseModel | None, status: int, act: Callable[[SqlUnitOfWork], BaseModel]) -> Response:
        """Do it once per key and show the result."""
        uow = self.uow
        scope = f"{self.actor.id}:{self.request.method} {self.request.url.path}"
        return _once(uow, scope=scope, key=self.key, body=body, act=lambda: (status, act(uow)))


def _asked(request: Request, connection: Writing, actor: AnyActor, key: Key = None) -> Asked:
    return Asked(request, connection, actor, key)


Ask = Annotated[Asked, Depends(_asked, scope="function")]


def _once(
    uow: SqlUnitOfWork,
    *,
    scope: str,
    key: str | None,
    body: BaseModel | None,
    act: Callable[[], tuple[int, BaseModel]],
) -> Response:
    request = body.model_dump_json().encode() if body else b""

    def answer() -> tuple[int, bytes]:
        status, shown = act()
        return status, shown.model_dump_json().encode()

    status, content = idempotency.once(uow.connection, scope=scope, key=key, request=request, now=uow.now, act=answer)
    return Response(content, status, media_type="application/json")


@router.post("/companies", status_code=201, response_model=CompanyOut)
def post_company(
    request: Request, connection: Writing, actor: MaybeActor, body: CompanyIn, key: Key = None
) -> Response:
    """A firm joins the club, or a referent enters it at its door."""
    desk = desk_of(request)
    if actor is None:
        uow = uow_in(request, connection, territory_for(connection, body.territory), who="visitor:api")
    else:
        uow = writing_uow(request, connection, actor)
    presented = Presented(
        siret=body.siret,
        name=body.name,
        contact_name=body.contact_name,
        email=body.email,
        phone=body.phone,
        role=body.role,
        service=body.service,
        naf=body.naf,
        site=body.place.read(),
    )

    def act() -> tuple[int, BaseModel]:
        if actor is not None and is_staff(actor):
            met = register_at_the_door(presented, by=actor, uow=uow)
            return 201, company_out(met.company, confirm_link=desk.public_address(f"/confirmer/{met.token}"))
        joined = join_club(presented, uow=uow, joins_per_hour=desk.settings.joins_per_hour)
        token = desk.tokens.enrolment(joined.company, vouched_by=None, email=body.email, now=uow.now)
        link = desk.public_address(f"/inscription?jeton={token}")
        return 201, company_out(joined.company, already_known=joined.known, enrol_link=link)

    scope = f"{actor.id if actor else 'visitor'}:POST /employers/api/companies"
    return _once(uow, scope=scope, key=key, body=body, act=act)


@router.get("/companies", response_model=list[CompanyOut])
def list_companies(request: Request, connection: Reading, actor: AnyActor) -> list[CompanyOut]:
    """The firms of the territory for staff; its own for an employer."""
    uow = reading_uow(request, connection, actor)
    found = uow.companies.listed() if is_staff(actor) else uow.companies.some(tuple(actor.company_ids))
    return [company_out(company) for company in found]


@router.post("/offers", status_code=201, response_model=OfferOut)
def post_an_offer(ask: Ask, body: OfferIn) -> Response:
    """Post an offer. It is published at once for a confirmed firm, else it waits."""

    def act(uow: SqlUnitOfWork) -> OfferOut:
        company = company_for(_company_id(body.company_id, ask.actor), by=ask.actor, uow=uow)
        command = PostOffer(company.id, body.read(company), body.reason)
        posted = post_offer(command, by=ask.actor, uow=uow)
        return offer_out(posted.offer, posted.advice)

    return ask.once(body, 201, act)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offers, and how many. ``cursor`` is the last offer already seen."""

    status: Annotated[list[Status] | None, Query(max_length=5)] = None
    kind: OfferKind | None = None
    cursor: UUID | None = None
    limit: Annotated[int, Query(ge=1, le=100)] = 50


@router.get("/offers", response_model=OfferPage)
def list_offers(
    request: Request, connection: Reading, actor: AnyActor, wanted: Annotated[Wanted, Depends()]
) -> OfferPage:
    """Offers of the club for staff; its own for an employer. Newest first."""
    uow = reading_uow(request, connection, actor)
    found = uow.offers.page(
        company_ids=None if is_staff(actor) else tuple(actor.company_ids),
        statuses=wanted.status or (),
        kind=wanted.kind,
        before=wanted.cursor,
        most=wanted.limit + 1,
    )
    items = [offer_out(offer) for offer in found[: wanted.limit]]
    return OfferPage(items=items, next_cursor=items[-1].offer_id if len(found) > wanted.limit else None)


@router.get("/offers/{offer_id}", response_model=OfferOut)
def show_offer(request: Request, connection: Reading, actor: AnyActor, offer_id: UUID) -> OfferOut:
    """One offer of the club."""
    _, offer = offer_for(offer_id, by=actor, uow=reading_uow(request, connection, actor))
    return offer_out(offer)


@router.put("/offers/{offer_id}", response_model=OfferOut)
def put_offer(ask: Ask, offer_id: UUID, body: OfferIn) -> Response:
    """Replace the content of an offer; an expired one is shown again."""

    def act(uow: SqlUnitOfWork) -> OfferOut:
        company, _ = offer_for(offer_id, by=ask.actor, uow=uow)
        command = ChangeOffer(offer_id, body.read(company), body.reason)
        posted = change_offer(command, by=ask.actor, uow=uow)
        return offer_out(posted.offer, posted.advice)

    return ask.once(body, 200, act)


@router.delete("/offers/{offer_id}", response_model=OfferOut)
def delete_offer(ask: Ask, offer_id: UUID) -> Response:
    """Close an offer for good."""
    return ask.once(None, 200, lambda uow: offer_out(close_offer(offer_id, by=ask.actor, uow=uow)))


@router.post("/introductions/{introduction_id}/answer", response_model=AnswerOut)
def post_answer(ask: Ask, introduction_id: UUID, body: AnswerIn) -> Response:
    """Answer an introduction: ``seen``, ``meet``, ``not_now`` or ``refused`` with its reason."""
    command = AnswerIntroduction(introduction_id, body.answer, body.reason, body.share_reason, body.meeting_at)
    return ask.once(body, 200, lambda uow: answer_out(answer_introduction(command, by=ask.actor, uow=uow)))


@router.post("/placements/{placement_id}/evaluation", response_model=EvaluationOut)
def post_evaluation(ask: Ask, placement_id: UUID, body: EvaluationIn) -> Response:
    """The tutor evaluates a placement; the same again changes nothing, another one within thirty days replaces it."""
    command = EvaluatePlacement(
        placement_id=placement_id,
        outcome=body.outcome,
        hired_as=body.hired_as,
        skills=tuple(skill.read() for skill in body.skills),
        endorses_badge=body.endorses_badge,
    )
    return ask.once(body, 200, lambda uow: evaluation_out(evaluate_placement(command, by=ask.actor, uow=uow)))


def _company_id(said: UUID | None, actor: Actor) -> UUID:
    if said is not None:
        return said
    if not actor.company_ids and not is_staff(actor):
        raise Forbidden("Votre compte n'est lié à aucune entreprise. Rejoignez d'abord le club.")
    if len(actor.company_ids) != 1:
        raise Invalid.because(Fault("company_id", "Indiquez pour quelle entreprise."))
    return next(iter(actor.company_ids))
