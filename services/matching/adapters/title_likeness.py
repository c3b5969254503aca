"""How alike titles and wished labels are: one figure, from the vectors alone, whatever index holds the titles."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from services.matching.text_ports import Vectors

K = TypeVar("K")


def likeness_of(
    titles: Mapping[K, str], wishes: Sequence[str], vectors: Mapping[str, Vectors], floor: float
) -> dict[K, float]:
    """How alike each title and its nearest wish are, in [0, 1]; ``floor`` is the cosine of unlike texts."""
    wished = np.stack([vectors[wish] for wish in wishes])
    found = {}
    for key, title in titles.items():
        nearest = float(np.max(wished @ vectors[title]))
        found[key] = min(1.0, max(0.0, (nearest - floor) / (1 - floor)))
    return found


def cosine_of(likeness: float, floor: float) -> float:
    """The cosine at which two titles are so alike."""
    return floor + likeness * (1 - floor)
