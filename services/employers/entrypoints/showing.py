"""What every page of the club does: render, read who asks, choose the firm, give refusals back to their field."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from services.contracts.access import Staff
from services.contracts.actors import Actor
from services.contracts.pages import page_context
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.company import Company
from services.employers.domain.refusals import Forbidden, NotFound
from services.employers.entrypoints.desk import writing_uow
from services.employers.use_cases.standing import may_act
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.transactions import Writing


@dataclass(frozen=True, slots=True)
class Asking:
    """A member of staff who asks to change something, in the request's open transaction."""

    request: Request
    connection: Connection
    actor: Actor
    uow: SqlUnitOfWork


def _asking(request: Request, connection: Writing, actor: Staff) -> Asking:
    return Asking(request, connection, actor, writing_uow(request, connection, actor))


StaffWriting = Annotated[Asking, Depends(_asking, scope="function")]

M = TypeVar("M", bound=BaseModel)


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for whoever is signed in, or for a visitor."""
    context: PageContext = request.app.state.context_of(request)
    return pages_of(request).page(context, f"employers/{template}", status=status, **values)


def show_in(
    request: Request, uow: SqlUnitOfWork, template: str, *, status: int = 200, headers: Any = None, **values: Any
) -> HTMLResponse:
    """A page for a visitor without account, in the name and the zone of a territory."""
    known = uow.surroundings.territory()
    context = page_context(
        request,
        None,
        site_name=known.public_name if known else "",
        zone=uow.zone,
        invented=known.invented if known else False,
    )
    pages = pages_of(request)
    return pages.page(context, f"employers/{template}", status=status, headers=headers, **values)


def pages_of(request: Request) -> Pages:
    """The templates of the service."""
    pages: Pages = request.app.state.pages
    return pages


def companies_of(actor: Actor, uow: SqlUnitOfWork) -> list[Company]:
    """The firms that an employer's account may act for, by name."""
    held = {holder.company_id for holder in uow.holders.of_account(actor.id)} | actor.company_ids
    return [company for company in uow.companies.some(tuple(held)) if may_act(company.id, by=actor, uow=uow)]


def chosen_company(actor: Actor, uow: SqlUnitOfWork, wanted: UUID | None) -> tuple[Company, list[Company]]:
    """The firm to show and all those of the account. Raises Forbidden for an account without firm, NotFound."""
    companies = companies_of(actor, uow)
    if not companies:
        raise Forbidden("Votre compte n'est lié à aucune entreprise. Rejoignez le club : /rejoindre")
    if wanted is None:
        return companies[0], companies
    for company in companies:
        if company.id == wanted:
            return company, companies
    raise NotFound("Cette entreprise n'est pas la vôtre.")
