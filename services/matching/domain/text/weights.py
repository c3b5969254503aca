"""How much each part counts when titles are compared, for a question of which a few signs are seen.

A corpus that names each trade once, a question that no register prints: each wants another balance. The weight of a
part is positive, whatever the signs: likeness is never punished. Learned by ``cite evaluate text --keep-weights``.
Pure; refuses nothing.
"""

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float64]

PARTS = ("meaning", "trade_names", "register_names", "pieces", "words", "letters")
"""``meaning``: the sentence model, on the question as it was typed or as it is mended, whichever is nearer;
``register_names``: how near the question is to what the registers call the title's trade, read by that model;
``trade_names``: the same, a title that no register prints being compared by itself; ``pieces``: the table of word
pieces; ``words``: stems; ``letters``: character n-grams."""
PLAIN_PARTS = ("pieces", "piece_names", "words", "letters")
"""Those that need no sentence model; ``piece_names`` is ``trade_names`` read by the table."""

SIGNS = ("names", "known")
"""What is seen of a question, each in [0, 1]. ``names``: whether the corpus names each trade once or more; ``known``:
how near the nearest name of the registers is."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """``base`` (parts,) and ``slopes`` (parts, signs): the weight is the softplus of base + slopes · signs."""

    parts: tuple[str, ...]
    base: Figures
    slopes: Figures

    def weights(self, signs: Figures) -> Figures:
        """One row per question, one column per part, each row adding up to one."""
        raw = np.logaddexp(0.0, self.base + signs @ self.slopes.T)
        shares: Figures = raw / raw.sum(axis=1, keepdims=True)
        return shares


def names_sign(names_per_trade: float) -> float:
    """0 for a corpus that names each trade once, 1 from two names on."""
    return min(1.0, log2(max(1.0, names_per_trade)))


def even(parts: tuple[str, ...]) -> Weighing:
    """Every part alike: before anything is learned."""
    return Weighing(parts, np.zeros(len(parts)), np.zeros((len(parts), len(SIGNS))))
