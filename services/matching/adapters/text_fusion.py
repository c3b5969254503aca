"""Learn how much each part counts when titles are compared: a listwise choice, weights never below zero.

Each question is a choice among the titles that some part puts near the top; the weights make the right ones likely.
Each set of questions counts the same. A weight below zero would punish likeness, so none is allowed. Deterministic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Figures: TypeAlias = NDArray[np.float64]
_NEAR = 60
"""Titles that each part brings to a question's choice."""
_SMALL = 1e-3
_START = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A question's titles: what each part gives them, shape (titles, parts), and which are right."""

    given: Figures
    right: NDArray[np.bool_]


def choice(given: NDArray[np.float32], right: NDArray[np.bool_]) -> Choice:
    """The titles worth a look among all: the right ones, and the nearest ones of each part."""
    kept = set(np.flatnonzero(right))
    near = min(_NEAR, len(given) - 1)
    for part in range(given.shape[1]):
        kept.update(np.argpartition(-given[:, part], near)[: near + 1])
    places = np.array(sorted(kept))
    return Choice(given[places].astype(np.float64), right[places])


def learned(sets: Sequence[Sequence[Choice]]) -> Figures:
    """One weight per part, scaled so that they add up to one."""
    choices = [one for some in sets for one in some]
    given = np.concatenate([one.given for one in choices])
    right = np.concatenate([one.right for one in choices])
    sizes = np.array([len(one.right) for one in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    counts = np.concatenate([np.full(len(some), 1 / max(1, len(some))) for some in sets])

    def loss(weights: Figures) -> tuple[float, Figures]:
        scores = given @ weights
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        rights = powers * right
        all_sums, right_sums = np.add.reduceat(powers, starts), np.add.reduceat(rights, starts) + 1e-300
        total = float((counts * (np.log(all_sums) - np.log(right_sums))).sum())
        share = np.repeat(counts / all_sums, sizes) * powers - np.repeat(counts / right_sums, sizes) * rights
        return total + _SMALL * float(weights @ weights), given.T @ share + 2 * _SMALL * weights

    parts = given.shape[1]
    found: Any = minimize(loss, np.full(parts, _START), jac=True, method="L-BFGS-B", bounds=[(0, None)] * parts)
    weights: Figures = found.x / max(float(found.x.sum()), 1e-9)
    return weights
