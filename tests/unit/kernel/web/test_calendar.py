"""Calendar files: what a diary reads of them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.kernel.web.calendar import Appointment, calendar_file, calendar_text

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
AT = datetime(2026, 3, 5, 14, 30, tzinfo=timezone(timedelta(hours=1)))


def text(**others: object) -> str:
    given: dict[str, object] = {"key": "a1", "title": "Rencontre", "starts": AT, **others}
    return calendar_text([Appointment(**given)], now=NOW)  # type: ignore[arg-type]


def unfolded(told: str) -> list[str]:
    return told.replace("\r\n ", "").split("\r\n")


def test_a_meeting_is_written_in_utc_and_lasts_an_hour() -> None:
    lines = unfolded(text())

    assert "DTSTART:20260305T133000Z" in lines
    assert "DTEND:20260305T143000Z" in lines


def test_whole_days_end_the_day_after_the_last() -> None:
    lines = unfolded(text(starts=date(2026, 3, 9), ends=date(2026, 3, 20)))

    assert "DTSTART;VALUE=DATE:20260309" in lines
    assert "DTEND;VALUE=DATE:20260321" in lines


def test_one_reminder_comes_the_day_before() -> None:
    assert "TRIGGER:-P1D" in unfolded(text())


def test_the_same_thing_keeps_its_key() -> None:
    assert "UID:a1" in unfolded(text(title="Autre titre"))


def test_signs_that_mean_something_are_escaped() -> None:
    lines = unfolded(text(title="Pain, levain; « 1\\2 »", about="Ligne 1\nLigne 2"))

    assert "SUMMARY:Pain\\, levain\\; « 1\\\\2 »" in lines
    assert "DESCRIPTION:Ligne 1\\nLigne 2" in lines


def test_no_line_is_longer_than_the_format_allows_and_no_letter_is_cut() -> None:
    long = "é" * 200

    told = text(title=long)

    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    assert f"SUMMARY:{long}" in unfolded(told)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        text(starts=datetime(2026, 3, 5, 14, 30))  # noqa: DTZ001  the fault itself


def test_the_file_is_saved_under_its_name() -> None:
    answer = calendar_file([], name="rendez-vous", now=NOW)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="rendez-vous.ics"'
