"""How much each part counts when titles are compared: learned on the development sets (``cite evaluate text``)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight per part, never below zero; parts give figures in about [0, 1].

    ``sentences``: the sentence model on the query mended; ``as_written``: the same on the query as it was typed;
    ``sentence_trades``: how far both name the same trades, read by that model; ``pieces`` and ``piece_trades``: the
    same two with the table of word pieces; ``words``: stems; ``letters``: character n-grams.
    """

    sentences: float = 0.0
    as_written: float = 0.0
    sentence_trades: float = 0.0
    pieces: float = 0.0
    piece_trades: float = 0.0
    words: float = 0.0
    letters: float = 0.0

    def of(self, part: str) -> float:
        """The weight of a part by its name."""
        return float(getattr(self, part))

    @classmethod
    def named(cls, weights: Mapping[str, float]) -> "Weights":
        """Weights by the names of parts."""
        return cls(**{part: float(weight) for part, weight in weights.items()})


PARTS = tuple(field.name for field in fields(Weights))
PLAIN_PARTS = ("pieces", "piece_trades", "words", "letters")
"""Those that need no sentence model."""

MANY_NAMES = 2.0
"""From so many titles for each trade, a corpus says by itself most of what a trade is called."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """The weights for a corpus that names each trade about once, and for one that gives it many names.

    In the first, what the registers call each trade tells most; in the second, the titles themselves do.
    """

    one_name: Weights
    many_names: Weights

    def for_corpus(self, names_per_trade: float) -> Weights:
        """The weights for a corpus with so many distinct titles for each trade that it names."""
        return self.many_names if names_per_trade >= MANY_NAMES else self.one_name


WITH_SENTENCES = Fusion(
    one_name=Weights(
        sentences=0.158,
        as_written=0.227,
        sentence_trades=0.289,
        pieces=0.24,
        piece_trades=0.074,
        words=0.008,
        letters=0.004,
    ),
    many_names=Weights(
        sentences=0.422, as_written=0.265, sentence_trades=0.137, pieces=0.156, piece_trades=0.002, letters=0.018
    ),
)
WITHOUT_SENTENCES = Fusion(
    one_name=Weights(pieces=0.293, piece_trades=0.321, words=0.03, letters=0.356),
    many_names=Weights(pieces=0.294, piece_trades=0.165, letters=0.542),
)
"""Where no sentence model can be loaded."""
