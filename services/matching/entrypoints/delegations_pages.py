"""`/immersions/delegations`: who may prescribe immersions by delegation, until when; record one, take one back.

Read by all staff, written by the coordination.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.contracts.access import Staff
from services.contracts.actors import Role
from services.contracts.pages import page_context
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, Typed, blank_form, typed_form
from services.kernel.web.pages import Pages
from services.matching.domain.placements.prescriber import DELEGATES, ending_soon
from services.matching.entrypoints.acting import Act, AnyoneReads, CoordinationWrites
from services.matching.entrypoints.placement_bodies import Day
from services.matching.use_cases.delegate_prescription import Delegate, delegate_prescription, withdraw_delegation
from services.matching.use_cases.judge_terms import prescribers
from services.matching.use_cases.local_day import day_of

router = APIRouter(include_in_schema=False)
HERE = "/immersions/delegations"


class Lent(BaseModel):
    """A delegation as it is typed."""

    model_config = ConfigDict(extra="ignore")

    structure_id: UUID
    given_by_kind: str = Field(max_length=40)
    given_by_name: str = Field(min_length=1, max_length=200)
    starts_on: Day
    ends_on: Day


@router.get(HERE, response_class=HTMLResponse)
def listed(request: Request, act: AnyoneReads, _staff: Staff) -> HTMLResponse:
    """Every delegation, those that end soon first told."""
    return _page(request, act, blank_form())


@router.post(HERE, response_class=HTMLResponse)
def record(request: Request, act: CoordinationWrites, typed: Annotated[Typed, Depends(typed_form)]) -> Response:
    """Record one."""
    form = typed.into(Lent)
    if form.value is not None:
        lent = form.value
        command = Delegate(lent.structure_id, lent.given_by_kind, lent.given_by_name, lent.starts_on, lent.ends_on)
        try:
            delegate_prescription(command, new_id=new_id(), by=act.actor, uow=act.uow, now=act.now)
        except (Invalid, Conflict, NotFound) as refused:
            for name, told in (refused.fields or {"": refused.message}).items():
                form = form.with_error(name, told)
    if not form.ok:
        return _page(request, act, form, status=422)
    return redirect(request, HERE, Flash("La délégation est enregistrée."))


@router.post(HERE + "/{delegation_id}/retirer")
def take_back(delegation_id: UUID, request: Request, act: CoordinationWrites) -> Response:
    """The body takes its right back, from today."""
    withdraw_delegation(delegation_id, by=act.actor, uow=act.uow, now=act.now)
    return redirect(request, HERE, Flash("La délégation est retirée, dès aujourd’hui."))


def _page(request: Request, act: Act, form: Form[Any], *, status: int = 200) -> HTMLResponse:
    known = prescribers(act.uow)
    today = day_of(act.uow.territories, act.now)
    pages: Pages = request.app.state.pages
    return pages.page(
        page_context(request, act.actor),
        "placements/delegations.html",
        status=status,
        form=form,
        by_right=[one.name for one in known if one.by_right],
        rows=[(one, lent) for one in known for lent in one.delegations],
        ending={lent.id for _, lent in ending_soon(known, today, act.uow.law)},
        today=today,
        writes=act.actor.has(Role.COORDINATION),
        structures=[(str(one.structure_id), one.name) for one in known if not one.by_right],
        delegates=list(DELEGATES.items()),
    )
