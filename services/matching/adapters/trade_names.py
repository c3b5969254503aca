"""Find trades by what somebody is typing: accents, gender, inclusive writing, the word's beginning, typing errors.

Words are compared by their stem; the last one may be unfinished; one that nothing knows is compared by spelling.
Rare words count for more. Refuses nothing: words that name no trade find nothing. Read-only once built.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.matching.domain.text.folding import fold
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.tokens import content_words, stem, without_wish
from services.matching.domain.trade import Trade, TradeName

LONGEST_QUERY = 120
BEGINNING, MISSPELT = 0.85, 0.8
LEAST_ALIKE, SHORTEST_MISSPELT = 0.78, 4
LEAST_COVERED = 0.6
"""How much of what was typed, by weight of words, a name must hold."""


@dataclass(frozen=True, slots=True)
class Found:
    """A trade and the name that the words met. ``score`` in (0, 1]."""

    rome: str
    name: TradeName
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    rome: str
    name: TradeName
    stems: frozenset[str]
    ours: bool


class TradeNames:
    """Every name of every trade, ready to be searched in a few milliseconds."""

    def __init__(self, trades: Iterable[Trade]) -> None:
        self._entries: list[_Entry] = []
        self._of_stem: dict[str, list[int]] = defaultdict(list)
        stems_of_word: dict[str, set[str]] = defaultdict(set)
        self._bearers: dict[tuple[str, ...], dict[str, bool]] = defaultdict(dict)
        for trade in trades:
            for name in (TradeName(trade.label), *trade.names):
                self._enter(trade, name, stems_of_word)
        self._stems_of_word = {word: frozenset(stems) for word, stems in stems_of_word.items()}
        self._words = sorted(stems_of_word)
        count = len(self._entries) + 1
        self._weight = {one: math.log(1 + count / len(rows)) for one, rows in self._of_stem.items()}
        self._rarest = math.log(1 + count)

    def _enter(self, trade: Trade, name: TradeName, stems_of_word: dict[str, set[str]]) -> None:
        written = [*_words(name.text), *content_words(name.text.replace("/", " "))]
        for word in written:
            stems_of_word[fold(word)].add(stem(word))
        stems = frozenset(stem(word) for word in _words(name.text))
        official = name.text == trade.label or name.ogr is not None
        self._bearers[_key(name.text)][trade.rome] = self._bearers[_key(name.text)].get(trade.rome, False) or official
        row = len(self._entries)
        self._entries.append(_Entry(trade.rome, name, stems, name.ogr is None))
        for one in stems:
            self._of_stem[one].append(row)

    def code_of(self, name: str) -> str | None:
        """The one code that bears this name; an official name comes before an everyday one. None when in doubt."""
        key = _key(name)
        bearers = self._bearers.get(key, {}) if key else {}
        official = [rome for rome, said in bearers.items() if said]
        found = official or list(bearers)
        return found[0] if len(found) == 1 else None

    def find(self, words: str, *, limit: int) -> Sequence[Found]:
        """The best name of each trade that the words may mean, best first."""
        typed = _words(words[:LONGEST_QUERY])
        if not typed or limit < 1:
            return ()
        unfinished = not words.endswith((" ", "\u00a0"))
        asked = [self._meant(word, last=unfinished and place == len(typed) - 1) for place, word in enumerate(typed)]
        met: dict[int, float] = defaultdict(float)
        whole = 0.0
        for meant in asked:
            weight = max((self._weight.get(one, 0.0) for one in meant), default=self._rarest)
            whole += weight
            best: dict[int, float] = {}
            for one, alike in meant.items():
                for row in self._of_stem.get(one, ()):
                    best[row] = max(best.get(row, 0.0), alike)
            for row, alike in best.items():
                met[row] += weight * alike
        return self._ranked(met, whole, asked, limit)

    def _ranked(
        self, met: dict[int, float], whole: float, asked: list[dict[str, float]], limit: int
    ) -> Sequence[Found]:
        meant = frozenset(one for words in asked for one in words)
        found: dict[str, tuple[float, bool, int]] = {}
        for row, got in met.items():
            covered = got / whole
            if covered < LEAST_COVERED:
                continue
            entry = self._entries[row]
            told = sum(self._weight[one] for one in entry.stems)
            filled = sum(self._weight[one] for one in entry.stems & meant) / told
            key = (round(0.7 * covered + 0.3 * filled, 6), entry.ours, -row)
            if entry.rome not in found or key > found[entry.rome]:
                found[entry.rome] = key
        ranked = sorted(found.items(), key=lambda pair: pair[1], reverse=True)[:limit]
        return [Found(rome, self._entries[-key[2]].name, key[0]) for rome, key in ranked]

    def _meant(self, word: str, *, last: bool) -> dict[str, float]:
        """The stems that a typed word may stand for, each with how sure it is."""
        meant: dict[str, float] = {}
        own = stem(word)
        if own in self._of_stem:
            meant[own] = 1.0
        folded = fold(word)
        if last and len(folded) > 1:
            for known in self._beginning_with(folded):
                for one in self._stems_of_word[known] & self._of_stem.keys():
                    meant.setdefault(one, BEGINNING)
        if not meant and len(folded) >= SHORTEST_MISSPELT:
            meant = self._alike(folded)
        return meant

    def _beginning_with(self, start: str) -> list[str]:
        first = bisect_left(self._words, start)
        return self._words[first : bisect_left(self._words, start + "\U0010ffff")]

    def _alike(self, folded: str) -> dict[str, float]:
        near = process.extract(folded, self._words, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE, limit=4)
        meant: dict[str, float] = {}
        for known, alike, _ in near:
            for one in self._stems_of_word[known] & self._of_stem.keys():
                meant[one] = max(meant.get(one, 0.0), MISSPELT * alike)
        return meant


_GENDERS = re.compile(r"\(?\b[hf]\s*/\s*[hf](?:\s*/\s*x)?\b\)?", re.IGNORECASE)


def _key(name: str) -> tuple[str, ...]:
    """The stems of a name, sorted: the same for both genders, any order and « H/F »."""
    return tuple(sorted({stem(word) for word in _words(_GENDERS.sub(" ", name))}))


def _words(text: str) -> list[str]:
    """The words that tell the trade, once, in the masculine when both genders are written."""
    return content_words(without_wish(canonical(text)))
