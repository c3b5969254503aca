"""The figure of likeness is that of the nearest wish, and of nothing else."""

import numpy as np
import pytest

from services.matching.adapters.title_likeness import cosine_of, likeness_of

FLOOR = 0.5
CHANCE = np.random.default_rng(7)


def unit(*numbers: float) -> np.ndarray:
    vector = np.asarray(numbers, np.float32)
    return vector / np.linalg.norm(vector)


def test_the_nearest_wish_counts_between_the_floor_and_one() -> None:
    vectors = {"a": unit(1, 0), "b": unit(0, 1), "same": unit(1, 0), "half": unit(1, 1)}

    found = likeness_of({1: "same", 2: "half"}, ["a", "b"], vectors, FLOOR)

    assert found[1] == pytest.approx(1.0)
    assert found[2] == pytest.approx((np.sqrt(0.5) - FLOOR) / (1 - FLOOR), abs=1e-6)
    assert likeness_of({3: "b"}, ["a"], vectors, FLOOR) == {3: 0.0}
    assert likeness_of({}, ["a"], vectors, FLOOR) == {}


def test_a_figure_does_not_depend_on_what_is_asked_with_it() -> None:
    vectors = {f"t{n}": unit(*CHANCE.normal(size=384)) for n in range(300)}
    vectors["wish"] = unit(*CHANCE.normal(size=384))
    titles = {n: f"t{n}" for n in range(300)}

    together = likeness_of(titles, ["wish"], vectors, 0.0)

    for n in range(0, 300, 17):
        assert likeness_of({n: f"t{n}"}, ["wish"], vectors, 0.0) == {n: together[n]}


def test_a_likeness_and_its_cosine_are_two_ways_to_say_it() -> None:
    assert cosine_of(0.0, FLOOR) == FLOOR
    assert cosine_of(1.0, FLOOR) == 1.0
