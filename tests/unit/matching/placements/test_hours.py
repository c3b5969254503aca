"""Hours are positive, do not overlap, and their totals are computed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.problems import Invalid
from services.matching.domain.placements.hours import (
    MIDNIGHT,
    PRESETS,
    Period,
    Week,
    must_not_overlap,
    read_periods,
    schedule_of,
    spoken,
    week_of,
)
from services.matching.domain.placements.spans import Span


@pytest.mark.parametrize(
    "text",
    ["8:30-12:30, 13:30-17:00", "8h30-12h30 ; 13h30-17h", "8h30 à 12h30 et 13h30 à 17h00", "13:30–17:00,8:30–12:30"],
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_periods(text) == (Period(510, 750), Period(810, 1020))


@pytest.mark.parametrize("text", ["matin", "8:30", "8:30-", "8:75-12:00", "25:00-26:00", "-8-12"])
def test_what_is_not_understood_says_what_to_write(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_periods(text)
    assert refusal.value.fields["hours"]


def test_nothing_written_is_no_work() -> None:
    assert read_periods("  ") == ()


def test_a_period_that_ends_before_it_starts_is_refused_and_a_night_is_explained() -> None:
    with pytest.raises(Invalid, match="deux périodes"):
        read_periods("22:00-6:00")
    assert [period.minutes for period in read_periods("22:00-24:00")] == [120]


def test_periods_that_overlap_are_refused() -> None:
    with pytest.raises(Invalid, match="se chevauchent"):
        read_periods("8:00-12:00, 11:30-15:00")


def test_periods_that_touch_are_accepted() -> None:
    assert len(read_periods("8:00-12:00, 12:00-15:00")) == 2


PERIODS = st.tuples(st.integers(0, MIDNIGHT), st.integers(0, MIDNIGHT)).filter(lambda p: p[0] < p[1])


@given(st.lists(PERIODS, max_size=6))
def test_accepted_periods_never_share_a_minute_and_their_total_is_exact(drawn: list[tuple[int, int]]) -> None:
    minutes = [minute for start, end in drawn for minute in range(start, end)]
    try:
        kept = must_not_overlap(Period(start, end) for start, end in drawn)
    except Invalid:
        assert len(set(minutes)) < len(minutes)
    else:
        assert sum(period.minutes for period in kept) == len(set(minutes)) == len(minutes)


@given(st.dictionaries(st.integers(0, 6), PERIODS.map(lambda p: (Period(*p),)), max_size=7))
def test_a_week_is_read_again_as_it_was_written(days: dict[int, tuple[Period, ...]]) -> None:
    week = Week(days)
    assert week_of(week.written()) == week


def test_a_schedule_repeats_the_week_but_for_days_off() -> None:
    week = PRESETS["morning"][1]
    schedule = schedule_of(week, Span(date(2026, 3, 9), date(2026, 3, 20)), off=[date(2026, 3, 11)])
    assert len(schedule.days) == 9
    assert schedule.minutes == 9 * 240
    assert [len(days) for days in schedule.weeks().values()] == [4, 5]


@pytest.mark.parametrize(("code", "hours"), [("day", 35), ("morning", 20), ("school", 24)])
def test_presets_keep_what_their_label_says(code: str, hours: int) -> None:
    label, week = PRESETS[code]
    assert f"({hours} h)" in label
    assert week.minutes == hours * 60


def test_durations_are_said_as_people_say_them() -> None:
    assert (spoken(420), spoken(450)) == ("7 h", "7 h 30")
