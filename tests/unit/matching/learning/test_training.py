"""What is learned: additive, monotone, exact once tabulated, the same each time, and never from too little."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import fsum, isclose
from random import Random

import numpy as np
import pytest

from services.kernel.problems import Conflict
from services.matching.adapters.ranker_staircases import fit_side
from services.matching.adapters.ranker_training import WEIGHTS, train_table
from services.matching.domain.learning.lessons import Lesson, decided, must_be_enough, split_in_time
from services.matching.domain.learning.ranker import ENOUGH_OUTCOMES
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, NOT_APPLICABLE, UNKNOWN, Side, Value
from services.matching.domain.ranking.score import from_values, sigmoid
from services.matching.domain.ranking.table import Steps, Table, faults
from tests.factories.ranking import uid

FIRST = date(2025, 1, 6)
TRADE, TRAVEL, HELD = (
    next(place for place, feature in enumerate(FEATURES) if feature.name == name)
    for name in ("trade", "travel_minutes", "skills_held")
)


def some_lessons(count: int = 900, *, seed: int = 5) -> tuple[Lesson, ...]:
    """People like what is near and asked for; employers like skills; a third of the signals is unknown."""
    draw = Random(seed)
    made = []
    for number in range(count):
        values: list[Value] = [
            UNKNOWN if draw.random() < 0.33 else round(draw.random(), draw.choice([1, 3])) for _ in FEATURES
        ]
        values[TRAVEL] = UNKNOWN if draw.random() < 0.2 else float(draw.randint(5, 70))
        near = values[TRADE] if isinstance(values[TRADE], float) else 0.5
        minutes = values[TRAVEL] if isinstance(values[TRAVEL], float) else 30.0
        held = values[HELD] if isinstance(values[HELD], float) else 0.5
        liked = draw.random() < sigmoid(4 * near - 0.06 * minutes)
        taken = draw.random() < sigmoid(3 * held - 1)
        day = FIRST + timedelta(days=number // 4)
        made.append(Lesson(day, uid(number % 60), uid(1000 + number), 1 + number % 20, tuple(values), liked, taken, 0))
    return tuple(made)


@pytest.fixture(scope="module")
def lessons() -> tuple[Lesson, ...]:
    return some_lessons()


@pytest.fixture(scope="module")
def learned(lessons: tuple[Lesson, ...]) -> Table:
    return train_table(lessons, version="appris")


@pytest.mark.parametrize("side", list(Side))
def test_the_table_says_what_the_model_says_to_the_twelfth_decimal(side: Side, lessons: tuple[Lesson, ...]) -> None:
    told = [one for one in lessons if one.answer(side) is not None]
    fitted, table = fit_side(told, side), train_table(lessons, version="x")
    draw, ratios = Random(3), set()

    for _ in range(300):
        values = tuple(
            draw.choice([UNKNOWN, NOT_APPLICABLE, draw.uniform(-1, 2), float(draw.randint(0, 90))]) for _ in FEATURES
        )
        ours = fitted.log_odds(values) - fitted.start
        theirs = table.of_side(side, values) - table.starting[side]
        if abs(ours) > 0.01:
            ratios.add(round(theirs / ours, 9))

    assert len(ratios) == 1, "the sigmoid stretches the whole of a side, and nothing else"


def test_no_step_is_lost_between_two_numbers_of_the_outcomes(lessons: tuple[Lesson, ...]) -> None:
    steps = fit_side(lessons, Side.GAIN).steps["travel_minutes"]

    assert len(steps.edges) > 6
    for edge in steps.edges:
        below, above = steps.at(float(np.nextafter(edge, -np.inf))), steps.at(edge)
        assert below >= above


def test_what_is_learned_may_serve_and_goes_the_declared_way(learned: Table) -> None:
    assert faults(learned) == ()
    travel, trade = learned.steps["travel_minutes"].worth, learned.steps["trade"].worth

    assert travel[0] > travel[-1]
    assert trade[-1] > trade[0]
    for feature in FEATURES:
        worth = learned.steps[feature.name].worth
        pairs = list(pairwise(worth if feature.rises else worth[::-1]))
        assert all(low <= high for low, high in pairs), feature.name


def test_the_shares_of_a_learned_score_sum_exactly_and_what_is_missing_weighs_nothing(
    learned: Table, lessons: tuple[Lesson, ...]
) -> None:
    for one in lessons[:200]:
        scored = from_values(one.values, learned)

        assert isclose(fsum([scored.baseline, *scored.shares]), scored.log_odds, rel_tol=0, abs_tol=1e-12)
        assert all(share == 0.0 for share, value in zip(scored.shares, one.values, strict=True) if value is UNKNOWN)
    assert from_values(tuple(UNKNOWN for _ in FEATURES), learned).log_odds == learned.baseline


def test_fifty_points_go_on_meaning_the_same(learned: Table, lessons: tuple[Lesson, ...]) -> None:
    ours = fsum(from_values(one.values, learned).log_odds for one in lessons)
    documented = fsum(from_values(one.values).log_odds for one in lessons)

    assert isclose(ours / len(lessons), documented / len(lessons), abs_tol=1e-9)


def test_the_sides_are_probabilities_that_come_true(learned: Table) -> None:
    later = some_lessons(800, seed=77)
    for side in Side:
        told = [sigmoid(learned.of_side(side, one.values)) for one in later]
        happened = sum(one.answer(side) is True for one in later) / len(later)

        assert abs(sum(told) / len(told) - happened) < 0.08


def test_the_same_rows_give_the_same_table(lessons: tuple[Lesson, ...], learned: Table) -> None:
    assert train_table(lessons, version="appris") == learned


def reach(count: int) -> float:
    """How far the words of an offer, which change nothing in these outcomes, still move a score, beside the trade."""
    steps = fit_side(some_lessons(count), Side.GAIN).steps
    words, trade = steps["wording"].worth, steps["trade"].worth
    return (words[-1] - words[0]) / (trade[-1] - trade[0])


def test_the_more_outcomes_the_more_the_table_is_learned() -> None:
    documented = (0.7 + 0.5) / (1.8 + 2.0)

    assert reach(60) > reach(600) > reach(3000)
    assert reach(60) == pytest.approx(documented, rel=0.35)
    assert 0 < reach(3000) < 0.5 * documented


def test_a_job_counts_twice_and_an_agreement_for_less_than_a_period_on_the_side_of_the_gain_alone() -> None:
    one = replace(some_lessons(1)[0], position=1, gained=True)
    strengths = [replace(one, grade=grade).strength(Side.GAIN) for grade in (3, 2, 0)]

    assert strengths == [2.0, 1.0, 0.7]
    assert replace(one, grade=3).strength(Side.CHANCE) == 1.0
    assert replace(one, gained=False).strength(Side.GAIN) == 1.0


def test_calibrating_a_side_changes_no_order(lessons: tuple[Lesson, ...], learned: Table) -> None:
    gain, chance = (fit_side([one for one in lessons if one.answer(side) is not None], side) for side in Side)
    draw = Random(9)
    some = [draw.choice(lessons).values for _ in range(60)]
    as_fitted = [WEIGHTS[Side.GAIN] * gain.log_odds(one) + WEIGHTS[Side.CHANCE] * chance.log_odds(one) for one in some]
    as_served = [from_values(one, learned).log_odds for one in some]

    gaps = [ours - theirs for ours, theirs in zip(as_fitted, as_served, strict=True)]
    assert max(gaps) - min(gaps) < 1e-9


def test_under_the_minimum_nothing_is_learned_and_the_prior_stays() -> None:
    few = some_lessons(ENOUGH_OUTCOMES - 1)
    with pytest.raises(Conflict, match="Trop peu pour apprendre") as refused:
        train_table(few, version="x")

    assert refused.value.code == "too-few-outcomes"
    assert decided(few, Side.GAIN) == ENOUGH_OUTCOMES - 1
    must_be_enough(some_lessons(ENOUGH_OUTCOMES))


def test_outcomes_that_always_end_alike_teach_nothing() -> None:
    alike = tuple(replace(one, said_yes=True) for one in some_lessons(400))
    with pytest.raises(Conflict, match="toujours la même réponse"):
        train_table(alike, version="x")


def test_what_newer_outcomes_deny_is_not_kept() -> None:
    lessons = some_lessons(900)
    older, newer = split_in_time(lessons, 0.75)
    turned = tuple(replace(one, gained=not one.gained, said_yes=not one.said_yes) for one in newer)
    with pytest.raises(Conflict, match="démenti par les plus récentes"):
        train_table((*older, *turned), version="x")


def test_no_day_is_on_both_sides_of_the_split(lessons: tuple[Lesson, ...]) -> None:
    older, newer = split_in_time(lessons, 0.6)

    assert len(older) + len(newer) == len(lessons)
    assert max(one.on for one in older) < min(one.on for one in newer)
    assert split_in_time((), 0.5) == ((), ())


def test_what_never_varied_in_the_outcomes_keeps_the_opinion_of_the_prior() -> None:
    flat, unknown = (
        next(place for place, one in enumerate(FEATURES) if one.name == name) for name in ("diploma", "hosted")
    )
    spoiled = []
    for one in some_lessons(600):
        values = list(one.values)
        values[flat], values[unknown] = 0.0, UNKNOWN
        spoiled.append(replace(one, values=tuple(values)))
    table = train_table(spoiled, version="x")

    for name in ("diploma", "hosted"):
        documented, kept = prior.PRIOR[name], table.steps[name]
        assert kept.edges == documented.edges
        slope = kept.worth[-1] / documented.worth[-1]
        assert all(isclose(ours, slope * theirs) for ours, theirs in zip(kept.worth, documented.worth, strict=True))


def test_a_row_from_far_down_weighs_more_but_never_more_than_three() -> None:
    first, far = (replace(some_lessons(1)[0], position=position) for position in (1, 500))

    assert (first.weight, far.weight) == (1.0, 3.0)


def test_a_flat_feature_is_one_step() -> None:
    assert Steps((), (0.0,)).at(12.0) == 0.0
