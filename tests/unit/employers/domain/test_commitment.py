"""What is due of a promise so far in the year, and what was done of it."""

from datetime import date

import pytest

from services.employers.domain.commitment import Line, Pledge, so_far

LINES = (Line(Pledge.IMMERSION, 6, 4), Line(Pledge.VISIT, 0, 9), Line(Pledge.JOB, 2, 0))


@pytest.mark.parametrize(
    ("since", "today", "told"),
    [
        (None, date(2026, 1, 10), None),
        (None, date(2026, 7, 2), (4, 4)),
        (None, date(2026, 12, 31), (8, 4)),
        (date(2025, 3, 1), date(2026, 12, 31), (8, 4)),
        (date(2026, 11, 1), date(2026, 11, 5), None),
        (date(2026, 12, 31), date(2026, 12, 31), None),
    ],
)
def test_a_promise_falls_due_with_the_year(since: date | None, today: date, told: tuple[int, int] | None) -> None:
    assert so_far(LINES, since=since, today=today) == told


def test_what_was_done_beyond_a_promise_makes_up_for_no_other() -> None:
    lines = (Line(Pledge.IMMERSION, 2, 9), Line(Pledge.JOB, 2, 0))
    assert so_far(lines, since=None, today=date(2026, 12, 31)) == (4, 2)


def test_nothing_promised_is_nothing_due() -> None:
    assert so_far((Line(Pledge.VISIT, 0, 3),), since=None, today=date(2026, 12, 31)) is None
