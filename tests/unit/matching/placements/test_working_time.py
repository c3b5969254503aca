"""Hours of adults: ten a day, forty-eight a week, a day of rest, eleven hours between two days."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.placements.findings import Weight
from services.matching.domain.placements.hours import Schedule
from services.matching.domain.placements.law import LAW
from services.matching.domain.placements.working_time import adult_findings, amplitudes
from tests.factories.placements import codes, days

WEEK = [f"2026-03-{day:02d}" for day in range(9, 16)]


def found(schedule: Schedule) -> list[str]:
    return codes(adult_findings(schedule, LAW))


def test_ten_hours_a_day_are_allowed_and_not_a_minute_more() -> None:
    assert found(days((WEEK[0], "7:00-12:00, 13:00-18:00"))) == []
    assert found(days((WEEK[0], "7:00-12:00, 13:00-18:01"))) == ["day-too-long"]


def test_forty_eight_hours_a_week_are_the_limit() -> None:
    assert found(days(*((day, "8:00-12:00, 13:00-17:00") for day in WEEK[:6]))) == []
    six_days_too_long = days(*((day, "8:00-12:00, 13:00-17:10") for day in WEEK[:6]))
    assert found(six_days_too_long) == ["week-too-long"]


def test_a_week_runs_from_monday_to_sunday() -> None:
    over_two_weeks = days(*((day, "8:00-12:00, 13:00-18:00") for day in WEEK[3:6]),
                          *((f"2026-03-{day}", "8:00-12:00, 13:00-18:00") for day in (16, 17, 18)))  # fmt: skip
    assert found(over_two_weeks) == []


def test_seven_days_in_a_row_leave_no_rest() -> None:
    assert found(days(*((day, "9:00-12:00") for day in WEEK))) == ["no-weekly-rest"]


def test_ten_hours_between_two_days_ask_for_a_reason() -> None:
    schedule = days((WEEK[0], "16:00-22:00"), (WEEK[1], "8:00-12:00"))
    findings = [finding for finding in adult_findings(schedule, LAW) if finding.code == "daily-rest-short"]
    assert [finding.weight for finding in findings] == [Weight.TO_CONFIRM]
    assert "daily-rest-short" not in found(days((WEEK[0], "16:00-21:00"), (WEEK[1], "8:00-12:00")))


def test_a_night_shift_over_midnight_is_one_stay() -> None:
    night = days((WEEK[0], "21:00-24:00"), (WEEK[1], "0:00-5:00, 21:00-24:00"), (WEEK[2], "0:00-5:00"))
    assert amplitudes(night, 660) == (480, 480)
    assert "daily-rest-short" not in found(night)


def test_six_hours_without_a_break_ask_for_a_reason() -> None:
    assert found(days((WEEK[0], "8:00-14:00"))) == ["no-break"]
    assert found(days((WEEK[0], "8:00-12:00, 12:20-14:20"))) == []


def test_the_article_is_told() -> None:
    finding = adult_findings(days((WEEK[0], "7:00-20:00")), LAW)[0]
    assert "L3121-18" in finding.told()
    assert "13 h" in finding.message


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23)), max_size=60, unique=True))
def test_enough_rest_means_eleven_hours_in_every_stretch_of_a_day(hours: list[tuple[int, int]]) -> None:
    worked = {day * 24 + hour for day, hour in hours}
    schedule = days(*(
        (WEEK[day], ", ".join(f"{hour}:00-{hour + 1}:00" for d, hour in sorted(hours) if d == day))
        for day in sorted({day for day, _ in hours})
    ))  # fmt: skip
    short = "daily-rest-short" in found(schedule)
    lacking = any(_longest_rest(worked, start) < 11 for start in worked if not worked & set(range(start - 11, start)))
    assert short == lacking


def _longest_rest(worked: set[int], start: int) -> int:
    longest = run = 0
    for hour in range(start, start + 24):
        run = 0 if hour in worked else run + 1
        longest = max(longest, run)
    return longest
