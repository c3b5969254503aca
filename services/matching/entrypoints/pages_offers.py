"""The offers ranked for a person: a fragment of her file, which is also a page of its own.

Announces nothing; every look is written in the audit trail. Refuses who does not accompany the person.
"""

from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import Referent
from services.contracts.actors import Actor
from services.contracts.pages import page_context
from services.contracts.vocabulary import OfferKind
from services.kernel.web.pages import PageContext, Pages, wants_fragment
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.travel import Point
from services.matching.domain.ranking.unlock import tell
from services.matching.entrypoints import telling
from services.matching.entrypoints.desk import desk_of
from services.matching.entrypoints.shapes import cursor_of, place_of
from services.matching.ports import Territory
from services.matching.use_cases.rank_offers_for_profile import Asked, OfferList, note_proposals, rank_offers

router = APIRouter(include_in_schema=False)
AT_ONCE = 12


class ListAsked(BaseModel):
    """What the address of the list tells: « et si … », kinds, list or map, where the previous page ended."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    lifts: list[Lift] = Field(default=[], max_length=len(Lift), alias="si")
    kinds: list[OfferKind] = Field(default=[], max_length=len(OfferKind), alias="type")
    view: Literal["liste", "carte"] = Field(default="liste", alias="vue")
    after: str | None = Field(default=None, max_length=60, alias="suite")
    beyond: bool = Field(default=False, alias="tout")


@router.get("/matching/profiles/{profile_id}/offres", response_class=HTMLResponse)
def offers_of_person(
    profile_id: UUID, request: Request, actor: Referent, told: Annotated[ListAsked, Query()]
) -> HTMLResponse:
    """The ranked list or the map, with the « et si … »."""
    desk = desk_of(request)
    now, lifts = desk.clock(), frozenset(told.lifts)
    asked = Asked(profile_id, lifts, frozenset(told.kinds), AT_ONCE, place_of(told.after), told.beyond)
    with desk.reading(actor) as uow:
        found = rank_offers(asked, by=actor, uow=uow, tools=desk.tools, now=now)
        centre = uow.territories.get()
    with desk.writing(actor) as uow:
        note_proposals(found, lifts=lifts, by=actor, uow=uow, now=now)
    address = _Address(profile_id, asked, told.view)
    values = _shown(found, asked, address, told) | {"origin": _origin(found, centre)}
    return _answer(request, actor, "offres_de_la_personne", values)


def _shown(found: OfferList, asked: Asked, address: "_Address", told: ListAsked) -> dict[str, Any]:
    """What the template of the list reads."""
    switches = [
        {
            "label": one.label,
            "href": address.switched(one.lift),
            "current": one.on,
            "count": None if one.on else f"+{one.asked}" if one.asked else "0",
        }
        for one in telling.switches(found, asked.lifts)
    ]
    kinds = [
        {"label": kind.label, "href": address.narrowed(kind), "count": count, "current": asked.kinds == {kind}}
        for kind, count in found.kinds
    ]
    return {
        "profile_id": asked.profile_id,
        "found": found,
        "address": address,
        "view": told.view,
        "described": bool(found.kept.profile.wants.wishes),
        "origin_said": found.kept.profile.wants.origin is not None,
        "switch_chips": switches,
        "change_words": [tell(one).she for one in (*telling.alone(found.unlocks), *telling.together(found.unlocks))],
        "held_rows": [{"label": words, "value": count} for words, count in telling.held(found)],
        "kind_chips": kinds,
        "next_href": address.to(after=cursor_of(found.next_after)) if found.next_after else None,
        "first_href": address.to() if told.after else None,
        "beyond_href": address.widened(),
        "widened": asked.beyond,
        "telling": telling,
    }


def _origin(found: OfferList, territory: Territory | None) -> Point | None:
    """Where the map is centred."""
    return found.kept.profile.wants.origin or (territory.centre if territory else None)


class _Address:
    """Addresses of the same list with one thing changed, from its start unless ``after`` is given."""

    def __init__(self, profile_id: UUID, asked: Asked, view: str) -> None:
        self._profile_id = profile_id
        self._path = f"/matching/profiles/{profile_id}/offres"
        self._asked, self._lifts, self._kinds, self._view = asked, asked.lifts, asked.kinds, view

    def to(self, *, view: str | None = None, after: str | None = None) -> str:
        """The same list."""
        return self._with(self._lifts, self._kinds, view or self._view, after)

    def switched(self, lift: Lift) -> str:
        """With this « et si … » the other way."""
        return self._with(self._lifts ^ {lift}, self._kinds, self._view)

    def narrowed(self, kind: OfferKind) -> str:
        """With this kind of offer alone, or all kinds when it was alone already."""
        kinds = frozenset[OfferKind]() if self._kinds == {kind} else frozenset({kind})
        return self._with(self._lifts, kinds, self._view)

    def widened(self) -> str:
        """With what is beyond her reach, or without it again."""
        return _Address(self._profile_id, replace(self._asked, beyond=not self._asked.beyond), self._view).to()

    def _with(self, lifts: frozenset[Lift], kinds: frozenset[OfferKind], view: str, after: str | None = None) -> str:
        pairs = [("si", lift.value) for lift in Lift if lift in lifts]
        pairs += [("type", kind.value) for kind in OfferKind if kind in kinds]
        pairs += [("vue", view)] if view != "liste" else []
        pairs += [("tout", "1")] if self._asked.beyond else []
        pairs += [("suite", after)] if after else []
        return self._path + (f"?{urlencode(pairs)}" if pairs else "")


def _answer(request: Request, actor: Actor, name: str, values: dict[str, Any]) -> HTMLResponse:
    """The piece alone for a fragment, else the page around it."""
    pages: Pages = request.app.state.pages
    context: PageContext = page_context(request, actor, density="dense")
    if wants_fragment(request):
        return pages.fragment(context, f"matching/_{name}.html", **values)
    return pages.page(context, f"matching/{name}.html", **values)
