"""A month is counted date to date, and the sixty days in any window of twelve months."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kernel.problems import Invalid
from services.matching.domain.placements.spans import (
    Span,
    busiest_window,
    first_day,
    last_day,
    lasts_at_least,
    lasts_at_most,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-03", "2026-04-02"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-02-01", "2026-02-28"),
        ("2026-12-15", "2027-01-14"),
        ("2026-01-30", "2026-02-28"),
        ("2026-10-01", "2026-10-31"),
    ],
)
def test_a_month_ends_on_the_eve_of_the_same_date(start: str, end: str) -> None:
    assert last_day(date.fromisoformat(start), 1) == date.fromisoformat(end)


def test_february_gives_28_days_and_july_31() -> None:
    assert Span(date(2026, 2, 1), last_day(date(2026, 2, 1), 1)).days == 28
    assert Span(date(2026, 7, 1), last_day(date(2026, 7, 1), 1)).days == 31


@given(DAYS, st.integers(1, 24))
def test_the_day_after_is_one_too_many(start: date, months: int) -> None:
    longest = Span(start, last_day(start, months))
    assert lasts_at_most(longest, months)
    assert lasts_at_least(longest, months)
    assert not lasts_at_most(Span(start, longest.end + timedelta(days=1)), months)


@given(DAYS)
def test_a_month_has_28_to_31_days(start: date) -> None:
    assert 28 <= Span(start, last_day(start, 1)).days <= 31


@given(DAYS, st.integers(1, 14))
def test_a_later_start_never_ends_earlier(start: date, months: int) -> None:
    assert last_day(start, months) <= last_day(start + timedelta(days=1), months)


@given(DAYS, st.integers(1, 14))
def test_the_first_day_gives_the_longest_period_to_an_end(end: date, months: int) -> None:
    start = first_day(end, months)
    assert last_day(start, months) >= end
    assert last_day(start - timedelta(days=1), months) < end


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(Invalid, match="avant le début"):
        Span(date(2026, 3, 2), date(2026, 3, 1))


SPANS = st.builds(
    lambda start, days: Span(start, start + timedelta(days=days)),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(0, 45),
)


def test_a_window_that_barely_meets_the_new_period_counts_too() -> None:
    eve = Span(date(2024, 1, 1), date(2024, 1, 2))
    assert busiest_window(Span(date(2025, 1, 1), date(2025, 1, 2)), [eve, eve], 12)[0] == 3


@settings(max_examples=300, deadline=None)
@given(SPANS, st.lists(SPANS, max_size=5))
def test_no_window_holds_more_days_than_the_busiest(new: Span, others: list[Span]) -> None:
    most, window = busiest_window(new, others, 12)
    spans = [new, *others]
    assert most == sum(window.shared_days(span) for span in spans)
    slid = (Span(day, last_day(day, 12)) for day in Span(new.start - timedelta(days=366), new.end).each_day())
    assert most == max(sum(one.shared_days(span) for span in spans) for one in slid if one.meets(new))


@given(SPANS, SPANS)
def test_shared_days_are_those_of_both(one: Span, other: Span) -> None:
    assert one.shared_days(other) == len(set(one.each_day()) & set(other.each_day())) == other.shared_days(one)
