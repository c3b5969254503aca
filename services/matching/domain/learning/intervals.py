"""How sure a figure is, at 95 %: by drawing people again (bootstrap), over seeds (Student), for a part (Wilson).

Seeded: the same rows give the same interval. A person's lists stay together, for they are not independent.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import TypeVar

DRAWS = 400
SEED = 17
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
STUDENT = {
    1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26, 10: 2.23, 14: 2.14, 19: 2.09,
}  # fmt: skip
"""97.5 % quantiles by degrees of freedom; the next lower one is taken for those between, 1.96 is never used."""


@dataclass(frozen=True, slots=True)
class Interval:
    """``count``: people or seeds that it rests on."""

    mean: float
    low: float
    high: float
    count: int

    def said(self, digits: int = 3) -> str:
        """« 0,412 [0,390 ; 0,431] »."""
        one, low, high = (f"{value:.{digits}f}".replace(".", ",") for value in (self.mean, self.low, self.high))
        return f"{one} [{low} ; {high}]"

    def said_in_percent(self) -> str:
        """« +4,1 % [+1,2 ; +7,0] »."""
        one, low, high = (f"{100 * value:+.1f}".replace(".", ",") for value in (self.mean, self.low, self.high))
        return f"{one} % [{low} ; {high}]"

    def said_in_points(self) -> str:
        """« +4,1 points [+1,2 ; +7,0] »: a difference of two parts."""
        return self.said_in_percent().replace(" % [", " points [")

    def said_as_part(self) -> str:
        """« 41 % [33 ; 50] »."""
        return f"{100 * self.mean:.0f} % [{100 * self.low:.0f} ; {100 * self.high:.0f}]"

    def written(self) -> dict[str, float]:
        """As JSON keeps it."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "count": self.count}


def drawn_again(
    by_person: Mapping[K, T], figure: Callable[[Sequence[T]], float | None], *, seed: int = SEED
) -> Interval | None:
    """The figure of everybody, and where 95 % of the figures fall when people are drawn again. None without figure."""
    everybody = [by_person[key] for key in sorted(by_person, key=str)]
    whole = figure(everybody) if everybody else None
    if whole is None:
        return None
    draw = Random(seed)  # noqa: S311  figures must be drawn again alike
    found = [figure(draw.choices(everybody, k=len(everybody))) for _ in range(DRAWS)]
    told = sorted(one for one in found if one is not None)
    return Interval(whole, told[int(0.025 * len(told))], told[int(0.975 * (len(told) - 1))], len(everybody))


def over_seeds(values: Sequence[float]) -> Interval:
    """Mean and Student's interval of independent seeds."""
    mean = fmean(values)
    if len(values) < 2:
        return Interval(mean, mean, mean, len(values))
    freedom = max(degrees for degrees in STUDENT if degrees <= len(values) - 1)
    half = STUDENT[freedom] * stdev(values) / sqrt(len(values))
    return Interval(mean, mean - half, mean + half, len(values))


def proportion(good: int, count: int) -> Interval:
    """Wilson's interval of a part: right also for few people, and never under 0 nor over 1. ``count`` is not 0."""
    part, z = good / count, 1.96
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(part * (1 - part) / count + z * z / (4 * count * count))
    return Interval(part, max(0.0, middle - half), min(1.0, middle + half), count)
