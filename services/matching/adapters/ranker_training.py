"""Learn the two sides from outcomes: additive, monotone models, calibrated, then written as a table of steps.

scikit-learn is needed here only: what is promoted is a `Table`, and serving adds numbers. A feature's staircase is the
model's answer with that feature alone, minus its answer when nothing is known: exact, for the model has no interaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, nan
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from services.kernel.problems import Conflict
from services.matching.domain.learning.lessons import Lesson, must_be_enough, split_in_time
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, Feature, Missing, Side, Value
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import Steps, Table

Numbers = NDArray[np.float64]
TO_FIT = 0.75
"""The oldest three quarters teach the model, the newest quarter its calibration."""
HALF_TRUSTED = 400
MISSING = frozenset(Missing)
WEIGHTS = {Side.GAIN: 1.0, Side.CHANCE: 1.0}
"""Both sides are calibrated: their sum ranks like the product « what she gains × that the employer says yes »."""
ONE_ANSWER = "Les suites les plus récentes ont toutes la même réponse : rien ne peut être étalonné."
DENIED = "Ce qui a été appris des suites anciennes est démenti par les plus récentes : rien n'est gardé."


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model of one side, before it is drawn towards the prior and calibrated. ``seen``: the numbers it met."""

    side: Side
    features: tuple[tuple[int, Feature], ...]
    model: Any
    seen: Numbers

    def log_odds(self, numbers: Numbers) -> Numbers:
        """The model's own log-odds; NaN where nothing is known."""
        found: Numbers = self.model.decision_function(numbers)
        return found


def train_table(lessons: Sequence[Lesson], *, version: str, seed: int = 17) -> Table:
    """The table learned from these rows. The same rows and seed give the same table. Raises Conflict."""
    must_be_enough(lessons)
    steps: dict[str, Steps] = {}
    starting: dict[Side, float] = {}
    with threadpool_limits(limits=1):  # such small models lose more to threads than they win
        for side in Side:
            told = [one for one in lessons if one.answer(side) is not None]
            older, newer = split_in_time(told, TO_FIT)
            found, start = _drawn_to_prior(fit_side(older, side, seed=seed), trust(len(older)))
            slope, offset = _sigmoid(side, found, start, newer)
            steps |= {
                name: Steps(one.edges, tuple(slope * worth for worth in one.worth)) for name, one in found.items()
            }
            starting[side] = offset + slope * start
    table = Table(version, steps, WEIGHTS, starting)
    return replace(table, shift=_same_level(table, lessons))


def trust(outcomes: int) -> float:
    """How much of the table is learned, the rest staying the prior's: a half at ``HALF_TRUSTED`` outcomes."""
    return outcomes / (outcomes + HALF_TRUSTED)


def fit_side(lessons: Sequence[Lesson], side: Side, *, seed: int) -> Fitted:
    """Fit one side on the rows that say something of it; what never varied in them is left to the prior."""
    features = tuple(
        (place, feature)
        for place, feature in enumerate(FEATURES)
        if feature.side is side and len({one.values[place] for one in lessons} - MISSING) > 1
    )
    if not features:
        raise Conflict(DENIED, code="nothing-learned")
    model = HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=120,
        max_leaf_nodes=6,
        min_samples_leaf=25,
        l2_regularization=5.0,
        max_bins=64,
        interaction_cst="no_interactions",
        monotonic_cst=[1 if feature.rises else -1 for _, feature in features],
        early_stopping=False,
        random_state=seed,
    )
    numbers = _numbers(lessons, features)
    model.fit(numbers, _answers(lessons, side), sample_weight=[one.weight for one in lessons])
    return Fitted(side, features, model, numbers)


def tabulated(fitted: Fitted) -> tuple[dict[str, Steps], float]:
    """Each feature's staircase, its edges found to the last bit by asking the model; and what it says of nothing."""
    nothing = float(fitted.log_odds(_nothing_known(fitted))[0])
    return {
        feature.name: _staircase(fitted, column, nothing) for column, (_, feature) in enumerate(fitted.features)
    }, nothing


