"""How much each part counts when titles are compared, for a question of which a few signs are seen.

A registered name, a sentence, a mistyped word, a corpus that names each trade once: each wants another balance. The
weight of a part is positive, whatever the signs: likeness is never punished. Learned by ``cite evaluate text
--keep-weights``. Pure; refuses nothing.
"""

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.text.tokens import words

Figures = NDArray[np.float64]

PARTS = ("sentences", "as_written", "sentence_trades", "pieces", "piece_trades", "words", "letters")
"""``sentences``: the sentence model on the question mended; ``as_written``: the same on the question as it was typed;
``sentence_trades``: how far both name the same trades, read by that model; ``pieces`` and ``piece_trades``: the same
two with the table of word pieces; ``words``: stems; ``letters``: character n-grams."""
PLAIN_PARTS = ("pieces", "piece_trades", "words", "letters")
"""Those that need no sentence model."""

SIGNS = ("names", "known", "near", "mended", "length")
"""What is seen of a question, each in [0, 1]. ``names``: how many names the corpus gives to each trade; ``known``: how
near a name of the registers is; ``near``: how near the nearest title is, as typed; ``mended``: how much mending changed
it; ``length``: its words."""
_MANY_NAMES, _MANY_WORDS = 8.0, 8
"""From there on, a corpus names much, a question is long."""


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
    """0 for a corpus that names each trade once."""
    return min(1.0, log2(max(1.0, names_per_trade)) / log2(_MANY_NAMES))


def mended_sign(written: str, mended: str) -> float:
    """The share of the words as they are compared that were not typed."""
    after = words(mended)
    return len(set(after) - set(words(written))) / len(set(after)) if after else 0.0


def length_sign(mended: str) -> float:
    """0 for no word."""
    return min(1.0, len(words(mended)) / _MANY_WORDS)


def even(parts: tuple[str, ...]) -> Weighing:
    """Every part alike: before anything is learned."""
    return Weighing(parts, np.zeros(len(parts)), np.zeros((len(parts), len(SIGNS))))
