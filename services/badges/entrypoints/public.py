"""What verifiers and wallets read: badges in their forms, issuers' keys, status lists, achievements, endorsements.

No account is asked for. A badge that was withdrawn or revoked answers 410. Everything here may be read from any
site (CORS ``*``), and nothing is meant for search engines.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.badges.adapters.badge_image import draw_png, draw_svg
from services.badges.adapters.baking import bake_png, bake_svg
from services.badges.adapters.did_web import did_document
from services.badges.domain.achievement import Achievement
from services.badges.domain.award import Award, AwardState
from services.badges.domain.credential import CONTEXTS, achievement_document
from services.badges.domain.face import BadgeFace, month_in_words
from services.badges.domain.issuer import NoSigningKey
from services.badges.entrypoints.negotiation import preferred
from services.badges.entrypoints.shop import shop_of, unit_of_work
from services.badges.ports import Sealed, UnitOfWork
from services.kernel.problems import Gone, NotFound, Unavailable
from services.kernel.web.app import ProblemDocument
from services.kernel.web.transactions import Reading

router = APIRouter(prefix="/badges", tags=["public"])

JSON_FORMS = ("application/vc+ld+json", "application/vc", "application/ld+json", "application/json")
TOKEN_FORMS = ("application/vc+jwt", "application/jwt", "text/plain")
OPEN = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-robots-tag": "noindex",
    "vary": "Accept",
}
FRESH, SHARED = "no-cache", "public, max-age=60"
"""A badge may be withdrawn at any moment: no cache shows it without asking again."""
GONE = "Ce badge a été retiré : il n’est plus publié ici. Une copie gardée ailleurs ne vaut plus."
UNKNOWN = "Il n’y a pas de badge à cette adresse."


def media(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI answers of a public document."""
    content = {kind: {"schema": {"type": "string"}} for kind in kinds}
    return {200: {"content": content}, 410: {"model": ProblemDocument, "description": "Retiré"}}


@router.get("/{award_id:uuid}.json", responses=media(*JSON_FORMS), response_class=Response)
def badge_json(award_id: UUID, request: Request, connection: Reading) -> Response:
    """The signed badge."""
    _award, sealed = issued(award_id, unit_of_work(connection, shop_of(request).clock()))
    return json_answer(request, sealed.document, FRESH)


@router.get("/{award_id:uuid}.jwt", responses=media(*TOKEN_FORMS), response_class=Response)
def badge_token(award_id: UUID, request: Request, connection: Reading) -> Response:
    """The same badge as a signed token."""
    _award, sealed = issued(award_id, unit_of_work(connection, shop_of(request).clock()))
    return token_answer(request, sealed.token, FRESH)


@router.get("/{award_id:uuid}.png", responses=media("image/png"), response_class=Response)
def badge_png(award_id: UUID, request: Request, connection: Reading) -> Response:
    """The image, with the badge baked in."""
    uow = unit_of_work(connection, shop_of(request).clock())
    award, sealed = issued(award_id, uow)
    image = bake_png(draw_png(face_of(award, uow)), sealed.document)
    return Response(image, media_type="image/png", headers=_headers(FRESH, f"badge-{award.id}.png"))


@router.get("/{award_id:uuid}.svg", responses=media("image/svg+xml"), response_class=Response)
def badge_svg(award_id: UUID, request: Request, connection: Reading) -> Response:
    """The same image as SVG."""
    uow = unit_of_work(connection, shop_of(request).clock())
    award, sealed = issued(award_id, uow)
    image = bake_svg(draw_svg(face_of(award, uow)), sealed.document)
    return Response(image, media_type="image/svg+xml", headers=_headers(FRESH, f"badge-{award.id}.svg"))


@router.get("/issuers/{issuer_id:uuid}/did.json", responses=media("application/did+json"), response_class=Response)
def issuer_did(issuer_id: UUID, request: Request, connection: Reading) -> Response:
    """The issuer's keys, live and retired."""
    shop = shop_of(request)
    issuer = unit_of_work(connection, shop.clock()).issuers.get(issuer_id)
    if issuer is None:
        raise NotFound("Il n’y a pas d’émetteur à cette adresse.")
    document = did_document(issuer, shop.workshop.addresses)
    return Response(_text(document), media_type="application/did+json", headers=_headers(SHARED))


