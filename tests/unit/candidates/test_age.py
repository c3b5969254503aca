"""The one age function."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.age import age_on, birthday, plausible_birth_date
from services.candidates.domain.refusals import Invalid

DAYS = st.dates(date(1930, 1, 1), date(2025, 12, 31))


def test_one_is_sixteen_on_the_birthday_and_not_the_day_before() -> None:
    born = date(2010, 3, 10)
    assert age_on(born, date(2026, 3, 9)) == 15
    assert age_on(born, date(2026, 3, 10)) == 16


def test_born_on_29_february_one_comes_of_age_on_1_march() -> None:
    born = date(2008, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2026, 3, 1)) == 18
    assert birthday(born, 20) == date(2028, 2, 29)


@given(born=DAYS, days=st.integers(0, 40_000))
def test_age_only_grows_and_changes_on_birthdays_alone(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    before, after = age_on(born, day), age_on(born, day + timedelta(days=1))
    assert after - before == (day + timedelta(days=1) == birthday(born, after) and after > before)


def test_a_birth_in_the_future_or_too_long_ago_is_refused() -> None:
    today = date(2026, 3, 10)
    with pytest.raises(Invalid, match="futur"):
        plausible_birth_date(date(2026, 3, 11), today)
    with pytest.raises(Invalid, match="120"):
        plausible_birth_date(date(1900, 1, 1), today)
    with pytest.raises(Invalid):
        age_on(date(2020, 1, 1), date(2019, 1, 1))
