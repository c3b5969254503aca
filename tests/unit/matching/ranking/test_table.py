"""The shape that the prior and any learned table share: what it refuses, how it is kept, who scores with it."""

import ast
import json
from dataclasses import replace
from math import fsum, inf, isclose
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import BY_NAME, FEATURES, UNKNOWN, Side, Value
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import FLAT, Steps, Table, faults, read_table, written

MATCHING = Path(__file__).parents[4] / "services" / "matching"
numbers = st.floats(-5, 120, allow_nan=False)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table that may serve: staircases that go the declared way, some features left out."""
    steps = {}
    for feature in FEATURES:
        edges = tuple(sorted(draw(st.sets(numbers, max_size=4))))
        worth = sorted(draw(st.lists(st.floats(-3, 3), min_size=len(edges) + 1, max_size=len(edges) + 1)))
        if draw(st.booleans()):
            steps[feature.name] = Steps(edges, tuple(worth if feature.rises else worth[::-1]))
    weights = {side: draw(st.floats(0.1, 2)) for side in Side}
    return Table("essai", steps, weights, {side: draw(st.floats(-2, 2)) for side in Side}, draw(st.floats(-1, 1)))


def test_the_prior_has_no_fault() -> None:
    assert faults(prior.TABLE) == ()
    assert prior.TABLE.shift == 0.0


@given(tables(), st.tuples(*(numbers | st.just(UNKNOWN) for _ in FEATURES)))
def test_under_any_table_the_shares_sum_exactly_and_what_is_missing_weighs_nothing(
    table: Table, values: tuple[Value, ...]
) -> None:
    scored = from_values(values, table)

    assert faults(table) == ()
    assert isclose(fsum([scored.baseline, *scored.shares]), scored.log_odds, rel_tol=0, abs_tol=1e-12)
    assert all(share == 0.0 for share, value in zip(scored.shares, values, strict=True) if value is UNKNOWN)
    sides = [scored.side(side) for side in Side]
    assert isclose(fsum([table.shift, *sides]), scored.log_odds, rel_tol=0, abs_tol=1e-12)


@given(tables())
def test_a_table_that_is_kept_and_read_again_is_the_same_to_the_last_bit(table: Table) -> None:
    assert read_table(json.loads(json.dumps(written(table)))) == table


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (Steps((1.0, 2.0), (0.0, 1.0, 0.5)), "contre le sens"),
        (Steps((2.0, 1.0), (0.0, 0.1, 0.2)), "ne se suivent pas"),
        (Steps((1.0,), (0.0,)), "une valeur par marche"),
        (Steps((1.0,), (0.0, inf)), "pas un nombre"),
    ],
)
def test_a_table_that_goes_wrong_is_not_read(steps: Steps, told: str) -> None:
    spoiled = replace(prior.TABLE, steps={**prior.PRIOR, "hours": steps})

    assert any(told in fault for fault in faults(spoiled))
    with pytest.raises(ValueError, match=told):
        read_table(json.loads(json.dumps(written(spoiled))))


def test_a_feature_that_nobody_knows_and_a_weight_of_nothing_are_faults() -> None:
    spoiled = Table("x", {"cohort": FLAT}, {Side.GAIN: 1.0, Side.CHANCE: 0.0}, prior.STARTING_POINT)

    assert len(faults(spoiled)) == 2
    assert "cohort" not in BY_NAME


def test_every_list_of_the_product_is_scored_with_the_table_in_force() -> None:
    calls = [
        (path.name, len(node.args))
        for path in MATCHING.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "score"
    ]

    assert calls
    assert [name for name, arguments in calls if arguments != 2] == []
