"""The JSON API of placements: agree, edit, sign, validate, refuse, stop, end; and the delegations to prescribe.

A referent acts for the people she accompanies, the prescriber's staff signs and validates, a person and a firm sign
and read their own. Writes take an Idempotency-Key.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.contracts.access import Staff
from services.contracts.actors import Role
from services.contracts.vocabulary import PlacementStatus
from services.kernel.clock import new_id
from services.matching.domain.placements.content import missing
from services.matching.domain.placements.placement import Placement
from services.matching.entrypoints.acting import (
    Act,
    AnyoneReads,
    AnyoneWrites,
    CoordinationWrites,
    ReferentReads,
    ReferentWrites,
)
from services.matching.entrypoints.introduction_shapes import Strict
from services.matching.entrypoints.placement_bodies import (
    AgreeBody,
    DelegateBody,
    EndBody,
    SignBody,
    StopBody,
    TermsBody,
    agreed_of,
    bilan_of,
)
from services.matching.entrypoints.placement_shapes import (
    DelegationShown,
    DelegationsShown,
    JudgedShown,
    PlacementPage,
    PlacementShown,
    StatusesAsked,
    delegation_shown,
    finding_shown,
    placement_shown,
)
from services.matching.use_cases.agree_placement import agree_placement, edit_placement, try_terms
from services.matching.use_cases.delegate_prescription import Delegate, delegate_prescription, withdraw_delegation
from services.matching.use_cases.end_placement import End, end_placement
from services.matching.use_cases.show_placements import placement_file, placements_page
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.stop_placement import stop_placement
from services.matching.use_cases.validate_placement import refuse_placement, validate_placement

router = APIRouter(prefix="/matching/api", tags=["placements"])


def _shown(act: Act, one: Placement) -> PlacementShown:
    return placement_shown(one, missing(one.terms), to_employer=act.actor.has(Role.EMPLOYER, Role.EMPLOYER_LINK))


def _answer(act: Act, body: Strict | None, done: Callable[[], Placement], *, status: int = 200) -> Response:
    return act.once(body, lambda: _shown(act, done()), status=status)


@router.post("/placements", response_model=PlacementShown, status_code=201)
def agree(body: AgreeBody, act: ReferentWrites) -> Response:
    """Agree an immersion or a contract out of an introduction."""

    def done() -> Placement:
        return agree_placement(
            body.introduction_id, agreed_of(body), new_id=new_id(), by=act.actor, uow=act.uow, now=act.now
        )

    return _answer(act, body, done, status=201)


@router.post("/placements/check")
def check_terms(body: AgreeBody, act: ReferentReads) -> JudgedShown:
    """What the law would say of these terms; nothing is kept."""
    judged = try_terms(body.introduction_id, agreed_of(body), by=act.actor, uow=act.uow, now=act.now)
    return JudgedShown(findings=[finding_shown(one) for one in judged.findings])


@router.get("/placements")
def list_placements(act: ReferentReads, asked: Annotated[StatusesAsked, Query()]) -> PlacementPage:
    """The placements of the people whom the referent accompanies, by id."""
    found = placements_page(
        asked.status or list(PlacementStatus),
        after=asked.cursor,
        limit=asked.limit + 1,
        by=act.actor,
        uow=act.uow,
        now=act.now,
    )
    items = [_shown(act, card.placement) for card in found[: asked.limit]]
    more = len(found) > asked.limit
    return PlacementPage(items=items, next_cursor=str(items[-1].placement_id) if more else None)


@router.get("/placements/{placement_id}")
def get_placement(placement_id: UUID, act: AnyoneReads) -> PlacementShown:
    """One placement, for its parties and for those who accompany or prescribe."""
    found = placement_file(placement_id, by=act.actor, uow=act.uow, now=act.now)
    return _shown(act, found.card.placement)


@router.put("/placements/{placement_id}", response_model=PlacementShown)
def edit(placement_id: UUID, body: TermsBody, act: ReferentWrites) -> Response:
    """Change what was agreed: every signature falls."""
    return _answer(
        act, body, lambda: edit_placement(placement_id, agreed_of(body), by=act.actor, uow=act.uow, now=act.now)
    )


@router.post("/placements/{placement_id}/signatures", response_model=PlacementShown)
def sign(placement_id: UUID, body: SignBody, act: AnyoneWrites) -> Response:
    """One party signs, or a referent notes a signed document."""
    command = Sign(placement_id, body.signer, body.channel, body.signed_on)
    return _answer(act, body, lambda: sign_convention(command, by=act.actor, uow=act.uow, now=act.now))


@router.post("/placements/{placement_id}/validate", response_model=PlacementShown)
def validate(placement_id: UUID, act: ReferentWrites) -> Response:
    """The prescriber's adviser validates what everybody signed."""
    return _answer(act, None, lambda: validate_placement(placement_id, by=act.actor, uow=act.uow, now=act.now))


@router.post("/placements/{placement_id}/refuse", response_model=PlacementShown)
def refuse(placement_id: UUID, body: StopBody, act: ReferentWrites) -> Response:
    """The prescriber does not accept it."""
    return _answer(
        act, body, lambda: refuse_placement(placement_id, body.reason, by=act.actor, uow=act.uow, now=act.now)
    )


@router.post("/placements/{placement_id}/cancel", response_model=PlacementShown)
def cancel(placement_id: UUID, body: StopBody, act: ReferentWrites) -> Response:
    """Give up before validation, or cancel before it begins."""
    return _answer(act, body, lambda: stop_placement(placement_id, body.reason, by=act.actor, uow=act.uow, now=act.now))


@router.post("/placements/{placement_id}/end", response_model=PlacementShown)
def end(placement_id: UUID, body: EndBody, act: ReferentWrites) -> Response:
    """End it with its bilan; a badge is proposed when it was led to its end."""

    def done() -> Placement:
        command = End(placement_id, bilan_of(body), body.ended_on)
        return end_placement(command, by=act.actor, uow=act.uow, now=act.now)

    return _answer(act, body, done)


@router.get("/delegations")
def list_delegations(act: AnyoneReads, _staff: Staff) -> DelegationsShown:
    """Who may prescribe by delegation, until when."""
    return DelegationsShown(items=[delegation_shown(one) for one in act.uow.delegations.all()])


@router.post("/delegations", response_model=DelegationShown, status_code=201)
def delegate(body: DelegateBody, act: CoordinationWrites) -> Response:
    """Record a delegation to prescribe immersions."""

    def done() -> DelegationShown:
        command = Delegate(body.structure_id, body.given_by_kind, body.given_by_name, body.starts_on, body.ends_on)
        return delegation_shown(delegate_prescription(command, new_id=new_id(), by=act.actor, uow=act.uow, now=act.now))

    return act.once(body, done, status=201)


@router.post("/delegations/{delegation_id}/withdraw", response_model=DelegationShown)
def withdraw(delegation_id: UUID, act: CoordinationWrites) -> Response:
    """The body takes its right back, from today."""

    def done() -> DelegationShown:
        return delegation_shown(withdraw_delegation(delegation_id, by=act.actor, uow=act.uow, now=act.now))

    return act.once(None, done)
