"""Fonds d'urgence: whole cents, a committee, a budget that is never exceeded."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.emergency_fund import (
    FundRequest,
    Purpose,
    RequestState,
    ask,
    cancel,
    committed,
    decide,
    euros,
    pay,
)
from services.candidates.domain.refusals import Conflict, Invalid
from tests.factories.people import COLLEAGUE, PERSON, REFERENT, STRANGER, TODAY

COMMITTEE = (COLLEAGUE, STRANGER)


def asked(cents: int = 12_000, n: int = 1) -> FundRequest:
    return ask(
        request_id=UUID(int=n), person_id=PERSON, purpose=Purpose.DRIVING, amount_cents=cents, by=REFERENT, on=TODAY,
        why="Deux leçons de conduite pour tenir l'embauche",
    )  # fmt: skip


def decided(request: FundRequest | None = None, **changes: Any) -> FundRequest:
    given: dict[str, Any] = {
        "granted": True, "amount_cents": None, "on": TODAY, "committee": COMMITTEE, "budget_cents": 100_000,
        "committed_cents": 0,
    }  # fmt: skip
    return decide(request or asked(), **{**given, **changes})


def test_a_request_is_asked_granted_and_paid() -> None:
    paid = pay(decided(amount_cents=10_000), TODAY)
    assert (paid.state, paid.committed_cents) == (RequestState.PAID, 10_000)


def test_who_asks_does_not_decide_and_one_alone_is_no_committee() -> None:
    with pytest.raises(Invalid, match="ne décide pas"):
        decided(committee=(REFERENT, COLLEAGUE))
    with pytest.raises(Invalid, match="au moins 2"):
        decided(committee=(COLLEAGUE, COLLEAGUE))


def test_the_budget_is_never_exceeded() -> None:
    with pytest.raises(Conflict, match="119,99"):
        decided(budget_cents=20_000, committed_cents=8_001)
    assert decided(budget_cents=20_000, committed_cents=8_000).state is RequestState.GRANTED


def test_a_refusal_has_a_reason_and_takes_no_money() -> None:
    with pytest.raises(Invalid, match="raison"):
        decided(granted=False)
    refused = decided(granted=False, reason="Déjà financé par la mission locale")
    assert (refused.state, refused.committed_cents) == (RequestState.REFUSED, 0)


def test_what_is_decided_is_not_decided_again_nor_paid_twice() -> None:
    with pytest.raises(Conflict):
        decided(decided())
    with pytest.raises(Conflict):
        pay(pay(decided(), TODAY), TODAY)
    with pytest.raises(Conflict):
        pay(asked(), TODAY)
    with pytest.raises(Invalid):
        pay(decided(), date(2026, 1, 1))


def test_no_more_than_asked_is_granted_and_a_cancelled_grant_frees_its_money() -> None:
    with pytest.raises(Invalid, match="plus que la demande"):
        decided(amount_cents=12_001)
    assert committed([cancel(decided())]) == 0


@pytest.mark.parametrize("cents", [0, -5, 1_000_001])
def test_an_amount_that_cannot_be_is_refused(cents: int) -> None:
    with pytest.raises(Invalid):
        asked(cents)


@given(st.lists(st.integers(1, 60_000), max_size=12))
def test_whatever_is_asked_the_fund_stays_within_its_budget(amounts: list[int]) -> None:
    held: list[FundRequest] = []
    for n, cents in enumerate(amounts):
        try:
            held.append(decided(asked(cents, n), committed_cents=committed(held)))
        except Conflict:
            continue
    assert committed(held) <= 100_000


def test_euros_are_written_in_french() -> None:
    assert euros(125_000) == "1\u202f250,00\u00a0€"
