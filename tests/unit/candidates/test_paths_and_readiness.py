"""The steps that lead to the Cité, and the caseworker's judgement."""

from datetime import date
from uuid import UUID

import pytest

from services.candidates.domain.exclusive_schemes import Enrolment
from services.candidates.domain.freins import Frein, FreinKind, close, identify
from services.candidates.domain.paths import (
    DIAGONALES,
    YOUTH,
    Step,
    StepEntry,
    advice,
    belongs_to_cite,
    current,
    enter,
    path_named,
)
from services.candidates.domain.readiness import Judgement, judge
from services.candidates.domain.refusals import Conflict, Invalid, NotFound
from tests.factories.people import REFERENT, TODAY

READY = Judgement(True, TODAY, REFERENT)


def take(
    step: Step, *, path: str = "youth", on: date = TODAY, ready: bool = True, cej: bool = False
) -> tuple[StepEntry, ...]:
    return enter(
        (),
        StepEntry(path, step, on, REFERENT),
        today=TODAY,
        enrolments=(Enrolment("CEJ", date(2026, 1, 1)),) if cej else (),
        exclusive=("CEJ",),
        judgement=READY if ready else None,
    )


def housing() -> Frein:
    return identify((), frein_id=UUID(int=1), kind=FreinKind.HOUSING, on=TODAY)


def test_the_youth_path_has_three_steps_and_enters_the_cite_at_the_third() -> None:
    assert [step.label for step in YOUTH.steps] == ["Réussite solidaire", "Mission locale", "Cité de l'emploi"]
    assert not belongs_to_cite(take(Step.MISSION_LOCALE), TODAY)
    assert belongs_to_cite(take(Step.CITE), TODAY)


def test_at_diagonales_freins_are_worked_on_inside_the_path() -> None:
    entered = take(Step.WELCOME, path="diagonales", ready=False)
    assert belongs_to_cite(entered, TODAY)
    assert Step.FREINS in DIAGONALES.steps


def test_a_young_person_enters_only_once_judged_ready() -> None:
    with pytest.raises(Conflict, match="prête à l'emploi"):
        take(Step.CITE, ready=False)


def test_nobody_enters_while_in_an_exclusive_scheme_but_the_mission_locale_stays_open() -> None:
    with pytest.raises(Conflict, match="CEJ"):
        take(Step.CITE, cej=True)
    with pytest.raises(Conflict, match="CEJ"):
        take(Step.WELCOME, path="diagonales", cej=True)
    assert take(Step.MISSION_LOCALE, cej=True)


def test_a_step_of_another_path_or_of_tomorrow_is_refused() -> None:
    with pytest.raises(Invalid):
        take(Step.WELCOME)
    with pytest.raises(Invalid):
        take(Step.MISSION_LOCALE, on=date(2026, 3, 11))
    with pytest.raises(NotFound):
        path_named("autre")


def test_one_may_go_back_and_the_latest_step_is_the_current_one() -> None:
    entries = (
        StepEntry("youth", Step.MISSION_LOCALE, date(2026, 1, 5), REFERENT),
        StepEntry("youth", Step.REUSSITE_SOLIDAIRE, date(2026, 2, 5), REFERENT),
    )
    now = current(entries, TODAY)
    assert now is not None
    assert now.step is Step.REUSSITE_SOLIDAIRE
    assert current(entries, date(2025, 12, 31)) is None


def test_who_is_not_registered_at_the_mission_locale_is_sent_there() -> None:
    entries = take(Step.REUSSITE_SOLIDAIRE)
    assert "mission locale" in advice(entries, at_mission_locale=False, day=TODAY)
    assert advice(entries, at_mission_locale=True, day=TODAY) == ""


def test_ready_with_freins_open_asks_for_a_written_reason() -> None:
    with pytest.raises(Invalid, match="une difficulté"):
        judge(ready=True, freins=(housing(),), on=TODAY, by=REFERENT)
    judged = judge(ready=True, freins=(housing(),), on=TODAY, by=REFERENT, reason="Hébergée chez sa tante pour l'année")
    assert (judged.ready, judged.open_freins) == (True, 1)


def test_once_freins_are_lifted_no_reason_is_asked() -> None:
    lifted = close(housing(), on=TODAY)
    assert judge(ready=True, freins=(lifted,), on=TODAY, by=REFERENT).open_freins == 0
    assert not judge(ready=False, freins=(housing(),), on=TODAY, by=REFERENT).ready
