"""Are employers and offers shown evenly? Aggregates over lists, of firms and never of people.

The cohort, sex and age of people are unknown here, on purpose: gaps between them are measured in `candidates`, on
outcomes. What can be measured here is exposure, coverage, and how many people have few offers, in hidden small cells.
"""

from collections.abc import Sequence

SMALLEST_CELL = 5
"""A count of people under five is not shown (statistical secrecy, rules of the Cité)."""
STEPS = ((0, 0), (1, 4), (5, 9), (10, 29), (30, None))
"""Ranges of « how many offers a person may have », both ends included."""


def gini(weights: Sequence[float]) -> float | None:
    """0 when all are equal, towards 1 when one has everything. None for fewer than two, or when all is zero."""
    count, total = len(weights), sum(weights)
    if count < 2 or total <= 0:
        return None
    ranked = sorted(weights)
    return sum((2 * place - count - 1) * weight for place, weight in enumerate(ranked, 1)) / (count * total)


def hidden_if_small(count: int) -> int | None:
    """The count of people, or None when it is under five and not nought."""
    return count if count == 0 or count >= SMALLEST_CELL else None


def spread(offers_per_person: Sequence[int]) -> tuple[tuple[int, int | None, int | None], ...]:
    """(from, to, how many people) for each range; small cells hidden."""
    return tuple(
        (low, high, hidden_if_small(sum(low <= n and (high is None or n <= high) for n in offers_per_person)))
        for low, high in STEPS
    )
