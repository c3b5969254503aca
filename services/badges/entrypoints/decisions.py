"""The pages where a badge is decided: the person's own, by her link, and the referent's, beside the person's file.

Everything works without JavaScript. Each act is a form; what comes back is the page with one sentence on what was
done. Refuses, in words, what the use cases refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response

from services.badges.domain.access import UNKNOWN
from services.badges.domain.award import Award, AwardState
from services.badges.domain.credential import LEVELS
from services.badges.entrypoints.shop import Shop, shop_of, unit_of_work
from services.badges.ports import UnitOfWork
from services.badges.use_cases.accept_award import Acceptance, accept
from services.badges.use_cases.end_badge import decline, withdraw
from services.badges.use_cases.publish_page import publish, unpublish
from services.contracts.access import AnyActor
from services.contracts.actors import Actor, Role
from services.contracts.pages import page_context
from services.contracts.vocabulary import Channel
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Typed, typed_form
from services.kernel.web.pages import Pages, wants_fragment
from services.kernel.web.transactions import Reading, Writing

router = APIRouter(include_in_schema=False)
TypedForm = Annotated[Typed, Depends(typed_form)]
CHANNELS = {channel.value: channel for channel in Channel if channel is not Channel.LINK}


@dataclass(frozen=True, slots=True)
class Card:
    """An award as its page shows it."""

    award: Award
    skills: list[tuple[str, str]]
    endorsed_by: str
    waits: bool
    address: str
    """Of its public page, whether it is open or not."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides what of which badge, in the open transaction."""

    award_id: UUID
    channel: Channel | None
    by: Actor
    uow: UnitOfWork
    shop: Shop
    now: datetime

    def accept(self) -> Award:
        choice = Acceptance(self.channel)
        return accept(self.award_id, choice, by=self.by, uow=self.uow, workshop=self.shop.workshop, now=self.now)

    def decline(self) -> Award:
        return decline(self.award_id, by=self.by, uow=self.uow, now=self.now)

    def publish(self) -> Award:
        return publish(self.award_id, channel=self.channel, by=self.by, uow=self.uow, now=self.now)

    def unpublish(self) -> Award:
        return unpublish(self.award_id, by=self.by, uow=self.uow, now=self.now)

    def withdraw(self) -> Award:
        return withdraw(self.award_id, by=self.by, uow=self.uow, now=self.now)


ACTS: dict[str, tuple[Callable[[Decision], Award], str]] = {
    "accepter": (Decision.accept, "C’est noté : le badge est accepté."),
    "refuser": (
        Decision.decline,
        "C’est noté : le badge n’est pas délivré. Il reste possible de changer d’avis.",
    ),
    "publier": (Decision.publish, "La page du badge est ouverte à qui en a l’adresse."),
    "depublier": (Decision.unpublish, "La page du badge est fermée. Le badge reste valable."),
    "retirer": (
        Decision.withdraw,
        "Le badge est retiré. Les copies données ailleurs sont signalées comme retirées.",
    ),
}


def _asked(award_id: UUID, verb: str) -> tuple[UUID, str]:
    return award_id, verb


@router.get("/badges/mes-badges")
def my_badges(request: Request, actor: AnyActor, connection: Reading) -> Response:
    """The person's own badges, or the fragment of them for her page."""
    if not actor.has(Role.PERSON) or actor.profile_id is None:
        raise Forbidden("Cette page s’ouvre par un lien personnel.")
    return _list(request, actor, actor.profile_id, unit_of_work(connection, shop_of(request).clock()), hers=True)


@router.get("/badges/personnes/{profile_id}")
def badges_of(profile_id: UUID, request: Request, actor: AnyActor, connection: Reading) -> Response:
    """The badges of someone whom the referent accompanies."""
    uow = unit_of_work(connection, shop_of(request).clock())
    known = uow.accompaniments.get(profile_id)
    today = shop_of(request).clock().astimezone(ZoneInfo(actor.zone or "Europe/Paris")).date()
    if known is None or known.territory != actor.territory or not known.by(actor.id, on=today):
        raise NotFound(UNKNOWN)
    return _list(request, actor, profile_id, uow, hers=False)


@router.post("/badges/decisions/{award_id}/{verb}")
def decide(
    asked: Annotated[tuple[UUID, str], Depends(_asked)],
    request: Request,
    actor: AnyActor,
    connection: Writing,
    typed: TypedForm,
) -> Response:
    """One act on a badge, then back to where it was asked."""
    award_id, verb = asked
    if verb not in ACTS:
        raise NotFound("Cette action n’existe pas.")
    act, said = ACTS[verb]
    shop = shop_of(request)
    now = shop.clock()
    uow = unit_of_work(connection, now)
    channel = CHANNELS.get("".join(typed.answers.get("channel", ())))
    back = _back(request, actor, award_id, uow)
    try:
        act(Decision(award_id, channel, actor, uow, shop, now))
    except (Conflict, Invalid) as refused:
        return redirect(request, back, Flash(refused.message, "warning"))
    return redirect(request, back, Flash(said))


def _back(request: Request, actor: Actor, award_id: UUID, uow: UnitOfWork) -> str:
    """The page of the badges, with the personal link's token when it came with one."""
    token = request.query_params.get("jeton")
    if actor.has(Role.PERSON):
        return "/badges/mes-badges" + (f"?{urlencode({'jeton': token})}" if token else "")
    award = uow.awards.get(award_id)
    if award is None or award.profile_id is None:
        raise NotFound(UNKNOWN)
    return f"/badges/personnes/{award.profile_id}"


def _list(request: Request, actor: Actor, profile_id: UUID, uow: UnitOfWork, *, hers: bool) -> Response:
    awards = sorted(uow.awards.of_profile(actor.territory, profile_id), key=lambda award: award.id, reverse=True)
    kept = [award for award in awards if award.state is not AwardState.REVOKED or award.issued_at is not None]
    token = request.query_params.get("jeton")
    territory = uow.territories.get(actor.territory)
    context = page_context(
        request,
        actor,
        site_name=territory.public_name if territory else "",
        zone=territory.zone if territory else "",
        density="large" if hers else "normal",
        invented=territory.invented if territory else False,
    )
    if hers:
        context = replace(context, sign_in=None)
    pages: Pages = request.app.state.pages
    answer = pages.fragment if wants_fragment(request) else pages.page
    template = "badges/cards.html" if wants_fragment(request) else "badges/mine.html"
    cards = [_card(award, uow, shop_of(request).workshop.addresses.badge(award.id)) for award in kept]
    return answer(
        context,
        template,
        cards=cards,
        first_waiting=next((card.award.id for card in cards if card.waits), None),
        hers=hers,
        query=f"?{urlencode({'jeton': token})}" if token else "",
        channels=[(channel.value, channel.label) for channel in CHANNELS.values()],
    )


def _card(award: Award, uow: UnitOfWork, address: str) -> Card:
    endorsement = uow.endorsements.of_award(award.id)
    employer = uow.issuers.get(endorsement.issuer_id) if endorsement else None
    return Card(
        award=award,
        skills=[(skill.label, LEVELS.get(skill.level, LEVELS[1])) for skill in award.observed],
        endorsed_by=employer.name if employer else "",
        waits=award.state in {AwardState.PROPOSED, AwardState.DECLINED},
        address=address,
    )
