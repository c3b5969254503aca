"""One side of the ranking, learned from outcomes as staircases: additive, monotone, and leaning on the prior.

Each feature has a level and steps; a step may only go the declared way (scikit-learn's positive least squares, inside
the usual rounds of a logistic regression). The prior speaks as rows of more: few outcomes move it little, many move it
much, and what never varied in the outcomes stays as it was. At the end it keeps a part as it is, for the firms of one
town are few. No interaction can be written in this form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression, LogisticRegression

from services.kernel.problems import Conflict
from services.matching.domain.learning.lessons import Lesson
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, Feature, Missing, Side, Value
from services.matching.domain.ranking.table import Steps

Numbers = NDArray[np.float64]
FREEDOM = 0.25
"""Log-odds by which outcomes may easily move one step away from the prior (a standard deviation)."""
MORE_EDGES = 12
"""Edges added to those of the prior, at the quantiles of what was seen."""
KEPT_OF_PRIOR = 0.25
"""The part of every step that stays the prior's, whatever was learned."""
LEAST_SLOPE = 0.2
ROUNDS = 12
SETTLED = 1e-6
MISSING = frozenset(Missing)
NOTHING_VARIED = "Rien ne varie dans ces suites : rien ne peut en être appris."


@dataclass(frozen=True, slots=True)
class Fitted:
    """One side as it was learned. ``steps`` holds every feature of the side; ``start`` is what is said of nothing."""

    side: Side
    steps: dict[str, Steps]
    start: float

    def log_odds(self, values: tuple[Value, ...]) -> float:
        """The side's log-odds for these values."""
        return self.start + sum(
            self.steps[feature.name].at(value)
            for feature, value in zip(FEATURES, values, strict=True)
            if feature.side is self.side
        )


