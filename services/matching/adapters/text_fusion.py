"""Learn how much each part counts for a question: a listwise choice, weights by the question's signs, never negative.

Each question is a choice among the titles that some part puts near the top; the weights make the right ones likely.
Each set of questions counts the same. Slopes are kept small, so that a sign that tells nothing changes nothing.
Deterministic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from services.matching.domain.text.weights import Figures, Weighing

_NEAR = 20
"""Titles that each part brings to a question's choice."""
_SMALL_BASE, _SMALL_SLOPES = 1e-4, 1e-3
_START = 2.0
_MOST_STEPS = 150


@dataclass(frozen=True, slots=True)
class Choice:
    """A question's titles: what each part gives them, shape (titles, parts), which are right, and its signs."""

    given: Figures
    right: NDArray[np.bool_]
    signs: Figures


def choice(given: NDArray[np.float32], right: NDArray[np.bool_], signs: Figures) -> Choice:
    """The titles worth a look among all: the right ones, and the nearest ones of each part."""
    kept = set(np.flatnonzero(right))
    near = min(_NEAR, len(given) - 1)
    for part in range(given.shape[1]):
        kept.update(np.argpartition(-given[:, part], near)[: near + 1])
    places = np.array(sorted(kept))
    return Choice(given[places].astype(np.float64), right[places], signs)


def learned(sets: Sequence[Sequence[Choice]], parts: tuple[str, ...]) -> Weighing:
    """The weighing that makes the right titles likely."""
    loss = _Loss([one for some in sets for one in some], [len(some) for some in sets])
    start = np.concatenate([np.full(loss.parts, _START), np.zeros(loss.parts * loss.signs)])
    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    base, slopes = loss.unpacked(found.x)
    return Weighing(parts, base, slopes)


class _Loss:
    """Minus the log of the right titles' share, and its slope by base and slopes."""

    def __init__(self, choices: Sequence[Choice], sizes_of_sets: Sequence[int]) -> None:
        self._given = np.concatenate([one.given for one in choices])
        self._right = np.concatenate([one.right for one in choices])
        self._signs = np.stack([one.signs for one in choices])
        self._sizes = np.array([len(one.right) for one in choices])
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)[:-1]])
        self._counts = np.concatenate([np.full(size, 1 / max(1, size)) for size in sizes_of_sets])
        self.parts, self.signs = self._given.shape[1], self._signs.shape[1]

    def unpacked(self, together: Figures) -> tuple[Figures, Figures]:
        """Base and slopes."""
        return together[: self.parts], together[self.parts :].reshape(self.parts, self.signs)

    def __call__(self, together: Figures) -> tuple[float, Figures]:
        base, slopes = self.unpacked(together)
        sums = base + self._signs @ slopes.T
        weights = np.logaddexp(0.0, sums)
        scores = np.einsum("tp,tp->t", self._given, np.repeat(weights, self._sizes, axis=0))
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, self._starts), self._sizes))
        rights = powers * self._right
        all_sums = np.add.reduceat(powers, self._starts)
        right_sums = np.add.reduceat(rights, self._starts) + 1e-300
        total = float((self._counts * (np.log(all_sums) - np.log(right_sums))).sum())
        share = np.repeat(self._counts / all_sums, self._sizes) * powers
        share -= np.repeat(self._counts / right_sums, self._sizes) * rights
        by_weights = np.add.reduceat(self._given * share[:, None], self._starts, axis=0)
        by_sums = by_weights / (1 + np.exp(-sums))
        slope_base = by_sums.sum(axis=0) + 2 * _SMALL_BASE * base
        slope_slopes = by_sums.T @ self._signs + 2 * _SMALL_SLOPES * slopes
        total += _SMALL_BASE * float(base @ base) + _SMALL_SLOPES * float((slopes * slopes).sum())
        return total, np.concatenate([slope_base, slope_slopes.ravel()])
