"""`/fonds`: requests to the emergency fund, the committee's decisions, what is left of the budget."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.candidates.domain.emergency_fund import FundRequest, Purpose
from services.candidates.entrypoints.showing import Answers, Asked, StaffReads, StaffWrites
from services.candidates.use_cases.ask_fund import ask_fund, decide_fund, settle_fund
from services.contracts.actors import Role
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.kernel.web.flash import Flash, redirect
from services.kernel.web.forms import Form, blank_form
from services.kernel.web.spreadsheet import Cell, table_file

router = APIRouter(prefix="/fonds", include_in_schema=False)
Euros = Annotated[Decimal, Field(gt=0, le=10_000, max_digits=7, decimal_places=2)]
REFUSED = (Invalid, Conflict, Forbidden, NotFound)


def cents(euros: Decimal) -> int:
    """Whole cents of an amount with at most two decimals."""
    return int(euros * 100)


class AskForm(BaseModel):
    """A request for a person."""

    model_config = ConfigDict(extra="ignore")

    person_id: UUID
    purpose: Purpose
    amount: Euros
    why: Annotated[str, Field(max_length=4000)]


class DecideForm(BaseModel):
    """What the committee decided."""

    model_config = ConfigDict(extra="ignore")

    decision: Literal["oui", "non"]
    amount: Euros | None = None
    committee: list[UUID] = []
    reason: Annotated[str, Field(max_length=4000)] = ""


def _page(
    asked: Asked,
    *,
    status: int = 200,
    form: Form[AskForm] | None = None,
    decided: tuple[UUID, Form[DecideForm]] | None = None,
) -> Response:
    coordination = asked.actor.has(Role.COORDINATION)
    mine = {case.id: case for case in asked.uow.people.accompanied_by(asked.actor.id, asked.today)}
    budget = asked.territory.emergency_fund_cents
    committed = asked.uow.fund.committed_cents()
    staff = asked.uow.surroundings.everybody()
    return asked.page(
        "fonds.html",
        status=status,
        requests=[one for one in asked.uow.fund.all() if coordination or one.person_id in mine],
        people={key: case.identity.full_name for key, case in mine.items()},
        choices=[(str(case.id), case.identity.full_name) for case in mine.values() if case.followed],
        coordination=coordination,
        referent=asked.actor.has(Role.REFERENT),
        budget=budget,
        committed=committed,
        names={one.id: one.name for one in staff},
        staff=[(str(one.id), one.name) for one in staff],
        form=form or blank_form(),
        decided_id=decided[0] if decided else None,
        decided_form=decided[1] if decided else blank_form(),
    )


@router.get("", response_class=HTMLResponse)
def fund(asked: StaffReads) -> Response:
    """What is asked, decided, paid."""
    return _page(asked)


@router.get("/export.csv")
def accounts(asked: StaffReads) -> Response:
    """What was asked, granted and paid, for the accounts: amounts and days, nobody's name and no reason."""
    if not asked.actor.has(Role.COORDINATION):
        raise Forbidden("Les comptes du fonds sont réservés à la coordination.")
    return table_file(_accounts(asked.uow.fund.all()), name=f"fonds-{asked.today:%Y-%m-%d}")


def _accounts(requests: Iterable[FundRequest]) -> Iterator[list[Cell]]:
    yield ["Demandée le", "Dépense", "Demandé (€)", "État", "Comité du", "Accordé (€)", "Payée le"]
    for one in sorted(requests, key=lambda request: (request.asked_on, request.id)):
        decision = one.decision
        yield [
            f"{one.asked_on:%d/%m/%Y}",
            one.purpose.label,
            _euros(one.amount_cents),
            one.state.label,
            f"{decision.on:%d/%m/%Y}" if decision else "",
            _euros(decision.amount_cents) if decision else "",
            f"{one.paid_on:%d/%m/%Y}" if one.paid_on else "",
        ]


def _euros(cents: int) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")


@router.post("", response_class=HTMLResponse)
def ask(asked: StaffWrites, typed: Answers) -> Response:
    """Ask for a person."""
    form = typed.into(AskForm)
    if form.value is not None:
        told = form.value
        try:
            with asked.connection.begin_nested():
                ask_fund(
                    told.person_id, told.purpose, amount_cents=cents(told.amount), why=told.why, by=asked.actor,
                    uow=asked.uow, now=asked.now, new_id=asked.desk.new_id,
                )  # fmt: skip
        except REFUSED as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, "/fonds", Flash("La demande est transmise au comité d'engagement."))
    return _page(asked, status=422, form=form)


@router.post("/{request_id}/decision", response_class=HTMLResponse)
def decide(request_id: UUID, asked: StaffWrites, typed: Answers) -> Response:
    """Record the committee's decision."""
    form = typed.into(DecideForm)
    if form.value is not None:
        told = form.value
        try:
            with asked.connection.begin_nested():
                decide_fund(
                    request_id,
                    granted=told.decision == "oui",
                    amount_cents=cents(told.amount) if told.amount is not None else None,
                    committee=tuple(told.committee),
                    reason=told.reason,
                    by=asked.actor,
                    uow=asked.uow,
                    now=asked.now,
                )
        except REFUSED as refused:
            form = form.with_refusal(refused)
        else:
            return redirect(asked.request, "/fonds", Flash("La décision du comité est notée."))
    return _page(asked, status=422, decided=(request_id, form))


@router.post("/{request_id}/{verb}")
def settle(request_id: UUID, verb: str, asked: StaffWrites) -> Response:
    """« payer » or « annuler »."""
    if verb not in {"payer", "annuler"}:
        raise NotFound("Cette action n'existe pas.")
    settle_fund(request_id, paid=verb == "payer", by=asked.actor, uow=asked.uow, now=asked.now)
    said = "Le paiement est noté." if verb == "payer" else "La demande est annulée, l'argent revient au fonds."
    return redirect(asked.request, "/fonds", Flash(said))
