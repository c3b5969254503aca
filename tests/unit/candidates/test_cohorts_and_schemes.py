"""Cohorts are suggested, assigned by a human; exclusive schemes bar entry."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.cohorts import Cohort, assign, suggest
from services.candidates.domain.exclusive_schemes import (
    Enrolment,
    barring,
    ended,
    enrolment,
    must_be_free,
    next_change,
)
from services.candidates.domain.identity import Identity, Sex
from services.candidates.domain.refusals import Conflict, Invalid, NotFound
from tests.factories.people import CCAS, DIAGONALES, TODAY, amina

YOUNG = Cohort("jeunes", "Jeunes", CCAS, 16, 25, age_is_criterion=True)
WOMEN = Cohort("femmes", "Femmes", DIAGONALES, 27, 49, sex=Sex.WOMAN)
SENIORS = Cohort("seniors", "Seniors", DIAGONALES, 50, 60)
ALL = (YOUNG, WOMEN, SENIORS)
EXCLUSIVE = ("CEJ",)


def somebody(age: int, sex: Sex | None = None) -> Identity:
    return Identity("Camille", "Martin", date(TODAY.year - age, 1, 1), sex=sex)


def test_a_woman_of_35_is_suggested_for_femmes_and_a_man_is_not() -> None:
    assert [one.cohort.code for one in suggest(ALL, somebody(35, Sex.WOMAN), TODAY)] == ["femmes"]
    assert suggest(ALL, somebody(35, Sex.MAN), TODAY) == ()


def test_a_suggestion_says_whether_age_is_a_condition_or_only_observed() -> None:
    assert "condition" in suggest(ALL, amina(), TODAY)[0].reason
    assert "observé" in suggest(ALL, somebody(55), TODAY)[0].reason


def test_the_referent_may_assign_outside_of_observed_ages_but_not_of_a_criterion() -> None:
    assert assign(ALL, "seniors", somebody(47), TODAY) is SENIORS
    with pytest.raises(Invalid, match="réservé"):
        assign(ALL, "jeunes", somebody(27), TODAY)
    with pytest.raises(NotFound):
        assign(ALL, "inconnu", somebody(20), TODAY)


def test_somebody_in_the_cej_cannot_join_until_it_ends() -> None:
    taken = (enrolment("CEJ", date(2026, 1, 5), date(2026, 6, 30)),)
    with pytest.raises(Conflict, match="30/06/2026"):
        must_be_free(taken, EXCLUSIVE, TODAY)
    must_be_free(taken, EXCLUSIVE, date(2026, 7, 1))


def test_other_schemes_bar_nothing_and_names_are_compared_without_case() -> None:
    assert barring((enrolment("PLIE", date(2026, 1, 5)),), EXCLUSIVE, TODAY) is None
    assert barring((enrolment("cej", date(2026, 1, 5)),), EXCLUSIVE, TODAY) is not None


def test_a_scheme_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Invalid):
        enrolment("CEJ", TODAY, TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        enrolment("  ", TODAY)


def test_a_scheme_is_ended_on_its_day() -> None:
    closed = ended((enrolment("CEJ", date(2026, 1, 5)),), "CEJ", TODAY)
    assert closed[0] == replace(closed[0], until=TODAY)
    with pytest.raises(Conflict):
        ended(closed, "CEJ", TODAY + timedelta(days=9))


@given(
    since=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    lasts=st.none() | st.integers(0, 200),
    day=st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    step=st.integers(1, 300),
)
def test_the_bar_only_changes_on_the_day_announced(since: date, lasts: int | None, day: date, step: int) -> None:
    taken = (Enrolment("CEJ", since, None if lasts is None else since + timedelta(days=lasts)),)
    change = next_change(taken, EXCLUSIVE, day)
    later = day + timedelta(days=step)
    if change is None or later < change:
        assert barring(taken, EXCLUSIVE, later) == barring(taken, EXCLUSIVE, day)
