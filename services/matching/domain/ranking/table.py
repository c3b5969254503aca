"""What each value of each feature is worth, in log-odds: the one shape of the documented prior and of a learned model.

A staircase per feature, never an interaction; two sides joined as weighted log-odds. So a share is exact, a missing
signal weighs exactly nothing, and serving needs no learning library. ``faults`` tells what a table may not be.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any

from services.matching.domain.ranking.features import FEATURES, Missing, Side, Value


@dataclass(frozen=True, slots=True)
class Steps:
    """A staircase: ``worth[i]`` from ``edges[i - 1]`` (included) up to ``edges[i]`` (excluded)."""

    edges: tuple[float, ...]
    worth: tuple[float, ...]

    def at(self, value: Value) -> float:
        """Log-odds for a value; exactly 0 for a missing one."""
        if isinstance(value, Missing):
            return 0.0
        return self.worth[bisect_right(self.edges, value)]


FLAT = Steps((), (0.0,))
"""A feature that changes nothing."""


@dataclass(frozen=True)
class Table:
    """``steps`` by feature name; ``weights`` and ``starting`` by side, ``starting`` being log-odds before any signal.

    ``shift`` moves every score alike, so that « 50 points » goes on meaning the same when another table is in force.
    """

    version: str
    steps: Mapping[str, Steps]
    weights: Mapping[Side, float]
    starting: Mapping[Side, float]
    shift: float = 0.0
    _rows: tuple[tuple[Steps, float], ...] = field(init=False, repr=False, compare=False)
    _stairs: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = field(init=False, repr=False, compare=False)
    """The same, each step weighted once: a plan scores tens of thousands of pairs."""
    baseline: float = field(init=False, compare=False)
    """The weighted log-odds of an offer about which nothing is known."""

    def __post_init__(self) -> None:
        rows = tuple((self.steps.get(feature.name, FLAT), self.weights[feature.side]) for feature in FEATURES)
        object.__setattr__(self, "_rows", rows)
        stairs = tuple((steps.edges, tuple(weight * worth for worth in steps.worth)) for steps, weight in rows)
        object.__setattr__(self, "_stairs", stairs)
        start = self.shift + sum(self.weights[side] * self.starting[side] for side in Side)
        object.__setattr__(self, "baseline", start)

    def share_of(self, position: int, value: Value) -> float:
        """The weighted log-odds that the feature at this position in ``FEATURES`` brings."""
        steps, weight = self._rows[position]
        return weight * steps.at(value)

    def shares(self, values: tuple[Value, ...]) -> tuple[float, ...]:
        """The weighted log-odds of each feature, in the order of ``FEATURES``."""
        return tuple(
            [
                0.0 if value.__class__ is Missing else worth[bisect_right(edges, value)]  # type: ignore[type-var]
                for (edges, worth), value in zip(self._stairs, values, strict=True)
            ]
        )

    def of_side(self, side: Side, values: tuple[Value, ...]) -> float:
        """The log-odds of one side, unweighted: what its sigmoid makes a probability of."""
        parts = (
            steps.at(value)
            for feature, (steps, _), value in zip(FEATURES, self._rows, values, strict=True)
            if feature.side is side
        )
        return self.starting[side] + sum(parts)


def faults(table: Table) -> tuple[str, ...]:
    """What is wrong with a table, in words; none for one that may serve."""
    known = {feature.name: feature for feature in FEATURES}
    told = [f"{name} n'est pas un trait connu" for name in table.steps if name not in known]
    for name, steps in table.steps.items():
        if len(steps.worth) != len(steps.edges) + 1:
            told.append(f"{name} : il faut une valeur par marche")
        elif not all(isfinite(number) for number in (*steps.edges, *steps.worth)):
            told.append(f"{name} : une valeur n'est pas un nombre")
        elif any(low >= high for low, high in pairwise(steps.edges)):
            told.append(f"{name} : les marches ne se suivent pas")
        elif name in known and not _goes_its_way(steps, rises=known[name].rises):
            told.append(f"{name} : une marche va contre le sens annoncé")
    told += [f"{side.value} : le poids doit être positif" for side in Side if not table.weights.get(side, 0.0) > 0]
    return tuple(told)


def _goes_its_way(steps: Steps, *, rises: bool) -> bool:
    worth = steps.worth if rises else steps.worth[::-1]
    return all(low <= high for low, high in pairwise(worth))


def written(table: Table) -> dict[str, object]:
    """The table as JSON keeps it."""
    return {
        "version": table.version,
        "weights": {side.value: table.weights[side] for side in Side},
        "starting": {side.value: table.starting[side] for side in Side},
        "shift": table.shift,
        "steps": {name: {"edges": list(s.edges), "worth": list(s.worth)} for name, s in table.steps.items()},
    }


def read_table(data: Mapping[str, Any]) -> Table:
    """The table that was written. Raises ValueError for one that may not serve."""
    table = Table(
        version=str(data["version"]),
        steps={
            str(name): Steps(tuple(map(float, one["edges"])), tuple(map(float, one["worth"])))
            for name, one in data["steps"].items()
        },
        weights={side: float(data["weights"][side.value]) for side in Side},
        starting={side: float(data["starting"][side.value]) for side in Side},
        shift=float(data["shift"]),
    )
    told = faults(table)
    if told:
        raise ValueError("; ".join(told))
    return table
