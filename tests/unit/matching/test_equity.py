"""Figures of equity: concentration, hidden small cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.equity import STEPS, gini, hidden_if_small, spread


@pytest.mark.parametrize(
    ("weights", "expected"),
    [([1, 1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([5], None), ([], None), ([0, 0], None)],
)
def test_concentration_is_nought_when_even_and_grows_with_one_firm(
    weights: list[float], expected: float | None
) -> None:
    assert gini(weights) == expected


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=40), st.floats(0.1, 50))
def test_concentration_does_not_depend_on_the_unit(weights: list[float], unit: float) -> None:
    one, other = gini(weights), gini([weight * unit for weight in weights])

    assert one is not None
    assert other == pytest.approx(one, abs=1e-9)
    assert -1e-9 <= one < 1


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (12, 12)])
def test_a_few_people_are_never_counted_one_by_one(count: int, shown: int | None) -> None:
    assert hidden_if_small(count) == shown


def test_people_are_spread_over_every_range_once() -> None:
    counts = [0] * 6 + [2] * 5 + [7] * 3 + [40] * 9

    assert spread(counts) == ((0, 0, 6), (1, 4, 5), (5, 9, None), (10, 29, 0), (30, None, 9))
    assert STEPS[0][0] == 0
