"""Compare what people write with the titles of a corpus: each part apart, and all of them weighed together.

Titles are brought to one form (masculine, accents kept); queries are mended with the corpus's words first. Refuses
nothing: a query without a word is alike to nothing, and every title keeps its place.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.text_lexical import Bm25, CharacterCosine, Scores, StemCosine
from services.matching.domain.text.inclusive import canonical, masculine_head, one_title
from services.matching.domain.text.repair import Speller
from services.matching.domain.text.tokens import without_wish
from services.matching.domain.text.weights import WITH_SENTENCES, WITHOUT_SENTENCES, Weights
from services.matching.text_ports import Embedder, Vectors

_FIGURES_AT_ONCE = 4_000_000


class TextMatcher:
    """A corpus of titles ready to be searched. Immutable once built: thread-safe."""

    def __init__(
        self,
        titles: Sequence[str],
        *,
        pieces: Embedder,
        sentences: Embedder | None = None,
        lexicon: Sequence[str] = (),
        weights: Weights | None = None,
    ) -> None:
        """``sentences`` is the slow, better model, None where there is none; ``lexicon`` is words spelt right."""
        self.weights = weights or (WITHOUT_SENTENCES if sentences is None else WITH_SENTENCES)
        forms = [canonical(title) for title in titles]
        self._unique = list(dict.fromkeys(forms))
        place = {form: row for row, form in enumerate(self._unique)}
        self._row_of = np.array([place[form] for form in forms], dtype=np.int64)
        self._speller = Speller([*titles, *self._unique], lexicon)
        self._words, self._letters = StemCosine(self._unique), CharacterCosine(self._unique)
        self._pieces, self._sentences = pieces, sentences
        self._piece_vectors = pieces.embed(self._unique)
        self._sentence_vectors = None if sentences is None else sentences.embed(self._unique)

    def mended(self, query: str) -> str:
        """The query as it is compared: words that only say « je cherche » dropped, spelling mended, masculine."""
        return masculine_head(self._speller.repaired(one_title(without_wish(query))))

    def parts(self, queries: Sequence[str]) -> Mapping[str, Scores]:
        """Each part's figures by its name in ``Weights``, shape (queries, titles); ``bm25`` beside them."""
        mended = [self.mended(query) for query in queries]
        found = self._parts(queries, mended)
        found["bm25"] = Bm25(self._unique).scores(mended)
        return {name: scores[:, self._row_of] for name, scores in found.items()}

    def scores(self, queries: Sequence[str]) -> Scores:
        """The parts weighed together, shape (queries, titles)."""
        mended = [self.mended(query) for query in queries]
        parts = self._parts(queries, mended)
        total = sum(getattr(self.weights, name) * scores for name, scores in parts.items())
        fused: Scores = np.asarray(total, dtype=np.float32)[:, self._row_of]
        return fused

    def ranked(self, queries: Sequence[str], k: int) -> Iterator[list[int]]:
        """For each query, the places of the k nearest titles, best first; equal ones in the corpus's order."""
        at_once = max(1, _FIGURES_AT_ONCE // max(1, len(self._row_of)))
        for start in range(0, len(queries), at_once):
            for row in self.scores(queries[start : start + at_once]):
                yield best_places(row, k)

    def _parts(self, queries: Sequence[str], mended: Sequence[str]) -> dict[str, Scores]:
        found = {
            "pieces": _alike(self._pieces.embed(mended), self._piece_vectors),
            "words": self._words.scores(mended),
            "letters": self._letters.scores(mended),
        }
        if self._sentences is not None and self._sentence_vectors is not None:
            written = [canonical(query) for query in queries]
            found["sentences"] = _alike(self._sentences.embed(mended), self._sentence_vectors)
            found["as_written"] = _alike(self._sentences.embed(written), self._sentence_vectors)
        return found


def best_places(scores: NDArray[np.float32], k: int) -> list[int]:
    """Places of the k highest figures, highest first; equal ones by place."""
    k = min(k, len(scores))
    if k <= 0:
        return []
    least = np.partition(scores, len(scores) - k)[len(scores) - k]
    places = np.flatnonzero(scores >= least)
    ordered = places[np.lexsort((places, -scores[places]))]
    return [int(place) for place in ordered[:k]]


def _alike(queries: Vectors, titles: Vectors) -> Scores:
    products: Scores = queries @ titles.T
    return products
