"""Points without decimals that still add up: what is shown beside each bar sums to the score shown.

The largest remainders are rounded up first, ties in order. Refuses nothing.
"""

from collections.abc import Sequence
from math import floor


def whole_points(points: Sequence[float]) -> tuple[int, ...]:
    """Integers as near to the points as possible, whose sum is the rounded sum of the points."""
    floors = [floor(value) for value in points]
    left = round(sum(points)) - sum(floors)
    by_remainder = sorted(range(len(points)), key=lambda place: (floors[place] - points[place], place))
    raised = frozenset(by_remainder[: max(0, left)])
    return tuple(value + (place in raised) for place, value in enumerate(floors))
