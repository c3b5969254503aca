"""Dates, sums and counts read as a French reader writes them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.web import french

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
TODAY = date(2026, 3, 3)


def plain(text: str) -> str:
    """The same with ordinary spaces, to be read in a test."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_a_day_of_this_year_is_said_without_its_year() -> None:
    assert plain(french.long_day(date(2026, 3, 3), PARIS, today=TODAY)) == "mardi 3 mars"


def test_a_day_of_another_year_says_it() -> None:
    assert plain(french.long_day(date(2027, 3, 3), PARIS, today=TODAY)) == "mercredi 3 mars 2027"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert plain(french.short_day(date(2026, 5, 1), PARIS, today=TODAY)) == "1er mai"


def test_an_instant_takes_the_day_of_its_territory() -> None:
    late = at(2026, 3, 3, 21, 30)

    assert plain(french.moment_of(late, PARIS, today=TODAY)) == "mardi 3 mars, 22 h 30"
    assert plain(french.moment_of(late, REUNION, today=TODAY)) == "mercredi 4 mars, 1 h 30"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        french.hour(datetime(2026, 3, 3, 9), PARIS)  # noqa: DTZ001  what is refused


def test_round_hours_have_no_minutes() -> None:
    assert plain(french.hour(time(9), PARIS)) == "9 h"
    assert plain(french.hour(time(14, 5), PARIS)) == "14 h 05"
    assert plain(french.hours_between(time(9), time(12, 30), PARIS)) == "de 9 h à 12 h 30"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 3), date(2026, 3, 14), "du 3 au 14 mars"),
        (date(2026, 3, 1), date(2026, 3, 14), "du 1er au 14 mars"),
        (date(2026, 2, 28), date(2026, 3, 3), "du 28 février au 3 mars"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        (date(2027, 3, 3), date(2027, 3, 14), "du 3 au 14 mars 2027"),
        (date(2026, 3, 3), date(2026, 3, 3), "le mardi 3 mars"),
    ],
)
def test_a_span_of_days_says_each_thing_once(first: date, last: date, said: str) -> None:
    assert plain(french.days_between(first, last, PARIS, today=TODAY)) == said


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (at(2026, 3, 3, 11, 59, 30), "à l’instant"),
        (at(2026, 3, 3, 11, 48), "il y a 12 min"),
        (at(2026, 3, 3, 9), "il y a 3 h"),
        (at(2026, 3, 2, 22, 0), "hier"),
        (at(2026, 2, 28, 9), "il y a 3 jours"),
        (at(2026, 2, 10, 9), "il y a 3 semaines"),
        (at(2025, 12, 3, 9), "il y a 3 mois"),
        (at(2023, 3, 3, 9), "il y a 3 ans"),
        (at(2026, 3, 4, 9), "demain"),
        (at(2026, 3, 3, 12, 20), "dans 20 min"),
        (at(2026, 3, 20, 9), "dans 2 semaines"),
    ],
)
def test_distance_in_time_is_counted_on_the_calendar(then: datetime, said: str) -> None:
    assert plain(french.since(then, at(2026, 3, 3, 12), PARIS)) == said


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_any_instant_has_a_distance_from_now(then: datetime) -> None:
    assert french.since(then, at(2026, 3, 3, 12), REUNION)


def test_money_shows_cents_only_when_there_are_some() -> None:
    assert plain(french.euros(125050)) == "1 250,50 €"
    assert plain(french.euros(1200)) == "12 €"
    assert plain(french.euros(-5)) == "-0,05 €"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_no_cent_is_lost_in_writing(cents: int) -> None:
    written = plain(french.euros(cents)).removesuffix("€").replace(" ", "").replace(",", ".")

    assert round(float(written) * 100) == cents


def test_numbers_distances_and_durations_are_rounded_for_people() -> None:
    assert plain(french.count(5600)) == "5 600"
    assert plain(french.percent(0.37)) == "37 %"
    assert [plain(french.distance(km)) for km in (0.01, 0.36, 0.99, 1.24, 14.4)] == [
        "50 m",
        "350 m",
        "1 km",
        "1,2 km",
        "14 km",
    ]
    assert [plain(french.duration(m)) for m in (12, 59.6, 65, timedelta(hours=2))] == [
        "12 min",
        "1 h",
        "1 h 05",
        "2 h",
    ]


def test_plural_begins_at_two() -> None:
    assert [plain(french.plural(n, "jour")) for n in (0, 1, 1.5, 2)] == ["0 jour", "1 jour", "1,5 jour", "2 jours"]
    assert plain(french.plural(3, "cheval", "chevaux")) == "3 chevaux"
    assert french.word_for(2, "place libre") == "places libres"


def test_lists_and_elisions_are_spoken() -> None:
    assert french.joined(["a", "b", "c"]) == "a, b et c"
    assert french.joined(["a"]) == "a"
    assert french.joined([]) == ""
    assert [french.of(name) for name in ("Paul", "Anna", "Hélène", "")] == ["de Paul", "d’Anna", "d’Hélène", "de "]
    assert french.capital("mardi 3 mars") == "Mardi 3 mars"


@pytest.mark.parametrize("number", ["0546000000", "+33 5 46 00 00 00", "05.46.00.00.00"])
def test_a_french_telephone_is_read_by_pairs(number: str) -> None:
    assert plain(french.phone(number)) == "05 46 00 00 00"


def test_a_foreign_telephone_is_left_as_given() -> None:
    assert french.phone("+262 262 00 00 00") == "+262 262 00 00 00"


def test_high_punctuation_never_begins_a_line() -> None:
    assert (
        french.typeset("Prêts ? Oui : « 37 % », 12 €.") == "Prêts\u00a0? Oui\u00a0: «\u00a037\u00a0%\u00a0», 12\u00a0€."
    )
    assert french.typeset("a b") == "a b"
