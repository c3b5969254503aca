"""Vectors of short titles for an index of offers: the embedder that ``CITE_EMBEDDER_URL`` names, and its floor.

The floor is the cosine of titles that have nothing in common; each model has its own, measured when it is opened on
titles of trades that are far apart. Vectors carry the fingerprint of what made them and never mix. Opened at the first
title, so that a process that compares nothing loads nothing. Announces nothing, refuses an unknown scheme at once.
"""

import hashlib
import threading
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from services.matching.adapters.embedders import known_scheme, open_embedder
from services.matching.domain.text.analysis import titles_fingerprint
from services.matching.domain.text.folding import fold
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.working_title import working_title
from services.matching.text_ports import Embedder, Vectors

FAR_APART = (
    "boulanger",
    "infirmier en soins généraux",
    "développeur web",
    "conducteur de poids lourd",
    "coiffeur",
    "maçon",
    "professeur de musique",
    "agent de propreté de locaux",
    "marin-pêcheur",
    "comptable",
    "électricien du bâtiment",
    "agent de prévention et de sécurité",
    "animateur jeunesse",
    "caissier",
)
"""Trades of as many fields: what their titles share is what any two titles share."""


class TitleModel(Protocol):
    """Turns titles into unit vectors; ``floor`` is the cosine of texts that have nothing in common."""

    @property
    def fingerprint(self) -> str:
        """What tells the model, its version and its training from any other."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def floor(self) -> float:
        """In [0, 1)."""

    def vectors(self, titles: Sequence[str]) -> Vectors:
        """Unit vectors, one row per title, float32."""


class EmbeddedTitles:
    """The titles of offers through an embedder. Thread-safe."""

    def __init__(self, url: str) -> None:
        """Raise ValueError for a scheme that nobody knows."""
        known_scheme(url)
        self._url = url
        self._lock = threading.Lock()
        self._opened: Embedder | None = None
        self._floor: float | None = None

    @property
    def fingerprint(self) -> str:
        """How titles are read, first since names of indexes are cut, then the model's."""
        return f"{titles_fingerprint()}/{self._model().fingerprint}"

    @property
    def dimension(self) -> int:
        return self._model().dimension

    @property
    def floor(self) -> float:
        if self._floor is None:
            self._floor = measured_floor(self._model())
        return self._floor

    def vectors(self, titles: Sequence[str]) -> Vectors:
        return self._model().embed([canonical(working_title(title)) for title in titles])

    def _model(self) -> Embedder:
        with self._lock:
            if self._opened is None:
                self._opened = open_embedder(self._url)
            return self._opened


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


def measured_floor(model: Embedder) -> float:
    """The mean cosine of titles that are far apart, and a little more: what two of them may share by chance."""
    vectors = model.embed(FAR_APART)
    alike = (vectors @ vectors.T)[np.triu_indices(len(FAR_APART), 1)]
    return float(min(0.95, max(0.0, alike.mean() + alike.std())))


def best_model(url: str) -> TitleModel:
    """The model of ``CITE_EMBEDDER_URL``. Raises ValueError for a scheme that nobody knows."""
    return CharacterModel() if url.startswith("characters://") else EmbeddedTitles(url)


def content_hash(title: str) -> str:
    """The key of a title's vector."""
    return hashlib.sha256(title.encode()).hexdigest()[:32]
