"""What the understanding of words needs from a tool: vectors of short titles."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row per text."""


class Embedder(Protocol):
    """Turns short titles into vectors whose dot product says how alike they are. Thread-safe once opened.

    ``fingerprint`` names the exact model and its training: vectors of two fingerprints are never compared.
    """

    fingerprint: str
    dimension: int

    def embed(self, titles: Sequence[str]) -> Vectors:
        """Vectors of shape (len(titles), dimension), float32, each of length 1 (0 for a title without a word)."""


class TradeSense(Protocol):
    """Reads words as trades. Thread-safe."""

    def alike(self, words: str) -> Mapping[str, float]:
        """How near the words are to what the nearest trades are called, by ROME code, in [0, 1]."""
