"""How much each part counts when titles are compared: chosen on the development set of ``bench/text_quality.py``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight per part; parts give figures in about [0, 1].

    ``sentences``: the sentence model on the query mended; ``as_written``: the same on the query as it was typed;
    ``pieces``: the table of word pieces; ``words``: stems; ``letters``: character n-grams.
    """

    sentences: float = 0.0
    as_written: float = 0.0
    pieces: float = 0.0
    words: float = 0.0
    letters: float = 0.0


WITH_SENTENCES = Weights(sentences=0.6, as_written=0.4, pieces=0.35, words=0.1, letters=0.1)
WITHOUT_SENTENCES = Weights(pieces=1.0, words=0.1, letters=0.25)
"""Where no sentence model can be loaded."""
