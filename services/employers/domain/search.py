"""Find a company or an offer by words as people type them: no accents, any order, beginnings of words, a slip.

Refuses nothing; an empty query matches everything.
"""

import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

SHORTEST_WITH_SLIP = 5
SMALL = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "un", "une"})


def fold(text: str) -> str:
    """Lower case, without accents, every other sign a space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))


def words(text: str) -> tuple[str, ...]:
    """The folded words that carry meaning, in order."""
    return tuple(word for word in fold(text).split() if word not in SMALL)


def score(query: str, fields: Iterable[str]) -> float:
    """How well the fields answer: 0 when a word of the query is nowhere, else the mean of its words, up to 1."""
    asked = words(query)
    if not asked:
        return 1.0
    known = [word for text in fields for word in fold(text).split()]
    values = [max((_near(word, other) for other in known), default=0.0) for word in asked]
    return sum(values) / len(values) if all(values) else 0.0


def _near(asked: str, known: str) -> float:
    if asked == known:
        return 1.0
    if known.startswith(asked):
        return 0.8
    if min(len(asked), len(known)) < SHORTEST_WITH_SLIP:
        return 0.0
    beginning = known[: len(asked)]
    near = min(DamerauLevenshtein.distance(asked, beginning), DamerauLevenshtein.distance(asked, known))
    return 0.5 if near <= 1 else 0.0
