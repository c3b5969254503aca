"""What the law lets sign, and the day on which that changes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.legal_conditions import LegalStatus, conditions_on, next_change, windows
from services.contracts.vocabulary import LegalCondition as Can

NO_STATUS = LegalStatus()
BORN = date(2005, 9, 14)


def test_at_fifteen_nothing_may_be_signed_unless_college_is_over() -> None:
    day = date(2021, 1, 10)
    assert conditions_on(BORN, NO_STATUS, day) == ()
    assert conditions_on(BORN, LegalStatus(left_lower_secondary=True), day) == (Can.MAY_BE_APPRENTICE,)


def test_at_sixteen_all_doors_but_majority_open() -> None:
    assert conditions_on(BORN, NO_STATUS, date(2021, 9, 14)) == (
        Can.AT_LEAST_16,
        Can.MAY_BE_APPRENTICE,
        Can.MAY_PROFESSIONALISE,
        Can.MAY_SERVE_CIVIC,
    )


def test_civic_service_ends_on_the_eve_of_26_or_of_31_with_rqth() -> None:
    eve, birthday = date(2031, 9, 13), date(2031, 9, 14)
    assert Can.MAY_SERVE_CIVIC in conditions_on(BORN, NO_STATUS, eve)
    assert Can.MAY_SERVE_CIVIC not in conditions_on(BORN, NO_STATUS, birthday)
    rqth = LegalStatus(rqth=True)
    assert Can.MAY_SERVE_CIVIC in conditions_on(BORN, rqth, date(2036, 9, 13))
    assert Can.MAY_SERVE_CIVIC not in conditions_on(BORN, rqth, date(2036, 9, 14))


def test_apprenticeship_ends_at_30_and_never_with_rqth() -> None:
    assert Can.MAY_BE_APPRENTICE in conditions_on(BORN, NO_STATUS, date(2035, 9, 13))
    assert Can.MAY_BE_APPRENTICE not in conditions_on(BORN, NO_STATUS, date(2035, 9, 14))
    assert Can.MAY_BE_APPRENTICE in conditions_on(BORN, LegalStatus(rqth=True), date(2055, 1, 1))


def test_before_2019_apprenticeship_ended_at_26() -> None:
    assert Can.MAY_BE_APPRENTICE not in conditions_on(date(1992, 1, 1), NO_STATUS, date(2018, 12, 31))
    assert Can.MAY_BE_APPRENTICE in conditions_on(date(1992, 1, 1), NO_STATUS, date(2019, 1, 1))


def test_after_26_professionalisation_asks_for_jobseekers_or_minimum_income() -> None:
    day = date(2035, 1, 1)
    assert Can.MAY_PROFESSIONALISE not in conditions_on(BORN, NO_STATUS, day)
    assert Can.MAY_PROFESSIONALISE in conditions_on(BORN, LegalStatus(registered_jobseeker=True), day)
    assert Can.MAY_PROFESSIONALISE in conditions_on(BORN, LegalStatus(minimum_income=True), day)


def test_dated_statuses_hold_between_their_days_included() -> None:
    status = LegalStatus(
        iae_from=date(2026, 1, 1),
        iae_until=date(2026, 12, 31),
        training_from=date(2026, 2, 1),
        training_until=date(2026, 3, 1),
        record_checked_on=date(2026, 1, 15),
    )
    assert conditions_on(BORN, status, date(2026, 3, 1))[-3:] == (
        Can.IAE_ELIGIBLE,
        Can.IN_TRAINING_COURSE,
        Can.RECORD_CHECKED,
    )
    assert Can.IN_TRAINING_COURSE not in conditions_on(BORN, status, date(2026, 3, 2))
    assert next_change(BORN, status, date(2026, 2, 15)) == date(2026, 3, 2)


def test_each_condition_names_its_article() -> None:
    status = LegalStatus(iae_from=date(2026, 1, 1), training_from=date(2026, 1, 1), record_checked_on=date(2026, 1, 1))
    found = {window.condition: window.article for window in windows(BORN, status, date(2026, 3, 1))}
    assert found.keys() == set(Can)
    assert all("art. " in article for article in found.values())


@given(
    born=st.dates(date(1950, 1, 1), date(2012, 12, 31)),
    day=st.dates(date(2016, 1, 1), date(2045, 12, 31)),
    rqth=st.booleans(),
    jobseeker=st.booleans(),
    course=st.none() | st.dates(date(2016, 1, 1), date(2045, 12, 31)),
    step=st.integers(1, 5000),
)
def test_conditions_stay_the_same_until_the_day_announced(
    *, born: date, day: date, rqth: bool, jobseeker: bool, course: date | None, step: int
) -> None:
    until = course + timedelta(days=90) if course else None
    status = LegalStatus(rqth=rqth, registered_jobseeker=jobseeker, training_from=course, training_until=until)
    change = next_change(born, status, day)
    later = day + timedelta(days=step)
    if change is None or later < change:
        assert conditions_on(born, status, later) == conditions_on(born, status, day)
