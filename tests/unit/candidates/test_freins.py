"""Freins: identified, worked on with partners, lifted; and their codes for France Travail."""

from datetime import date
from uuid import UUID

import pytest

from services.candidates.domain.freins import (
    CONSTRAINTS,
    Frein,
    FreinKind,
    FreinState,
    close,
    constraints,
    identify,
    partner_answered,
    work_on,
)
from services.candidates.domain.refusals import Conflict, Invalid
from tests.factories.people import CCAS, TODAY


def mobility(on: date = TODAY) -> Frein:
    return identify((), frein_id=UUID(int=1), kind=FreinKind.MOBILITY, on=on, note="Permis en cours", priority=True)


def test_a_frein_goes_from_identified_to_worked_on_to_lifted_with_its_dates() -> None:
    frein = work_on(mobility(date(2026, 1, 5)), on=date(2026, 2, 1), partner="Auto-école sociale")
    lifted = close(frein, on=TODAY)
    assert (frein.state, lifted.state) == (FreinState.WORKED_ON, FreinState.LIFTED)
    assert (lifted.identified_on, lifted.worked_on_since, lifted.closed_on) == (
        date(2026, 1, 5),
        date(2026, 2, 1),
        TODAY,
    )


def test_a_partner_asked_is_waited_for_until_the_answer() -> None:
    frein = work_on(mobility(), on=TODAY, partner="CCAS", structure_id=CCAS)
    assert frein.waiting_since() == TODAY
    answered = partner_answered(frein, index=0, on=TODAY, answer="Dossier accepté")
    assert answered.waiting_since() is None
    with pytest.raises(Conflict):
        partner_answered(answered, index=0, on=TODAY, answer="encore")
    with pytest.raises(Invalid):
        partner_answered(frein, index=3, on=TODAY, answer="?")


def test_the_same_frein_is_not_opened_twice_but_may_come_back() -> None:
    with pytest.raises(Conflict):
        identify((mobility(),), frein_id=UUID(int=2), kind=FreinKind.MOBILITY, on=TODAY)
    assert identify((close(mobility(), on=TODAY),), frein_id=UUID(int=2), kind=FreinKind.MOBILITY, on=TODAY).open


def test_a_closed_frein_is_not_worked_on() -> None:
    with pytest.raises(Conflict, match="clos"):
        work_on(close(mobility(), on=TODAY), on=TODAY)


def test_dates_cannot_go_backwards() -> None:
    with pytest.raises(Invalid):
        work_on(mobility(), on=date(2026, 1, 1))
    with pytest.raises(Invalid):
        close(mobility(), on=date(2026, 1, 1))


def test_notes_and_answers_pass_the_check_of_free_text() -> None:
    with pytest.raises(Invalid):
        identify((), frein_id=UUID(int=1), kind=FreinKind.HEALTH, on=TODAY, note="dépression")
    with pytest.raises(Invalid):
        work_on(mobility(), on=TODAY, partner="psychiatre")


def test_every_kind_maps_to_one_of_the_eight_constraints() -> None:
    assert {kind.constraint for kind in FreinKind} == set(CONSTRAINTS) == set(range(22, 30))


def test_the_export_tells_explored_present_priority_and_objectives() -> None:
    lines = {line.code: line for line in constraints((work_on(mobility(), on=TODAY),))}
    assert len(lines) == 8
    assert (lines[23].explored, lines[23].present, lines[23].priority) == (True, True, True)
    assert lines[23].objectives == (("Mobilité", "en cours"),)
    assert not lines[25].explored


def test_a_constraint_closes_when_its_last_frein_does() -> None:
    lines = {line.code: line for line in constraints((close(mobility(), on=TODAY),))}
    assert (lines[23].present, lines[23].closed_on) == (False, TODAY)
    assert lines[23].objectives == (("Mobilité", "réalisé"),)