@router.get("/status/{list_id:uuid}", responses=media(*JSON_FORMS, *TOKEN_FORMS), response_class=Response)
def status_list(list_id: UUID, request: Request, connection: Reading) -> Response:
    """A signed status list, as a document or as a token."""
    shop = shop_of(request)
    now = shop.clock()
    try:
        sealed = shop.records(unit_of_work(connection, now), now).sealed_list(list_id)
    except NoSigningKey as error:
        raise Unavailable("La liste des retraits ne peut pas être signée pour le moment.") from error
    if sealed is None:
        raise NotFound("Il n’y a pas de liste de retraits à cette adresse.")
    if preferred(request.headers.get("accept", ""), (*JSON_FORMS, *TOKEN_FORMS)) in TOKEN_FORMS:
        return token_answer(request, sealed.token, SHARED)
    return json_answer(request, sealed.document, SHARED)


@router.get("/achievements/{achievement_id:uuid}", responses=media(*JSON_FORMS), response_class=Response)
def achievement(achievement_id: UUID, request: Request, connection: Reading) -> Response:
    """What a badge recognises, for everyone alike."""
    shop = shop_of(request)
    found = _achievement(achievement_id, unit_of_work(connection, shop.clock()))
    document = {"@context": list(CONTEXTS), **achievement_document(found, shop.workshop.addresses)}
    return json_answer(request, _text(document), SHARED)


@router.get("/achievements/{achievement_id:uuid}.png", responses=media("image/png"), response_class=Response)
def achievement_png(achievement_id: UUID, request: Request, connection: Reading) -> Response:
    """The image of the achievement, with nobody's badge in it."""
    uow = unit_of_work(connection, shop_of(request).clock())
    found = _achievement(achievement_id, uow)
    issuer = uow.issuers.of_territory(found.territory)
    face = BadgeFace(found.label, found.trade, issuer.name if issuer else "")
    return Response(draw_png(face), media_type="image/png", headers=_headers(SHARED))


@router.get("/endorsements/{endorsement_id:uuid}", responses=media(*JSON_FORMS), response_class=Response)
def endorsement(endorsement_id: UUID, request: Request, connection: Reading) -> Response:
    """The employer's signed opinion of a badge."""
    found = unit_of_work(connection, shop_of(request).clock()).endorsements.get(endorsement_id)
    if found is None:
        raise NotFound("Il n’y a pas d’avis à cette adresse.")
    if found.withdrawn_at is not None:
        raise Gone("Cet avis a été retiré avec le badge qu’il appuyait.")
    return json_answer(request, found.document, FRESH)


def issued(award_id: UUID, uow: UnitOfWork) -> tuple[Award, Sealed]:
    """A signed badge. Raises Gone once it is withdrawn or revoked, NotFound while it is not signed."""
    award = uow.awards.get(award_id)
    if award is None:
        raise NotFound(UNKNOWN)
    if award.issued_at is not None and award.state is not AwardState.ISSUED:
        raise Gone(GONE)
    sealed = uow.credentials.get(award_id)
    if sealed is None:
        raise NotFound(UNKNOWN)
    return award, sealed


def face_of(award: Award, uow: UnitOfWork) -> BadgeFace:
    """What the image of this badge shows."""
    found = _achievement(award.achievement_id, uow)
    issuer = uow.issuers.of_territory(award.territory)
    month = month_in_words(award.ended_on.year, award.ended_on.month)
    return BadgeFace(found.label, found.trade, issuer.name if issuer else "", month)


def json_answer(request: Request, text: str, cache: str) -> Response:
    """A JSON document in the form the client prefers."""
    kind = preferred(request.headers.get("accept", ""), JSON_FORMS) or JSON_FORMS[0]
    return Response(text, media_type=kind, headers=_headers(cache))


def token_answer(request: Request, token: str, cache: str) -> Response:
    """A token in the form the client prefers."""
    kind = preferred(request.headers.get("accept", ""), TOKEN_FORMS) or TOKEN_FORMS[0]
    return Response(token, media_type=kind, headers=_headers(cache))


def _achievement(achievement_id: UUID, uow: UnitOfWork) -> Achievement:
    found = uow.achievements.get(achievement_id)
    if found is None:
        raise NotFound("Il n’y a pas de badge à cette adresse.")
    return found


def _headers(cache: str, name: str = "") -> dict[str, str]:
    disposition = {"content-disposition": f'inline; filename="{name}"'} if name else {}
    return {**OPEN, "cache-control": cache, **disposition}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
