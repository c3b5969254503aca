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
    if not titles:
        return {}
    distinct = list(dict.fromkeys(titles.values()))
    wished = np.stack([vectors[wish] for wish in wishes])
    written = np.stack([vectors[title] for title in distinct])
    # Row by row, unlike a product of matrices: a figure does not depend on the others that are asked with it.
    nearest = np.einsum("td,wd->tw", written, wished, optimize=False).max(axis=1)
    figures = np.clip((nearest.astype(np.float64) - floor) / (1 - floor), 0.0, 1.0)
    of_title = dict(zip(distinct, figures.tolist(), strict=True))
    return {key: of_title[title] for key, title in titles.items()}


def cosine_of(likeness: float, floor: float) -> float:
    """The cosine at which two titles are so alike."""
    return floor + likeness * (1 - floor)
