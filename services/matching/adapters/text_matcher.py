"""Compare what people write with the titles of a corpus: each part apart, and all of them weighed together.

Titles are brought to one form (masculine, with their accents); a line that gives several names is as near as the
nearest of them. Queries are put in common words and mended with the corpus's words first. Refuses nothing: a query
without a word is alike to nothing, and every title keeps its place.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.known_titles import Shares, TradeReader
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.text_lexical import Bm25, CharacterCosine, Scores, StemCosine
from services.matching.domain.text.familiar import in_common_words
from services.matching.domain.text.inclusive import canonical, masculine_head, one_title
from services.matching.domain.text.lines import names_in
from services.matching.domain.text.repair import Speller
from services.matching.domain.text.tokens import without_wish
from services.matching.domain.text.weights import MANY_NAMES, WITH_SENTENCES, WITHOUT_SENTENCES, Weights
from services.matching.text_ports import Embedder, Vectors

_FIGURES_AT_ONCE = 4_000_000


class TextMatcher:
    """A corpus of titles ready to be searched. Immutable once built: thread-safe."""

    def __init__(self, titles: Sequence[str], models: Models, weights: Weights | None = None) -> None:
        lines = [names_in(title) for title in titles]
        names = list(dict.fromkeys(name for line in lines for name in line))
        self._speller = Speller([*titles, *(_as_cased(name, canonical(name)) for name in names)], models.lexicon)
        form_of = {name: canonical(self._speller.with_capitals(name)) for name in names}
        self._unique = list(dict.fromkeys(form_of.values()))
        place = {form: row for row, form in enumerate(self._unique)}
        self._row_of = np.array([place[form_of[name]] for line in lines for name in line], dtype=np.int64)
        self._starts = np.cumsum([0, *(len(line) for line in lines[:-1])])
        self._words, self._letters = StemCosine(self._unique), CharacterCosine(self._unique)
        self._models = models
        self._pieces = models.pieces.embed(self._unique)
        self._sentences = None if models.sentences is None else models.sentences.embed(self._unique)
        self._trades_of_pieces = _shares(models.read_pieces, self._pieces)
        self._trades_of_sentences = _shares(models.read_sentences, self._sentences)
        self.names_per_trade = self._names_per_trade()
        learned = WITHOUT_SENTENCES if models.sentences is None else WITH_SENTENCES
        self.weights = weights or learned.for_corpus(self.names_per_trade)

    def mended(self, query: str) -> str:
        """The query as it is compared: « je cherche » dropped, common words, spelling mended, masculine."""
        return masculine_head(self._speller.repaired(in_common_words(one_title(without_wish(query)))))

    def parts(self, queries: Sequence[str]) -> Mapping[str, Scores]:
        """Each part's figures by its name in ``Weights``, shape (queries, titles); ``bm25`` beside them."""
        mended = [self.mended(query) for query in queries]
        found = self._parts(queries, mended)
        found["bm25"] = Bm25(self._unique).scores(mended)
        return {name: self._of_lines(scores) for name, scores in found.items()}

    def scores(self, queries: Sequence[str]) -> Scores:
        """The parts weighed together, shape (queries, titles)."""
        mended = [self.mended(query) for query in queries]
        parts = self._parts(queries, mended)
        total = sum(getattr(self.weights, name) * scores for name, scores in parts.items())
        return self._of_lines(np.asarray(total, dtype=np.float32))

    def ranked(self, queries: Sequence[str], k: int) -> Iterator[list[int]]:
        """For each query, the places of the k nearest titles, best first; equal ones in the corpus's order."""
        at_once = max(1, _FIGURES_AT_ONCE // max(1, len(self._row_of)))
        for start in range(0, len(queries), at_once):
            for row in self.scores(queries[start : start + at_once]):
                yield best_places(row, k)

    def _of_lines(self, scores: Scores) -> Scores:
        """The figures of the corpus's lines from those of distinct names: a line's best name speaks for it."""
        of_names: Scores = scores[:, self._row_of]
        if len(self._starts) == of_names.shape[1]:
            return of_names
        best: Scores = np.maximum.reduceat(of_names, self._starts, axis=1)
        return best

    def _names_per_trade(self) -> float:
        """How many distinct titles the corpus has for each trade that they are read as."""
        read = self._trades_of_pieces if self._trades_of_sentences is None else self._trades_of_sentences
        if read is None:
            return MANY_NAMES
        return len(self._unique) / max(1, len(np.unique(np.asarray(read.argmax(axis=1)))))

    def _parts(self, queries: Sequence[str], mended: Sequence[str]) -> dict[str, Scores]:
        pieces = self._models.pieces.embed(mended)
        found = {
            "pieces": _alike(pieces, self._pieces),
            "words": self._words.scores(mended),
            "letters": self._letters.scores(mended),
        }
        if self._models.read_pieces is not None:
            found["piece_trades"] = _same_trades(self._models.read_pieces, pieces, self._trades_of_pieces)
        if self._models.sentences is None or self._sentences is None:
            return found
        both = _each_once(self._models.sentences, [*mended, *(canonical(query) for query in queries)])
        sentences, written = both[: len(mended)], both[len(mended) :]
        found["sentences"] = _alike(sentences, self._sentences)
        found["as_written"] = _alike(written, self._sentences)
        if self._models.read_sentences is not None:
            found["sentence_trades"] = _same_trades(self._models.read_sentences, sentences, self._trades_of_sentences)
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


def _as_cased(name: str, form: str) -> str:
    """The form in capitals when the name was: its accents are not to be trusted."""
    return form.upper() if name.isupper() else form


def _alike(queries: Vectors, titles: Vectors) -> Scores:
    products: Scores = queries @ titles.T
    return products


def _each_once(model: Embedder, texts: Sequence[str]) -> Vectors:
    """The vectors of the texts, each distinct text computed once: a query that needs no mending is its own repair."""
    place = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    vectors: Vectors = model.embed(list(place))[[place[text] for text in texts]]
    return vectors


def _shares(reader: TradeReader | None, vectors: Vectors | None) -> Shares:
    return None if reader is None or vectors is None else reader.shares(vectors)


def _same_trades(reader: TradeReader, queries: Vectors, titles: Shares) -> Scores:
    found: Scores = (reader.shares(queries) @ titles.T).toarray()
    return found
