"""The documented prior: its shape, its direction, its sums."""

from math import fsum, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, NOT_APPLICABLE, UNKNOWN, Feature, Side, Value
from services.matching.domain.ranking.score import from_values, sigmoid

numbers = st.floats(-1, 100, allow_nan=False)
missing = st.sampled_from([UNKNOWN, NOT_APPLICABLE])
any_value: st.SearchStrategy[Value] = numbers | missing
all_values = st.tuples(*(any_value for _ in FEATURES))


def test_every_feature_has_steps_and_no_step_is_without_a_feature() -> None:
    assert {feature.name for feature in FEATURES} == set(prior.PRIOR)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_the_steps_go_the_way_that_the_feature_declares(feature: Feature) -> None:
    steps = prior.PRIOR[feature.name]
    worth = steps.worth if feature.rises else steps.worth[::-1]

    assert len(steps.worth) == len(steps.edges) + 1
    assert list(steps.edges) == sorted(set(steps.edges))
    assert list(worth) == sorted(worth)
    assert worth[0] < worth[-1], "a feature that changes nothing has no place here"


@given(all_values)
def test_the_shares_sum_exactly_to_the_score(values: tuple[Value, ...]) -> None:
    scored = from_values(values)

    assert isclose(fsum([scored.baseline, *scored.shares]), scored.log_odds, rel_tol=0, abs_tol=1e-12)
    assert isclose(sum(scored.shares) + scored.baseline, scored.log_odds, rel_tol=0, abs_tol=1e-12)


@given(all_values)
def test_the_points_of_the_reasons_sum_exactly_to_the_points_shown(values: tuple[Value, ...]) -> None:
    scored = from_values(values)
    points = [scored.points_of(i) for i in range(len(FEATURES))]

    assert isclose(fsum([scored.starting_points, *points]), scored.points, rel_tol=0, abs_tol=1e-9)
    assert all((point > 0) == (share > 0) for point, share in zip(points, scored.shares, strict=True))
    assert 0 < scored.points < 100


@given(all_values)
def test_the_two_sides_sum_to_the_score(values: tuple[Value, ...]) -> None:
    scored = from_values(values)

    assert isclose(scored.side(Side.GAIN) + scored.side(Side.CHANCE), scored.log_odds, abs_tol=1e-12)


@given(all_values, st.sampled_from(range(len(FEATURES))), missing)
def test_a_missing_signal_weighs_exactly_nothing(values: tuple[Value, ...], place: int, gone: Value) -> None:
    without = from_values((*values[:place], gone, *values[place + 1 :]))

    assert without.shares[place] == 0.0
    assert all(
        share == other
        for i, (share, other) in enumerate(zip(without.shares, from_values(values).shares, strict=True))
        if i != place
    )


@given(all_values, st.sampled_from(range(len(FEATURES))), numbers, numbers)
def test_more_of_a_good_thing_never_lowers_a_score(
    values: tuple[Value, ...], place: int, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    worse, better = (low, high) if FEATURES[place].rises else (high, low)

    def with_value(value: float) -> float:
        return from_values((*values[:place], value, *values[place + 1 :])).log_odds

    assert with_value(worse) <= with_value(better) + 1e-12


def test_nothing_known_is_the_starting_point() -> None:
    scored = from_values(tuple(UNKNOWN for _ in FEATURES))

    assert scored.log_odds == scored.baseline
    assert scored.points == scored.starting_points
    assert 20 < scored.points < 40


@given(st.floats(-800, 800))
def test_the_sigmoid_never_overflows_and_never_decreases(log_odds: float) -> None:
    assert 0 <= sigmoid(log_odds) <= 1
    assert sigmoid(log_odds) <= sigmoid(log_odds + 0.1)


def test_the_wish_weighs_more_than_any_other_signal() -> None:
    reach = {name: max(s.worth) - min(s.worth) for name, s in prior.PRIOR.items()}
    weight = {f.name: prior.WEIGHTS[f.side] for f in FEATURES}

    assert max(reach, key=lambda name: reach[name] * weight[name]) == "trade"
