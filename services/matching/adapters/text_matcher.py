"""Compare what people write with the titles of a corpus: each part apart, and all of them weighed together.

Titles are brought to one form (masculine, with their accents); a line that gives several names is as near as the
nearest of them. Queries are put in common words and mended with the corpus's words first. Refuses nothing: a query
without a word is alike to nothing, and every title keeps its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.adapters.known_titles import ReadTitles, TradeReader
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.text_lexical import Bm25, CharacterCosine, Scores, StemCosine
from services.matching.adapters.text_weighing import shipped_weighing
from services.matching.domain.text.familiar import in_common_words
from services.matching.domain.text.inclusive import canonical, masculine_head, one_title
from services.matching.domain.text.lines import names_in
from services.matching.domain.text.repair import Speller
from services.matching.domain.text.tokens import without_wish
from services.matching.domain.text.weights import Figures, Weighing, names_sign
from services.matching.text_ports import Embedder, Vectors

_FIGURES_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Compared:
    """What each part gives, shape (queries, titles), and the signs of each query, shape (queries, signs)."""

    parts: dict[str, Scores]
    signs: Figures

    def weighed(self, weighing: Weighing) -> Scores:
        """The parts weighed together; a part that is not there is done without."""
        weights = weighing.weights(self.signs).astype(np.float32)
        kept = [(place, self.parts[part]) for place, part in enumerate(weighing.parts) if part in self.parts]
        total: Scores = np.zeros(kept[0][1].shape, np.float32)
        for place, scores in kept:
            total += weights[:, place, None] * scores
        return total


class TextMatcher:
    """A corpus of titles ready to be searched. Immutable once built: thread-safe."""

    def __init__(self, titles: Sequence[str], models: Models, weighing: Weighing | None = None) -> None:
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
        self._read_pieces = _read(models.read_pieces, self._pieces)
        self._read_sentences = _read(models.read_sentences, self._sentences)
        self.names_per_trade = self._names_per_trade()
        self.weighing = weighing or shipped_weighing(sentences=models.sentences is not None)

    def mended(self, query: str) -> str:
        """The query as it is compared: « je cherche » dropped, common words, spelling mended, masculine."""
        return masculine_head(self._speller.repaired(in_common_words(one_title(without_wish(query)))))

    def compared(self, queries: Sequence[str]) -> Compared:
        """Each part's figures for the corpus's lines by its name in ``PARTS``, with ``bm25`` beside them."""
        mended = [self.mended(query) for query in queries]
        found = self._compared(queries, mended)
        found.parts["bm25"] = Bm25(self._unique).scores(mended)
        return Compared({name: self._of_lines(scores) for name, scores in found.parts.items()}, found.signs)

    def scores(self, queries: Sequence[str]) -> Scores:
        """The parts weighed together, shape (queries, titles)."""
        found = self._compared(queries, [self.mended(query) for query in queries])
        return self._of_lines(found.weighed(self.weighing))

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
        read = self._read_sentences or self._read_pieces
        if read is None:
            return 1.0
        return len(self._unique) / max(1, len(np.unique(np.asarray(read.shares.argmax(axis=1)))))

    def _compared(self, queries: Sequence[str], mended: Sequence[str]) -> Compared:
        pieces = self._models.pieces.embed(mended)
        found = {
            "pieces": _alike(pieces, self._pieces),
            "words": self._words.scores(mended),
            "letters": self._letters.scores(mended),
        }
        known = np.zeros(len(queries), np.float32)
        if self._models.read_pieces is not None and self._read_pieces is not None:
            nearest = self._models.read_pieces.nearest(pieces)
            named = self._read_pieces.named(self._models.read_pieces.near(pieces, nearest))
            found["piece_names"] = self._read_pieces.named_or_alike(named, found["pieces"])
            known = nearest.max(axis=1)
        if self._models.sentences is not None and self._sentences is not None:
            both = _each_once(self._models.sentences, [*mended, *(canonical(query) for query in queries)])
            sentences, written = both[: len(mended)], both[len(mended) :]
            found["sentences"], found["as_written"] = (_alike(one, self._sentences) for one in (sentences, written))
            found["meaning"] = np.maximum(found["sentences"], found["as_written"])
            if self._models.read_sentences is not None and self._read_sentences is not None:
                nearest = self._models.read_sentences.nearest(sentences)
                named = self._read_sentences.named(self._models.read_sentences.near(sentences, nearest))
                found["register_names"] = named
                found["trade_names"] = self._read_sentences.named_or_alike(named, found["meaning"])
                known = nearest.max(axis=1)
        names = np.full(len(queries), names_sign(self.names_per_trade))
        return Compared(found, np.stack([names, np.clip(known, 0, 1)], axis=1).astype(np.float64))


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


def _read(reader: TradeReader | None, vectors: Vectors | None) -> ReadTitles | None:
    return None if reader is None or vectors is None else reader.titles(vectors)
