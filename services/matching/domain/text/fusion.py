"""Fuse ranked lists into one: the weighted sum of reciprocal ranks, ours so that every index answers alike.

Pure. Refuses nothing: no list gives an empty one. Equal sums keep the order in which the lists name them.
"""

from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

SMOOTHING = 20.0
"""How little the first ranks differ: 60 is usual for lists of a thousand, ours are shorter."""


def fused(lists: Sequence[tuple[float, Sequence[T]]], *, smoothing: float = SMOOTHING) -> list[T]:
    """Everything that the lists hold, best first. Each list comes with its weight."""
    sums: dict[T, float] = {}
    for weight, ranked in lists:
        for rank, one in enumerate(ranked, 1):
            sums[one] = sums.get(one, 0.0) + weight / (smoothing + rank)
    places = {one: place for place, one in enumerate(sums)}
    return sorted(sums, key=lambda one: (-sums[one], places[one]))
