"""Fonds d'urgence: ask for a person, decide in committee, pay, cancel. The money of an erased person stays counted."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from services.candidates.domain import emergency_fund
from services.candidates.domain.emergency_fund import FundRequest, Purpose
from services.candidates.domain.refusals import Forbidden, Invalid
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor, Role


def ask_fund(
    person_id: UUID,
    purpose: Purpose,
    *,
    amount_cents: int,
    why: str,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
    new_id: Callable[[], UUID],
) -> FundRequest:
    """The referent asks for a person they accompany."""
    case = opened(person_id, by=by, uow=uow, now=now)
    request = emergency_fund.ask(
        request_id=new_id(),
        person_id=case.id,
        purpose=purpose,
        amount_cents=amount_cents,
        by=by.id,
        on=today(uow, now),
        why=why,
    )
    uow.fund.save(request)
    uow.audit("fund.asked", f"fund:{request.id}", actor=by.reference, cents=amount_cents)
    return request


def decide_fund(
    request_id: UUID,
    *,
    granted: bool,
    amount_cents: int | None,
    committee: tuple[UUID, ...],
    reason: str,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
) -> FundRequest:
    """The coordination records what the comité d'engagement decided. Its members are known staff."""
    if not by.has(Role.COORDINATION):
        raise Forbidden("La décision du comité est notée par la coordination.")
    known = {one.id for one in uow.surroundings.everybody()}
    if not set(committee) <= known:
        raise Invalid("Un membre du comité n'est pas connu sur ce territoire.", field="committee")
    decided = emergency_fund.decide(
        uow.fund.get(request_id),
        granted=granted,
        amount_cents=amount_cents,
        on=today(uow, now),
        committee=committee,
        budget_cents=uow.surroundings.territory().emergency_fund_cents,
        committed_cents=uow.fund.committed_cents(),
        reason=reason,
    )
    uow.fund.save(decided)
    uow.audit("fund.decided", f"fund:{decided.id}", actor=by.reference, granted=granted)
    return decided


def settle_fund(request_id: UUID, *, paid: bool, by: Actor, uow: UnitOfWork, now: datetime) -> FundRequest:
    """Record the payment (coordination), or cancel (coordination, or whoever asked)."""
    request = uow.fund.get(request_id)
    if not by.has(Role.COORDINATION) and (paid or request.asked_by != by.id):
        raise Forbidden("Le paiement est noté par la coordination.")
    settled = emergency_fund.pay(request, today(uow, now)) if paid else emergency_fund.cancel(request)
    uow.fund.save(settled)
    uow.audit("fund.paid" if paid else "fund.cancelled", f"fund:{settled.id}", actor=by.reference)
    return settled
