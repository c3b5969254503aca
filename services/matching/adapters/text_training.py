"""Train the two small models of titles on groups of titles that name one trade: seeded, numpy only.

The linear step follows a sentence model; the static table gives a vector to each word piece. Both learn by contrast:
two titles of one group are drawn together, away from the other groups of the batch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.embedders_linear import LinearStep, unit, whitening
from services.matching.text_ports import Vectors

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps, groups in a batch, learning rate, temperature of the contrast, seed."""

    steps: int
    batch: int = 1024
    rate: float = 1e-3
    temperature: float = 0.07
    seed: int = 17


STEP_PLAN = Plan(steps=400)


class Pairs:
    """Draws two different members of some groups; groups of many titles are drawn more, by their square root."""

    def __init__(self, sizes: Sequence[int], plan: Plan, louder: Sequence[float] = ()) -> None:
        """``louder`` multiplies the chance of each group, when given."""
        self.generator = np.random.default_rng(plan.seed)
        self._sizes = np.asarray(sizes)
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)[:-1]])
        shares = np.sqrt(self._sizes) * (np.asarray(louder) if len(louder) else 1.0)
        self._shares = shares / shares.sum()
        self._batch = min(plan.batch, len(sizes))

    def draw(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the first and second member of each group drawn."""
        groups = self.generator.choice(len(self._sizes), self._batch, replace=False, p=self._shares)
        sizes, starts = self._sizes[groups], self._starts[groups]
        first = (self.generator.random(self._batch) * sizes).astype(np.int64)
        second = (self.generator.random(self._batch) * (sizes - 1)).astype(np.int64)
        second = np.where(second >= first, second + 1, second)
        return starts + first, starts + second


class Adam:
    """The usual optimiser, warm for 50 steps then down to a tenth of its rate."""

    def __init__(self, plan: Plan, shape: tuple[int, ...]) -> None:
        self._plan = plan
        self._mean: Matrix = np.zeros(shape, np.float32)
        self._square: Matrix = np.zeros(shape, np.float32)

    def moved(self, matrix: Matrix, slope: Matrix, step: int) -> Matrix:
        """The matrix after step number ``step`` (from 1)."""
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope * slope
        rate = self._plan.rate * min(1.0, step / 50) * (1 - 0.9 * step / self._plan.steps)
        mean, square = self._mean / (1 - 0.9**step), self._square / (1 - 0.999**step)
        moved: Matrix = (matrix - rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
        return moved


def contrast(first: Matrix, second: Matrix, temperature: float) -> tuple[Matrix, Matrix]:
    """Slopes, by both sides' outputs (n, d), of the symmetric contrast: row i of one answers row i of the other."""
    long_first, long_second = (np.linalg.norm(side, axis=1, keepdims=True) + 1e-6 for side in (first, second))
    a, b = first / long_first, second / long_second
    alike = a @ b.T / temperature
    wrong = (_softmax(alike) + _softmax(alike.T).T - 2 * np.eye(len(a), dtype=np.float32)) / (2 * len(a) * temperature)
    by_a, by_b = wrong @ b, wrong.T @ a
    slope_first = (by_a - (by_a * a).sum(axis=1, keepdims=True) * a) / long_first
    slope_second = (by_b - (by_b * b).sum(axis=1, keepdims=True) * b) / long_second
    return slope_first.astype(np.float32), slope_second.astype(np.float32)


def train_step(
    groups: Sequence[Vectors],
    *,
    follows: str,
    plan: Plan = STEP_PLAN,
    louder: Sequence[float] = (),
    tell: Callable[[str], None] | None = None,
) -> LinearStep:
    """The linear step for groups of vectors of one model, each of shape (at least 2, d)."""
    rows = np.concatenate(list(groups)).astype(np.float32)
    mean, matrix = whitening(rows)
    rows = unit(rows - mean)
    pairs, optimiser = Pairs([len(group) for group in groups], plan, louder), Adam(plan, matrix.shape)
    for step in range(1, plan.steps + 1):
        first, second = (rows[drawn] for drawn in pairs.draw())
        slope_first, slope_second = contrast(first @ matrix, second @ matrix, plan.temperature)
        matrix = optimiser.moved(matrix, first.T @ slope_first + second.T @ slope_second, step)
        if tell is not None and step % 100 == 0:
            tell(f"adaptateur : {step} pas sur {plan.steps}")
    return LinearStep(mean, matrix, follows)


def _softmax(rows: Matrix) -> Matrix:
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return shares