@dataclass(frozen=True, slots=True)
class _Stair:
    """A feature that varied: its place in ``FEATURES``, its edges, and what the prior thinks of its level and steps."""

    place: int
    feature: Feature
    edges: tuple[float, ...]
    documented: tuple[float, ...]

    def columns(self, numbers: Numbers) -> Numbers:
        """1 where the signal is known, then, for each edge, the declared way where it is reached."""
        known = ~np.isnan(numbers)
        way = 1.0 if self.feature.rises else -1.0
        reached = known[:, None] & (np.nan_to_num(numbers, nan=-np.inf)[:, None] >= np.array(self.edges)[None, :])
        return np.hstack([known[:, None].astype(float), way * reached])

    def steps(self, found: Numbers) -> Steps:
        """The staircase of these coefficients: a level, then as many rises (or falls) as edges."""
        way = 1.0 if self.feature.rises else -1.0
        level, rises = float(found[0]), [way * float(one) for one in found[1:]]
        return Steps(self.edges, tuple(accumulate(rises, initial=level)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is learned from: a column per coefficient, the answers, and what the prior thinks of each coefficient."""

    columns: Numbers
    answers: Numbers
    weights: Numbers
    documented: Numbers
    levels: NDArray[np.intp]


def fit_side(lessons: Sequence[Lesson], side: Side) -> Fitted:
    """Fit one side on the rows that say something of it. Raises Conflict when nothing varies in them."""
    values = np.array([[_number(value) for value in one.values] for one in lessons], dtype=np.float64)
    stairs = [
        _stair(place, feature, values[:, place])
        for place, feature in enumerate(FEATURES)
        if feature.side is side and len({one.values[place] for one in lessons} - MISSING) > 1
    ]
    if not stairs:
        raise Conflict(NOTHING_VARIED, code="nothing-learned")
    answers = np.array([float(bool(one.answer(side))) for one in lessons])
    weights = np.array([one.strength(side) for one in lessons])
    columns = np.hstack([stair.columns(values[:, stair.place]) for stair in stairs])
    documented = np.concatenate([np.array(stair.documented) for stair in stairs])
    slope, start = _slope(columns @ documented, answers, weights)
    rows = _Rows(columns, answers, weights, slope * documented, _levels(stairs))
    found, start = _fitted(rows, start)
    steps = {feature.name: _scaled(prior.PRIOR[feature.name], slope) for feature in FEATURES if feature.side is side}
    for stair, hers in zip(stairs, np.split(found, np.cumsum([len(s.documented) for s in stairs])[:-1]), strict=True):
        steps[stair.feature.name] = stair.steps(hers)
    mixed = {name: _mixed(one, prior.PRIOR[name]) for name, one in steps.items()}
    return Fitted(side, mixed, (1 - KEPT_OF_PRIOR) * start + KEPT_OF_PRIOR * prior.STARTING_POINT[side])


def _stair(place: int, feature: Feature, seen: Numbers) -> _Stair:
    known = seen[~np.isnan(seen)]
    documented = prior.PRIOR[feature.name]
    inner = np.quantile(known, np.linspace(0, 1, MORE_EDGES + 2)[1:-1])
    edges = tuple(sorted({*documented.edges, *(float(one) for one in inner if one > known.min())}))
    way = 1.0 if feature.rises else -1.0
    rises = {
        edge: way * (after - before)
        for edge, before, after in zip(documented.edges, documented.worth, documented.worth[1:], strict=False)
    }
    return _Stair(place, feature, edges, (documented.worth[0], *(rises.get(edge, 0.0) for edge in edges)))


def _levels(stairs: Sequence[_Stair]) -> NDArray[np.intp]:
    """Which coefficients are levels: they may go both ways."""
    return np.flatnonzero(np.concatenate([[True] + [False] * len(stair.edges) for stair in stairs]))


def _slope(scores: Numbers, answers: Numbers, weights: Numbers) -> tuple[float, float]:
    """How strongly the prior as it is speaks of these answers, and where it starts."""
    found = LogisticRegression(C=10.0).fit(scores[:, None], answers, sample_weight=weights)
    return max(LEAST_SLOPE, float(found.coef_[0][0])), float(found.intercept_[0])


def _fitted(rows: _Rows, start: float) -> tuple[Numbers, float]:
    """The coefficients nearest to both the answers and the prior, every step going its way."""
    found = rows.documented.copy()
    for _ in range(ROUNDS):
        told = rows.columns @ found + start
        likely = 1 / (1 + np.exp(-told))
        sure = np.maximum(1e-4, likely * (1 - likely))
        before = found
        found, start = _nearest(rows, told + (rows.answers - likely) / sure, sure * rows.weights)
        if np.abs(found - before).max() < SETTLED:
            break
    return found, start


def _nearest(rows: _Rows, target: Numbers, weights: Numbers) -> tuple[Numbers, float]:
    """One round: weighted least squares over rows and prior together, steps positive, levels and start free.

    What may go both ways is two positive columns. The normal equations are solved through their root, which is small.
    """
    count, levels = len(rows.documented), rows.levels
    ones = np.ones((len(rows.columns), 1))
    columns = np.hstack([rows.columns, -rows.columns[:, levels], ones, -ones])
    said = np.zeros((count, columns.shape[1]))
    said[np.arange(count), np.arange(count)] = 1.0
    said[levels, count + np.arange(len(levels))] = -1.0
    square = (columns * weights[:, None]).T @ columns + said.T @ said / FREEDOM**2
    right = (columns * weights[:, None]).T @ target + said.T @ rows.documented / FREEDOM**2
    root = np.linalg.cholesky(square + 1e-9 * np.trace(square) / len(square) * np.eye(len(square)))
    solved = LinearRegression(positive=True, fit_intercept=False).fit(root.T, np.linalg.solve(root, right)).coef_
    found = solved[:count].copy()
    found[levels] -= solved[count:-2]
    return found, float(solved[-2] - solved[-1])


def _mixed(learned: Steps, documented: Steps) -> Steps:
    """A staircase between two: at every edge of either, so much of the one and the rest of the other."""
    edges = tuple(sorted({*learned.edges, *documented.edges}))
    part = 1 - KEPT_OF_PRIOR
    points = (-inf, *edges)
    return Steps(edges, tuple(part * learned.at(one) + KEPT_OF_PRIOR * documented.at(one) for one in points))


def _scaled(steps: Steps, slope: float) -> Steps:
    return Steps(steps.edges, tuple(slope * worth for worth in steps.worth))


def _number(value: Value) -> float:
    return float("nan") if isinstance(value, Missing) else value
