"""`/offres`: search all offers, for a person or not; an offer in full; people to whom it may be proposed; the band.

What is shown of a person is written in the audit trail. Refuses people whom the referent does not accompany, and the
band before a referent has confirmed who speaks for the firm.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.contracts.access import AnyActor, Referent, Staff
from services.contracts.actors import Actor, Role
from services.contracts.pages import page_context
from services.contracts.vocabulary import OfferKind
from services.kernel.problems import Conflict, Forbidden, Invalid, Unavailable
from services.kernel.towns import Town
from services.kernel.web.forms import Typed, typed_query
from services.kernel.web.pages import Pages, wants_fragment
from services.matching.domain.ranking.travel import Point
from services.matching.entrypoints import telling
from services.matching.entrypoints.desk import Desk, desk_of
from services.matching.entrypoints.search_form import AT_ONCE, DISTANCES, SearchTyped, query_of, understood_trade
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import settings_of
from services.matching.use_cases.rank_offers_for_profile import visible_profile
from services.matching.use_cases.rank_people_for_offer import band_for_offer, note_people, rank_people
from services.matching.use_cases.search_offers import Search, SearchPage, note_search, search_offers

router = APIRouter(include_in_schema=False)
TypedQuery = Annotated[Typed, Depends(typed_query)]
PEOPLE_AT_ONCE = 20


@router.get("/offres", response_class=HTMLResponse)
def search(request: Request, actor: Staff, typed: TypedQuery) -> HTMLResponse:
    """The search, its results, and the offers that are for the person when there is one."""
    desk = desk_of(request)
    form = typed.into(SearchTyped)
    asked = form.value or SearchTyped()
    around = None
    if asked.place.strip():
        try:
            around = desk.towns().one(asked.place, field="lieu")
        except Invalid as unknown:
            form = form.with_refusal(unknown)
    found = _found(asked, actor, desk, around)
    trade = understood_trade(asked, desk.tools.trades)
    following = asked.offset + AT_ONCE
    values: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "found": found,
        "trade": trade,
        "refined": bool(form.errors) or asked.refined,
        "kinds": [(kind.value, kind.label) for kind in OfferKind],
        "distances": DISTANCES,
        "next_href": asked.address(offset=following) if following < found.total else None,
        "previous_href": asked.address(offset=max(0, asked.offset - AT_ONCE)) if asked.offset else None,
        "telling": telling,
    }
    status = 200 if form.ok else 422
    pages: Pages = request.app.state.pages
    return pages.page(page_context(request, actor, density="dense"), "matching/offres.html", status=status, **values)


@router.get("/offres/{offer_id}", response_class=HTMLResponse)
def offer(offer_id: UUID, request: Request, actor: Staff, personne: UUID | None = None) -> HTMLResponse:
    """An offer in full; with a person, why it suits her or not."""
    desk = desk_of(request)
    with desk.reading(actor) as uow:
        sheet = uow.offers.get(offer_id)
    values: dict[str, Any] = {
        "sheet": sheet,
        "profile_id": personne,
        "referent": actor.has(Role.REFERENT),
        "telling": telling,
    }
    pages: Pages = request.app.state.pages
    return pages.page(page_context(request, actor), "matching/offre.html", **values)


@router.get("/matching/offers/{offer_id}/personnes", response_class=HTMLResponse)
def people(offer_id: UUID, request: Request, actor: Referent) -> HTMLResponse:
    """People whom the referent accompanies and to whom the offer may be proposed."""
    desk = desk_of(request)
    now = desk.clock()
    with desk.reading(actor) as uow:
        found = rank_people(offer_id, by=actor, limit=PEOPLE_AT_ONCE, uow=uow, tools=desk.tools, now=now)
    with desk.writing(actor) as uow:
        note_people(found, by=actor, uow=uow, now=now)
    return _answer(request, actor, "personnes_pour_l_offre", found=found, telling=telling)


@router.get("/matching/offers/{offer_id}/bande", response_class=HTMLResponse)
def band(offer_id: UUID, request: Request, actor: AnyActor) -> HTMLResponse:
    """How many people could fit, without any name."""
    desk = desk_of(request)
    told, refused = None, ""
    with desk.writing(actor) as uow:
        try:
            told = band_for_offer(offer_id, by=actor, uow=uow, tools=desk.tools, now=desk.clock())
        except (Conflict, Forbidden, Unavailable) as problem:
            refused = problem.message
    return _answer(request, actor, "bande", band=told, refused=refused)


def _found(asked: SearchTyped, actor: Actor, desk: Desk, town: Town | None) -> SearchPage:
    now = desk.clock()
    with desk.reading(actor) as uow:
        around = Point(town.latitude, town.longitude) if town else _around(asked, actor, uow, desk)
        query = query_of(asked, desk.tools.trades, around)
        wanted = Search(query, asked.offset, AT_ONCE, asked.person)
        found = search_offers(wanted, by=actor, uow=uow, tools=desk.tools, now=now)
    if asked.person is not None:
        with desk.writing(actor) as uow:
            note_search(wanted, found, by=actor, uow=uow, now=now)
    return found


def _around(asked: SearchTyped, actor: Actor, uow: UnitOfWork, desk: Desk) -> Point:
    """Where distance is counted from: the person's origin when she said one, else the centre of the territory."""
    centre = settings_of(uow).centre
    if asked.person is None:
        return centre
    kept = visible_profile(asked.person, by=actor, uow=uow, now=desk.clock())
    return kept.profile.wants.origin or centre


def _answer(request: Request, actor: Actor, name: str, **values: Any) -> HTMLResponse:
    """The piece alone for a fragment, else the page around it."""
    pages: Pages = request.app.state.pages
    context = page_context(request, actor)
    if wants_fragment(request):
        return pages.fragment(context, f"matching/_{name}.html", **values)
    return pages.page(context, f"matching/{name}.html", **values)
