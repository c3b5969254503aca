"""Hours compared by half-day, school hours included."""

from datetime import time

import pytest

from services.contracts.vocabulary import HalfDay
from services.matching.domain.ranking.offer import Hours
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.working_time import (
    at_night,
    fit,
    impossible_parts,
    in_school_hours,
    in_words,
    missing_half_days,
    suit,
)
from tests.factories.ranking import SCHOOL_WEEK, WEEK

IN_SCHOOL_HOURS = Wants(available=SCHOOL_WEEK, earliest_start=time(8, 30), latest_end=time(16, 30))


def test_school_hours_suit_a_person_who_asked_for_them() -> None:
    hours = Hours(SCHOOL_WEEK, 28, time(9), time(16))

    assert suit(IN_SCHOOL_HOURS, hours)
    assert fit(IN_SCHOOL_HOURS, hours) == 1
    assert in_school_hours(hours)


def test_a_wednesday_afternoon_does_not_suit_school_hours_and_is_named() -> None:
    hours = Hours(WEEK, 35, time(9), time(16))

    assert not suit(IN_SCHOOL_HOURS, hours)
    assert missing_half_days(IN_SCHOOL_HOURS, hours) == (HalfDay.WED_AM, HalfDay.WED_PM)
    assert fit(IN_SCHOOL_HOURS, hours) == pytest.approx(0.8)


@pytest.mark.parametrize(("start", "end"), [(time(8), time(16)), (time(9), time(17)), (time(20), time(4))])
def test_an_hour_outside_school_does_not_suit(start: time, end: time) -> None:
    assert not suit(IN_SCHOOL_HOURS, Hours(start=start, end=end))


def test_hours_that_nobody_said_bar_nothing_and_weigh_nothing() -> None:
    assert suit(Wants(), Hours(WEEK, 39, time(5), time(13)))
    assert suit(IN_SCHOOL_HOURS, Hours())
    assert fit(IN_SCHOOL_HOURS, Hours()) is None
    assert fit(Wants(), Hours(WEEK, 39, time(5), time(13))) is None


def test_an_evening_job_does_not_suit_somebody_without_a_free_evening() -> None:
    hours = Hours(start=time(19), end=time(23))

    assert impossible_parts(IN_SCHOOL_HOURS, hours) == ("ev",)
    assert not suit(Wants(available=SCHOOL_WEEK), hours)
    assert suit(Wants(available=frozenset({HalfDay.FRI_EV})), hours)


def test_a_week_longer_than_wished_does_not_suit() -> None:
    assert not suit(Wants(weekly_hours_max=24), Hours(weekly=35))
    assert suit(Wants(weekly_hours_max=35), Hours(weekly=35))


@pytest.mark.parametrize(
    ("hours", "night"),
    [
        (Hours(night=True), True),
        (Hours(start=time(5), end=time(12)), True),
        (Hours(start=time(14), end=time(22, 30)), True),
        (Hours(start=time(21), end=time(5)), True),
        (Hours(start=time(18), end=time(0)), True),
        (Hours(start=time(6), end=time(14)), False),
        (Hours(), False),
    ],
)
def test_night_is_between_ten_in_the_evening_and_six(hours: Hours, night: bool) -> None:
    assert at_night(hours) is night


@pytest.mark.parametrize(
    ("halves", "words"),
    [
        ({HalfDay.WED_PM}, "le mercredi après-midi"),
        (WEEK, "du lundi au vendredi, en journée"),
        ({half for half in WEEK if half.value.endswith("am")}, "le matin, du lundi au vendredi"),
        ({HalfDay.SAT_AM, HalfDay.SAT_PM, HalfDay.SUN_EV}, "le samedi et le dimanche soir"),
    ],
)
def test_half_days_are_said_in_french(halves: set[HalfDay], words: str) -> None:
    assert in_words(frozenset(halves)) == words
