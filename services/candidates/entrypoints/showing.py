"""What every page of `candidates` does: read who asks, open a unit of work, render, give refusals to their field."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.domain.territory import Territory
from services.candidates.entrypoints.desk import Desk, desk_of
from services.contracts.access import Referent, Staff, signed_in
from services.contracts.actors import Actor, Role
from services.contracts.pages import page_context
from services.kernel.web.forms import Typed, typed_form, typed_query
from services.kernel.web.pages import PageContext, Pages
from services.kernel.web.transactions import Reading, Writing

Density = Literal["normal", "dense", "large"]
M = TypeVar("M", bound=BaseModel)
Answers = Annotated[Typed, Depends(typed_form)]
Filters = Annotated[Typed, Depends(typed_query)]
Sender = Annotated[Actor, Depends(signed_in(Role.PRESCRIBER, Role.REFERENT, Role.COORDINATION))]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody signed in, with its open transaction."""

    request: Request
    connection: Connection
    actor: Actor
    uow: SqlUnitOfWork
    desk: Desk
    now: datetime

    @property
    def territory(self) -> Territory:
        """The settings of the territory."""
        return self.uow.surroundings.territory()

    @property
    def today(self) -> date:
        """The calendar day in the territory's zone."""
        return self.territory.today(self.now)

    def page(self, template: str, *, status: int = 200, density: Density = "normal", **values: Any) -> HTMLResponse:
        """A page of `candidates`."""
        return pages_of(self.request).page(self.context(density), f"candidates/{template}", status=status, **values)

    def fragment(
        self, template: str, *, status: int = 200, changed: tuple[str, ...] = (), **values: Any
    ) -> HTMLResponse:
        """A piece of page."""
        pages = pages_of(self.request)
        return pages.fragment(
            self.context("normal"), f"candidates/{template}", status=status, changed=changed, **values
        )

    def context(self, density: Density) -> PageContext:
        """What the page knows of its visitor."""
        known = self.territory
        return page_context(
            self.request,
            self.actor,
            site_name=known.public_name,
            zone=known.zone,
            density=density,
            invented=known.invented,
        )


def pages_of(request: Request) -> Pages:
    """The templates of the service."""
    pages: Pages = request.app.state.pages
    return pages


def _asked(request: Request, connection: Connection, actor: Actor) -> Asked:
    desk = desk_of(request)
    now = desk.clock()
    return Asked(request, connection, actor, desk.work(connection, actor.territory, now=now), desk, now)


def _referent_reading(request: Request, connection: Reading, actor: Referent) -> Asked:
    return _asked(request, connection, actor)


def _referent_writing(request: Request, connection: Writing, actor: Referent) -> Asked:
    return _asked(request, connection, actor)


def _staff_reading(request: Request, connection: Reading, actor: Staff) -> Asked:
    return _asked(request, connection, actor)


def _staff_writing(request: Request, connection: Writing, actor: Staff) -> Asked:
    return _asked(request, connection, actor)


def _sender_reading(request: Request, connection: Reading, actor: Sender) -> Asked:
    return _asked(request, connection, actor)


def _sender_writing(request: Request, connection: Writing, actor: Sender) -> Asked:
    return _asked(request, connection, actor)


ReferentReads = Annotated[Asked, Depends(_referent_reading, scope="function")]
ReferentWrites = Annotated[Asked, Depends(_referent_writing, scope="function")]
StaffReads = Annotated[Asked, Depends(_staff_reading, scope="function")]
StaffWrites = Annotated[Asked, Depends(_staff_writing, scope="function")]
SenderReads = Annotated[Asked, Depends(_sender_reading, scope="function")]
SenderWrites = Annotated[Asked, Depends(_sender_writing, scope="function")]
