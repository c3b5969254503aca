"""A colleague of the structure stands in for a while, by a dated delegation."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.candidates.domain.delegations import (
    Colleague,
    Delegation,
    accompanies,
    delegate,
    end,
    must_accompany,
    next_change,
)
from services.candidates.domain.refusals import Conflict, Forbidden, Invalid
from tests.factories.people import CCAS, COLLEAGUE, DIAGONALES, REFERENT, STRANGER, TODAY

LEA = Colleague(REFERENT, CCAS, "Léa Roy")
MARC = Colleague(COLLEAGUE, CCAS, "Marc Petit")
UNTIL = TODAY + timedelta(days=14)


def relay(
    to: Colleague = MARC, *, since: date = TODAY, until: date = UNTIL, known: tuple[Delegation, ...] = ()
) -> Delegation:
    return delegate(known, delegation_id=UUID(int=1), referent=LEA, to=to, since=since, until=until, today=TODAY)


def test_a_colleague_sees_the_file_during_the_relay_and_not_after() -> None:
    given = (relay(),)
    for day, may in (
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (UNTIL, True),
        (UNTIL + timedelta(days=1), False),
    ):
        assert accompanies(COLLEAGUE, referent_id=REFERENT, delegations=given, day=day) is may
    assert accompanies(REFERENT, referent_id=REFERENT, delegations=(), day=TODAY)


def test_another_referent_of_the_structure_does_not_see_the_file_without_a_relay() -> None:
    with pytest.raises(Forbidden, match="relève"):
        must_accompany(STRANGER, referent_id=REFERENT, delegations=(relay(),), day=TODAY)


def test_a_relay_stays_inside_the_structure() -> None:
    with pytest.raises(Forbidden, match="même structure"):
        relay(Colleague(STRANGER, DIAGONALES, "Inès"))


@pytest.mark.parametrize(
    ("since", "until"),
    [(TODAY, TODAY - timedelta(days=1)), (date(2026, 1, 1), date(2026, 2, 1)), (TODAY, TODAY + timedelta(days=185))],
)
def test_a_relay_has_dates_that_make_sense(since: date, until: date) -> None:
    with pytest.raises(Invalid):
        relay(since=since, until=until)


def test_one_cannot_stand_in_for_oneself_nor_twice_nor_after_leaving() -> None:
    with pytest.raises(Invalid):
        relay(LEA)
    with pytest.raises(Invalid):
        relay(Colleague(COLLEAGUE, CCAS, "Marc Petit", active=False))
    with pytest.raises(Conflict):
        relay(known=(relay(),))


def test_a_relay_may_end_earlier_and_announces_its_edges() -> None:
    given = relay(since=TODAY + timedelta(days=2))
    assert next_change((given,), TODAY) == TODAY + timedelta(days=2)
    assert next_change((given,), given.since) == UNTIL + timedelta(days=1)
    assert end(given, TODAY).until == given.since - timedelta(days=1)
    assert end(relay(), TODAY).until == TODAY
