"""Below 18: shorter days, breaks, no night, two days of rest in a row, Sundays and holidays by sector only."""

from datetime import date

import pytest

from services.contracts.vocabulary import OfferKind
from services.matching.domain.placements.findings import Weight
from services.matching.domain.placements.hours import Schedule
from services.matching.domain.placements.law import LAW, Rule
from services.matching.domain.placements.minors import Workplace, minor_findings
from services.matching.domain.placements.public_holidays import public_holidays
from tests.factories.placements import OFFICE_HOST, SIXTEEN, an_immersion, codes, days, judged

BAKERY, OFFICE = Workplace("10.71C", "17000"), Workplace("82.11Z", "17000")
WEEK = [f"2026-03-{day:02d}" for day in range(9, 16)]


def found(schedule: Schedule, where: Workplace = OFFICE, at_least_16: bool = True) -> list[str]:
    return codes(minor_findings(schedule, LAW, where, at_least_16=at_least_16))


def test_a_minor_works_at_most_eight_hours_a_day() -> None:
    assert found(days((WEEK[0], "8:00-12:00, 13:00-17:00"))) == []
    assert found(days((WEEK[0], "8:00-12:00, 13:00-17:15"))) == ["day-too-long"]


def test_a_minor_works_at_most_thirty_five_hours_a_week() -> None:
    assert found(days(*((day, "9:00-12:00, 13:00-17:00") for day in WEEK[:5]))) == []
    assert found(days(*((day, "9:00-12:00, 13:00-17:15") for day in WEEK[:5]))) == ["week-too-long"]


def test_a_minor_rests_half_an_hour_after_four_hours_and_a_half() -> None:
    assert found(days((WEEK[0], "8:00-12:30"))) == []
    assert found(days((WEEK[0], "8:00-12:45"))) == ["minor-no-break"]
    assert found(days((WEEK[0], "8:00-12:00, 12:20-14:00"))) == ["minor-no-break"]
    assert found(days((WEEK[0], "8:00-12:00, 12:30-14:00"))) == []


def test_a_minor_rests_twelve_hours_between_two_days_and_fourteen_below_sixteen() -> None:
    evening_then_morning = days((WEEK[0], "16:00-19:00"), (WEEK[1], "8:00-12:00"))
    assert found(evening_then_morning) == []
    assert found(evening_then_morning, at_least_16=False) == ["minor-daily-rest"]
    assert found(days((WEEK[0], "16:00-21:00"), (WEEK[1], "8:00-12:00"))) == ["minor-no-break", "minor-daily-rest"]


def test_a_minor_has_two_days_of_rest_in_a_row() -> None:
    assert found(days(*((day, "9:00-12:00") for day in WEEK[:5]))) == []
    assert found(days(*((day, "9:00-12:00") for day in (*WEEK[:3], *WEEK[4:6])))) == ["minor-weekly-rest"]


@pytest.mark.parametrize("hours", ["21:00-22:30", "5:30-9:00", "22:00-24:00", "0:00-2:00"])
def test_a_minor_may_not_work_at_night(hours: str) -> None:
    assert found(days((WEEK[0], hours)), BAKERY) == ["minor-night"]


def test_the_night_begins_at_twenty_below_sixteen() -> None:
    assert found(days((WEEK[0], "18:00-21:00"))) == []
    assert found(days((WEEK[0], "18:00-21:00")), at_least_16=False) == ["minor-night"]


def test_a_sunday_is_refused_but_in_the_sectors_of_the_decree() -> None:
    sunday = days((WEEK[6], "9:00-12:00"))
    assert found(sunday, OFFICE) == ["minor-sunday"]
    confirmable = minor_findings(sunday, LAW, BAKERY, at_least_16=True)
    assert [(finding.code, finding.weight) for finding in confirmable] == [("minor-sunday", Weight.TO_CONFIRM)]
    assert "R3164-1" in confirmable[0].article


def test_a_public_holiday_is_refused_but_in_the_sectors_of_the_decree() -> None:
    first_of_may = days(("2026-05-01", "9:00-12:00"))
    assert found(first_of_may, OFFICE) == ["minor-holiday"]
    weights = [finding.weight for finding in minor_findings(first_of_may, LAW, BAKERY, at_least_16=True)]
    assert weights == [Weight.TO_CONFIRM]


def test_holidays_are_those_of_the_place() -> None:
    abolition, good_friday = date(2026, 12, 20), date(2026, 4, 3)
    assert public_holidays([abolition], "97400") == {abolition}
    assert public_holidays([abolition], "17000") == frozenset()
    assert public_holidays([good_friday], "67000") == {good_friday}
    assert public_holidays([good_friday], "57000") == {good_friday}
    assert public_holidays([date(2026, 7, 14)], "") == {date(2026, 7, 14)}


def test_whoever_is_not_known_to_be_an_adult_is_protected() -> None:
    night = an_immersion(week=an_immersion().week.__class__({0: days((WEEK[0], "20:00-23:00")).days[0].periods}))
    assert "minor-night" in judged(night, legal=SIXTEEN)
    assert "minor-night" not in judged(night)


def test_a_minor_in_civic_service_works_seven_hours_a_day_and_no_holiday_whatever_the_sector() -> None:
    long_day = days((WEEK[0], "8:00-12:00, 13:00-16:30"))
    civic = minor_findings(
        long_day, LAW, BAKERY, at_least_16=True, day_rule=Rule.CIVIC_MINOR_DAY_MINUTES, holidays_by_sector=False
    )
    assert codes(civic) == ["day-too-long"]
    holiday = days(("2026-05-01", "9:00-12:00"))
    refused = minor_findings(holiday, LAW, BAKERY, at_least_16=True, holidays_by_sector=False)
    assert [finding.weight for finding in refused] == [Weight.REFUSED]


def test_dangerous_work_is_closed_to_minors() -> None:
    assert "not-for-minors" in judged(an_immersion(dangerous_for_minors=True), legal=SIXTEEN)
    assert "not-for-minors" in judged(an_immersion(adults_only=True), legal=SIXTEEN, host=OFFICE_HOST)
    assert "not-for-minors" not in judged(an_immersion(dangerous_for_minors=True))


def test_an_immersion_below_sixteen_is_refused() -> None:
    assert "under-16" in judged(an_immersion(), legal=frozenset())
    assert "under-16" not in judged(an_immersion(kind=OfferKind.VISIT), legal=frozenset())
