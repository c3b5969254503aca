"""Six months of experience, in one contract or cumulated: overlaps once, immersions apart."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.experience import Contract, experience, length, merged, plus_months
from services.contracts.vocabulary import OfferKind

YEAR_END = date(2026, 12, 31)
PERIODS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(0, 250)).map(
        lambda one: Contract(OfferKind.CDD, one[0], one[0] + timedelta(days=one[1]))
    ),
    max_size=4,
)


def cdd(start: date, end: date | None) -> Contract:
    return Contract(OfferKind.CDD, start, end)


def test_six_months_date_to_date_in_one_contract() -> None:
    found = experience((cdd(date(2026, 1, 15), date(2026, 7, 14)),), until=YEAR_END, months_asked=6)
    assert (found.months, found.spare_days, found.reached) == (6, 0, True)
    assert found.reached_on == date(2026, 7, 14)


def test_one_day_less_is_not_six_months() -> None:
    found = experience((cdd(date(2026, 1, 15), date(2026, 7, 13)),), until=YEAR_END, months_asked=6)
    assert (found.reached, found.reached_on) == (False, None)
    assert found.in_words().startswith("5 mois")


def test_contracts_add_up_and_days_held_twice_count_once() -> None:
    apart = (cdd(date(2026, 1, 1), date(2026, 3, 31)), cdd(date(2026, 5, 1), date(2026, 7, 31)))
    assert experience(apart, until=YEAR_END, months_asked=6).reached
    twice = (cdd(date(2026, 1, 1), date(2026, 3, 31)), cdd(date(2026, 2, 1), date(2026, 3, 31)))
    assert experience(twice, until=YEAR_END, months_asked=6).months == 3


def test_immersions_and_stages_are_counted_apart() -> None:
    contracts = (
        Contract(OfferKind.IMMERSION, date(2026, 1, 5), date(2026, 1, 16)),
        Contract(OfferKind.INTERNSHIP, date(2026, 1, 12), date(2026, 1, 18)),
    )
    found = experience(contracts, until=YEAR_END, months_asked=6)
    assert (found.days, found.immersion_days, found.in_words()) == (0, 14, "aucune")


def test_a_cdi_counts_until_today_and_tells_when_the_threshold_will_be_met() -> None:
    found = experience((cdd(date(2026, 1, 1), None),), until=date(2026, 3, 10), months_asked=6)
    assert (found.months, found.spare_days, found.reached) == (2, 10, False)
    assert found.reached_on == date(2026, 6, 30)


def test_how_many_months_are_asked_is_a_setting() -> None:
    three = (cdd(date(2026, 1, 1), date(2026, 3, 31)),)
    assert experience(three, until=YEAR_END, months_asked=3).reached
    assert not experience(three, until=YEAR_END, months_asked=6).reached


def test_a_month_is_counted_date_to_date_whatever_its_length() -> None:
    assert plus_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert length(date(2026, 2, 1), date(2026, 2, 28)) == (1, 0)
    assert length(date(2026, 1, 1), date(2026, 1, 30)) == (0, 30)


@given(PERIODS)
def test_the_order_of_contracts_changes_nothing(contracts: list[Contract]) -> None:
    found = {experience(tuple(order), until=YEAR_END, months_asked=6) for order in permutations(contracts)}
    assert len(found) == 1


@given(PERIODS, PERIODS)
def test_one_more_contract_never_takes_days_away(some: list[Contract], more: list[Contract]) -> None:
    fewer = experience(tuple(some), until=YEAR_END, months_asked=6)
    all_ = experience((*some, *more), until=YEAR_END, months_asked=6)
    assert fewer.days <= all_.days <= 730


@given(PERIODS, st.dates(date(2025, 1, 1), YEAR_END))
def test_days_are_those_of_the_calendar_worked(contracts: list[Contract], until: date) -> None:
    worked = {
        day
        for one in contracts
        for n in range(400)
        if (day := one.starts + timedelta(days=n)) <= min(one.ends or until, until)
    }
    assert experience(tuple(contracts), until=until, months_asked=6).days == len(worked)


@given(PERIODS)
def test_the_threshold_is_met_on_the_day_told_and_not_before(contracts: list[Contract]) -> None:
    told = experience(tuple(contracts), until=date(2025, 1, 1), months_asked=6).reached_on
    if told is not None:
        assert experience(tuple(contracts), until=told, months_asked=6).reached
        assert not experience(tuple(contracts), until=told - timedelta(days=1), months_asked=6).reached


def test_an_inverted_period_counts_for_nothing() -> None:
    assert merged([(date(2026, 2, 1), date(2026, 1, 1))]) == []
