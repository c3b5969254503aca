"""`/fiches/{introduction_id}`: the nominative card, for the employer to whom the person agreed to be introduced."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from services.candidates.entrypoints.desk import desk_of
from services.candidates.entrypoints.showing import pages_of
from services.candidates.use_cases.show_card import show_card
from services.contracts.access import signed_in
from services.contracts.actors import Actor, Role
from services.contracts.pages import page_context
from services.kernel.web.transactions import Writing

router = APIRouter(include_in_schema=False)
Host = Annotated[Actor, Depends(signed_in(Role.EMPLOYER, Role.EMPLOYER_LINK))]


@router.get("/fiches/{introduction_id}", response_class=HTMLResponse)
def card(introduction_id: UUID, request: Request, actor: Host, connection: Writing) -> Response:
    """Who the person is and how to call them. Each showing is written to the audit trail."""
    desk = desk_of(request)
    now = desk.clock()
    uow = desk.work(connection, actor.territory, now=now)
    shown = show_card(introduction_id, by=actor, uow=uow, now=now)
    territory = uow.surroundings.territory()
    context = page_context(
        request, actor, site_name=territory.public_name, zone=territory.zone, invented=territory.invented
    )
    return pages_of(request).page(
        context, "candidates/fiche_nominative.html", card=shown, headers={"x-robots-tag": "noindex"}
    )
