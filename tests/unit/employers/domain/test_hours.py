"""Hours of an offer: presets, totals, and what the law says of long days, nights and minors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import HalfDay
from services.employers.domain.hours import PRESETS, Hours, Preset, hours_of

WEEK = (HalfDay.MON_AM, HalfDay.MON_PM, HalfDay.TUE_AM, HalfDay.TUE_PM)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_lawful_even_for_a_minor(preset: Preset) -> None:
    hours = hours_of(preset)
    assert hours.faults() == ()
    assert hours.why_not_minors() == ()
    assert hours.days == 5


def test_a_preset_keeps_its_half_days_when_the_week_is_shorter() -> None:
    hours = hours_of(Preset.DAY, weekly=28)
    assert hours.weekly == 28
    assert hours.half_days == PRESETS[Preset.DAY].half_days


def test_ticked_half_days_come_back_in_the_order_of_the_week_and_are_told() -> None:
    hours = hours_of(Preset.OTHER, half_days=(HalfDay.TUE_AM, HalfDay.MON_AM), daily_start="11:30", daily_end="13:30")
    assert hours.half_days == (HalfDay.MON_AM, HalfDay.TUE_AM)
    assert hours.label == "lundi matin, mardi matin, de 11 h 30 à 13 h 30"


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [("21:00", "22:00", False), ("21:00", "22:30", True), ("05:30", "12:00", True), ("22:00", "06:00", True)],
)
def test_night_is_between_ten_in_the_evening_and_six(start: str, end: str, night: bool) -> None:
    assert Hours(daily_start=start, daily_end=end).night is night


def test_a_day_of_nine_hours_is_not_for_minors_but_stands() -> None:
    hours = Hours(half_days=WEEK, weekly=18)
    assert hours.faults() == ()
    assert any("8 heures par jour" in reason for reason in hours.why_not_minors())


def test_thirty_six_hours_a_week_are_not_for_minors() -> None:
    hours = hours_of(Preset.DAY, weekly=36)
    assert [reason for reason in hours.why_not_minors() if "35 heures" in reason]


@pytest.mark.parametrize(
    ("hours", "field", "article"),
    [
        (Hours(weekly=49), "weekly", "L3121-20"),
        (Hours(weekly=0), "weekly", "L3121-20"),
        (Hours(half_days=WEEK, weekly=21), "weekly", "L3121-18"),
        (Hours(daily_start="06:00", daily_end="20:00", half_days=WEEK, weekly=18), "daily_end", "L3131-1"),
        (Hours(daily_start="08:00", daily_end="20:00"), "weekly", "L3121-18"),
        (Hours(daily_start="08:00"), "daily_end", ""),
        (Hours(daily_end="08:00"), "daily_start", ""),
        (Hours(daily_start="08:00", daily_end="08:00"), "daily_end", ""),
        (Hours(daily_start="8h", daily_end="12:00"), "daily_start", ""),
        (Hours(daily_start="25:00", daily_end="12:00"), "daily_start", ""),
    ],
)
def test_unlawful_or_unclear_hours_are_refused_at_their_field(hours: Hours, field: str, article: str) -> None:
    faults = hours.faults()
    assert field in [fault.field for fault in faults]
    assert article in faults[0].article


@given(
    st.sets(st.sampled_from(list(HalfDay))),
    st.one_of(st.none(), st.floats(0.5, 80)),
    st.times(),
    st.times(),
)
def test_hours_accepted_never_exceed_the_law(
    half_days: set[HalfDay], weekly: float | None, start: object, end: object
) -> None:
    clocks = [f"{time:%H:%M}" for time in (start, end)]
    hours = hours_of(
        Preset.OTHER, half_days=tuple(half_days), weekly=weekly, daily_start=clocks[0], daily_end=clocks[1]
    )
    if hours.faults():
        return
    assert hours.weekly is None or 0 < hours.weekly <= 48
    assert hours.daily is None or hours.daily <= 11
    if not hours.why_not_minors():
        assert hours.weekly is None or hours.weekly <= 35
        assert hours.daily is None or hours.daily <= 8
        assert not hours.night
