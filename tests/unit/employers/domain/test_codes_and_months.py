"""Codes of registers, contacts, and months counted from date to date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.employers.domain.codes import (
    contact_faults,
    digits_of_phone,
    is_naf,
    is_ogr,
    is_postcode,
    is_rome,
    normal_naf,
)
from services.employers.domain.limits import Limit, limit
from services.employers.domain.months import last_day, lasts_at_least, lasts_at_most


@pytest.mark.parametrize(("code", "good"), [("56.10A", True), ("5610A", False), ("56.10a", False), ("٥٦.10A", False)])
def test_a_naf_has_two_digits_a_dot_two_digits_and_a_letter(code: str, good: bool) -> None:
    assert is_naf(code) is good


def test_a_naf_typed_without_its_dot_is_put_right() -> None:
    assert normal_naf(" 5610a ") == "56.10A"
    assert normal_naf("rien") == "RIEN"


@pytest.mark.parametrize(("code", "good"), [("G1602", True), ("N4105", True), ("O1234", False), ("G160", False)])
def test_a_rome_code_goes_from_a_to_n_with_four_digits(code: str, good: bool) -> None:
    assert is_rome(code) is good


def test_an_appellation_has_five_or_six_digits_and_a_postcode_five() -> None:
    assert is_ogr("11573")
    assert is_ogr("126549")
    assert not is_ogr("1157")
    assert is_postcode("17000")
    assert not is_postcode("17 000")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("05 46 00 00 00", "0546000000"),
        ("+33 5.46.00.00.00", "0546000000"),
        ("0033546000000", "0546000000"),
        ("+262 692 00 00 00", "+262692000000"),
        ("0046", ""),
        ("bonjour", ""),
    ],
)
def test_a_phone_is_read_in_the_ways_people_write_it(typed: str, kept: str) -> None:
    assert digits_of_phone(typed) == kept


def test_a_contact_needs_one_way_to_be_reached_and_each_must_be_whole() -> None:
    assert [fault.field for fault in contact_faults(email="", phone="")] == ["email"]
    assert [fault.field for fault in contact_faults(email="a@b", phone="12")] == ["email", "phone"]
    assert contact_faults(email="", phone="05 46 00 00 00") == ()
    assert contact_faults(email="dominique@example.org", phone="") == ()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 3, 3), date(2026, 4, 2)),
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 14)),
    ],
)
def test_a_month_is_counted_from_date_to_date(start: date, end: date) -> None:
    assert last_day(start, 1) == end
    assert lasts_at_most(start, end, months=1)
    assert not lasts_at_most(start, date.fromordinal(end.toordinal() + 1), months=1)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_a_period_that_ends_on_its_last_day_is_neither_too_short_nor_too_long(start: date, months: int) -> None:
    end = last_day(start, months)
    assert lasts_at_most(start, end, months=months)
    assert lasts_at_least(start, end, months=months)
    assert 27 * months <= (end - start).days + 1 <= 31 * months


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 35))
def test_one_month_more_is_never_shorter(start: date, months: int) -> None:
    assert last_day(start, months) < last_day(start, months + 1)


def test_a_figure_of_the_law_is_the_one_in_force_on_the_day() -> None:
    rows = (Limit("hours", 39, date(1982, 1, 1), "a"), Limit("hours", 35, date(2002, 1, 1), "b"))
    assert limit("hours", on=date(2001, 12, 31), rows=rows).value == 39
    assert limit("hours", on=date(2002, 1, 1), rows=rows).value == 35
    assert limit("hours", on=date(1970, 1, 1), rows=rows).value == 39
    with pytest.raises(KeyError):
        limit("unknown", on=date(2026, 1, 1), rows=rows)
