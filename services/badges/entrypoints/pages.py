"""The pages anyone may open: what the badges are, one badge, and the verification of a badge.

A badge is shown only once its person agreed to a public page; before, the page says no more than that it exists
and is valid. One that was withdrawn answers 410.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from jinja2 import pass_context
from jinja2.runtime import Context
from pydantic import BaseModel
from sqlalchemy import Connection

from services.badges.domain.award import Award
from services.badges.domain.credential import LEVELS
from services.badges.domain.verification import Report
from services.badges.entrypoints.negotiation import preferred
from services.badges.entrypoints.public import (
    FRESH,
    GONE,
    JSON_FORMS,
    OPEN,
    TOKEN_FORMS,
    issued,
    json_answer,
    media,
    token_answer,
)
from services.badges.entrypoints.shop import Shop, shop_of, unit_of_work
from services.badges.ports import Sealed, UnitOfWork
from services.contracts.pages import page_context
from services.kernel.problems import Gone
from services.kernel.web import french
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.transactions import Reading

router = APIRouter(tags=["pages"])
HTML = "text/html"
NOTHING_GIVEN = "Choisissez un fichier, ou collez l’adresse ou le texte du badge."
ELSEWHERE = (
    "Cette adresse n’est pas celle d’un badge d’ici. Ouvrez-la, gardez le fichier du badge, puis déposez-le ici."
)


@router.get("/badges", include_in_schema=False)
def about(request: Request) -> Response:
    """What these badges are."""
    return _pages(request).page(_visitor(request), "badges/about.html", headers=OPEN)


@router.get("/badges/verifier", include_in_schema=False)
def verifier(request: Request, connection: Reading, badge: UUID | None = None) -> Response:
    """The form; or, with ``?badge=``, the verification of one of our badges."""
    report = None if badge is None else _report(badge, shop_of(request), connection)
    return _verification(request, blank_form(), report)


def _report(badge: UUID, shop: Shop, connection: Connection) -> Report:
    now = shop.clock()
    uow = unit_of_work(connection, now)
    _award, sealed = issued(badge, uow)
    return shop.verifier(uow, now).verify(sealed.document.encode(), now=now)


@router.post("/badges/verifier", include_in_schema=False)
def verify(request: Request, connection: Reading, typed: Annotated[Typed, Depends(typed_form)]) -> Response:
    """The report on a file, on a text, or on the address of one of our badges."""
    shop = shop_of(request)
    now = shop.clock()
    file = typed.files.get("fichier")
    text = "".join(typed.answers.get("texte", ()))
    form: Form[BaseModel] = Form(typed={"texte": (text,)})
    content = text.strip().encode("utf-8", "replace")
    if file is not None:
        with file.file as opened:
            content = opened.read()
    if not content:
        return _verification(request, form.with_error("texte", NOTHING_GIVEN), None, status=422)
    if file is None and text.strip().lower().startswith(("http://", "https://")):
        badge = shop.workshop.addresses.badge_at(text.strip())
        if badge is None:
            return _verification(request, form.with_error("texte", ELSEWHERE), None, status=422)
        return _verification(request, form, _report(badge, shop, connection))
    report = shop.verifier(unit_of_work(connection, now), now).verify(content, now=now)
    return _verification(request, form, report)


@router.get("/badges/{award_id:uuid}", responses=media(HTML, *JSON_FORMS, *TOKEN_FORMS), response_class=Response)
def badge(award_id: UUID, request: Request, connection: Reading) -> Response:
    """The badge: a page for a person, the signed document for a program."""
    shop = shop_of(request)
    uow = unit_of_work(connection, shop.clock())
    wanted = preferred(request.headers.get("accept", ""), (*JSON_FORMS, HTML, *TOKEN_FORMS))
    if wanted == HTML:
        return _page_of(award_id, request, uow, shop)
    _award, sealed = issued(award_id, uow)
    if wanted in TOKEN_FORMS:
        return token_answer(request, sealed.token, FRESH)
    return json_answer(request, sealed.document, FRESH)


def _page_of(award_id: UUID, request: Request, uow: UnitOfWork, shop: Shop) -> Response:
    try:
        award, sealed = issued(award_id, uow)
    except Gone:
        context = replace(_visitor(request), density="large")
        return _pages(request).page(context, "badges/gone.html", status=410, headers=OPEN, said=GONE)
    context = _context(request, award, uow)
    if not award.public:
        return _pages(request).page(context, "badges/kept.html", headers=OPEN)
    return _public_page(request, award, sealed, uow, shop)


@pass_context
def dated(context: Context, value: datetime) -> str:
    """« 3 mars 2026 »: a badge lasts, so its dates always tell the year."""
    page: PageContext = context["page"]
    return french.short_day(value, page.zone)


def _public_page(request: Request, award: Award, sealed: Sealed, uow: UnitOfWork, shop: Shop) -> Response:
    now = shop.clock()
    achievement = uow.achievements.get(award.achievement_id)
    issuer = uow.issuers.of_territory(award.territory)
    endorsement = uow.endorsements.of_award(award.id)
    employer = uow.issuers.get(endorsement.issuer_id) if endorsement else None
    report = shop.verifier(uow, now).verify(sealed.document.encode(), now=now)
    skills = [(skill.label, LEVELS.get(skill.level, LEVELS[1])) for skill in award.observed]
    return _pages(request).page(
        _context(request, award, uow),
        "badges/badge.html",
        headers={**OPEN, "cache-control": FRESH},
        award=award,
        achievement=achievement,
        issuer=issuer,
        skills=skills,
        endorsement=endorsement,
        employer=employer,
        report=report,
        address=shop.workshop.addresses.badge(award.id),
    )


def _verification(request: Request, form: Form[BaseModel], report: Report | None, *, status: int = 200) -> Response:
    context = _visitor(request)
    return _pages(request).page(context, "badges/verify.html", status=status, form=form, report=report)


def _context(request: Request, award: Award, uow: UnitOfWork) -> PageContext:
    """The page under the issuer's public name, in the territory's zone, with no invitation to sign in."""
    issuer = uow.issuers.of_territory(award.territory)
    territory = uow.territories.get(award.territory)
    context = page_context(
        request,
        None,
        site_name=issuer.name if issuer else "",
        zone=territory.zone if territory else "",
        invented=territory.invented if territory else False,
    )
    return replace(context, sign_in=None)


def _visitor(request: Request) -> PageContext:
    return replace(page_context(request, None), sign_in=None)


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages
