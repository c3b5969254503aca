"""Words against words: BM25 and cosine on French stems, cosine on character n-grams. Nothing is trained.

Each part is built on a corpus of titles and gives, for queries, how alike each title is, in [0, 1].
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from services.matching.domain.text.abbreviations import written_out
from services.matching.domain.text.folding import fold
from services.matching.domain.text.tokens import stems

Scores = NDArray[np.float32]
"""Shape (queries, titles)."""
_K1, _B = 1.2, 0.75


class Part(Protocol):
    """One way to compare queries with the titles of a corpus."""

    def scores(self, queries: Sequence[str]) -> Scores:
        """Shape (len(queries), len(corpus)); higher is more alike."""


def lexical_words(title: str) -> list[str]:
    """Stems of a title, short forms written out."""
    return stems(written_out(title))


class Bm25:
    """Okapi BM25 on stems, divided by what a title that holds the whole query would reach."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._count = CountVectorizer(analyzer=lexical_words, dtype=np.float32)
        held = _fitted(self._count, titles)
        self._weights, self._rarity = _bm25(held)
        self._most = float(np.log(1 + 2 * max(1, len(titles))))

    def scores(self, queries: Sequence[str]) -> Scores:
        asked = self._count.transform(queries)
        asked.data[:] = 1.0
        words = [len(set(lexical_words(query))) for query in queries]
        unknown = np.asarray(words) - np.asarray(asked.sum(axis=1)).ravel()
        reach = np.asarray(asked @ self._rarity).ravel() + unknown * self._most
        found: Scores = (asked @ self._weights.T).toarray()
        scaled: Scores = (found / np.maximum(reach, 1e-6)[:, None] / (_K1 + 1)).astype(np.float32)
        return scaled


class StemCosine:
    """Cosine of TF-IDF on stems: like BM25, and a title that says more than the query is less alike."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._model = TfidfVectorizer(analyzer=lexical_words, sublinear_tf=True, dtype=np.float32)
        self._titles = _fitted(self._model, titles)

    def scores(self, queries: Sequence[str]) -> Scores:
        return _products(self._model, queries, self._titles)


class CharacterCosine:
    """Cosine of TF-IDF on character 3–5-grams inside words: compounds, endings, half-known words."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._model = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32, lowercase=False
        )
        self._titles = _fitted(self._model, [_letters(title) for title in titles])

    def scores(self, queries: Sequence[str]) -> Scores:
        return _products(self._model, [_letters(query) for query in queries], self._titles)


def _letters(title: str) -> str:
    return fold(written_out(title))


def _fitted(model: Any, titles: Sequence[str]) -> Any:
    """The corpus as a sparse matrix; one word of ours keeps a corpus without any from being refused."""
    model.fit([*titles, "métier"])
    return sparse.csr_matrix(model.transform(titles))


def _products(model: Any, queries: Sequence[str], titles: Any) -> Scores:
    products: Scores = (model.transform(queries) @ titles.T).toarray()
    return products


def _bm25(held: Any) -> tuple[Any, NDArray[np.float32]]:
    """The corpus's matrix weighted by BM25, and each word's rarity."""
    count = held.shape[0]
    frequency = np.asarray((held > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (count - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    lengths = np.asarray(held.sum(axis=1)).ravel()
    damped = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1e-6))
    rows = np.repeat(np.arange(count), np.diff(held.indptr))
    weighted = held.copy()
    weighted.data = (held.data * (_K1 + 1) / (held.data + damped[rows]) * rarity[held.indices]).astype(np.float32)
    return weighted, rarity