def _staircase(fitted: Fitted, column: int, nothing: float) -> Steps:
    values = np.unique(fitted.seen[:, column][~np.isnan(fitted.seen[:, column])])
    answers = fitted.log_odds(_alone(fitted, column, values)) - nothing
    moved = [place for place, (low, high) in enumerate(pairwise(answers)) if low != high]
    edges = _edges(fitted, column, values[moved], values[[place + 1 for place in moved]])
    worth = [float(answers[0]), *(float(answers[place + 1]) for place in moved)]
    return Steps(tuple(edges), tuple(worth))


def _edges(fitted: Fitted, column: int, low: Numbers, high: Numbers) -> list[float]:
    """The smallest number of each step: the bounds are drawn together until no number is left between them."""
    below = fitted.log_odds(_alone(fitted, column, low)) if len(low) else low
    while len(low) and (np.nextafter(low, high) < high).any():
        middle = low + (high - low) / 2
        still = fitted.log_odds(_alone(fitted, column, middle)) == below
        low, high = np.where(still, middle, low), np.where(still, high, middle)
    return [float(edge) for edge in high]


def _drawn_to_prior(fitted: Fitted, part: float) -> tuple[dict[str, Steps], float]:
    learned, nothing = tabulated(fitted)
    mixed = {
        feature.name: _mixed(learned[feature.name], prior.PRIOR[feature.name], part)
        if feature.name in learned
        else prior.PRIOR[feature.name]
        for feature in FEATURES
        if feature.side is fitted.side
    }
    return mixed, part * nothing + (1 - part) * prior.STARTING_POINT[fitted.side]


def _mixed(learned: Steps, documented: Steps, part: float) -> Steps:
    """A staircase between two: at every edge of either, so much of the one and the rest of the other."""
    edges = tuple(sorted({*learned.edges, *documented.edges}))
    points = (-inf, *edges)
    return Steps(edges, tuple(part * learned.at(one) + (1 - part) * documented.at(one) for one in points))


def _sigmoid(side: Side, steps: dict[str, Steps], start: float, newer: Sequence[Lesson]) -> tuple[float, float]:
    """The slope and offset that make the frozen score of newer rows a probability. Raises Conflict."""
    frozen = Table("", steps, WEIGHTS, {**prior.STARTING_POINT, side: start})
    scores = np.array([[frozen.of_side(side, one.values)] for one in newer])
    answers = _answers(newer, side)
    if len(set(answers)) < 2:
        raise Conflict(ONE_ANSWER, code="nothing-learned")
    sigmoid = LogisticRegression(C=1e6).fit(scores, answers)
    slope, offset = float(sigmoid.coef_[0][0]), float(sigmoid.intercept_[0])
    if not slope > 0:
        raise Conflict(DENIED, code="nothing-learned")
    return slope, offset


def _same_level(table: Table, lessons: Sequence[Lesson]) -> float:
    """What keeps the mean score of what was shown where the prior puts it."""
    return fmean(from_values(one.values).log_odds - from_values(one.values, table).log_odds for one in lessons)


def _nothing_known(fitted: Fitted) -> Numbers:
    return np.full((1, len(fitted.features)), nan)


def _alone(fitted: Fitted, column: int, values: Numbers) -> Numbers:
    numbers = np.full((len(values), len(fitted.features)), nan)
    numbers[:, column] = values
    return numbers


def _numbers(lessons: Sequence[Lesson], features: Sequence[tuple[int, Feature]]) -> Numbers:
    return np.array([[_number(one.values[place]) for place, _ in features] for one in lessons], dtype=np.float64)


def _number(value: Value) -> float:
    return nan if isinstance(value, Missing) else value


def _answers(lessons: Sequence[Lesson], side: Side) -> list[int]:
    return [int(bool(one.answer(side))) for one in lessons]
