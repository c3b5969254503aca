"""What a free search asks of any index, prepared in Python: stems, other names of the trade, the phrase to embed.

Both indexes receive the same words and give three ranked lists back (words, other names, meaning), which are fused
here. A document is cut into the same stems. Refuses nothing: a query without a word asks nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.matching.domain.text.analysis import analysis_fingerprint
from services.matching.domain.text.fusion import fused
from services.matching.domain.text.tokens import stems, without_wish
from services.matching.ports import OfferDocument, OfferQuery

MOST_WORDS = 60
"""A longer text than anybody types is cut: an engine refuses too many clauses."""
WINDOW = 300
"""How many of the best by words are fused with the others; beyond, words alone order the list."""
NEIGHBOURS = 50
"""How many offers are found by what their title means, whatever its words."""
LEAST_ALIKE = 0.6
"""Likeness below which a title does not mean what was asked."""
WORDS, OTHER_NAMES, MEANING = 1.0, 1.0, 1.0
"""Weights of the three lists, chosen on real offers (ADR 14)."""
FIELD_WEIGHTS = {"title": 8.0, "trade": 5.0, "skills": 2.0, "rest": 1.0}
"""What a word counts for, by where it is written."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """``words`` are stems, the last one perhaps unfinished; ``also`` are stems of other names of the same thing.

    ``known`` are those of the words that these names hold: they are no mistakes, even if no offer holds them.
    """

    words: tuple[str, ...]
    also: tuple[str, ...]
    phrase: str
    known: frozenset[str] = frozenset()


def asked_words(query: OfferQuery) -> AskedWords:
    """What the query asks."""
    phrase = without_wish(query.words)
    words = tuple(dict.fromkeys(stems(phrase)))[:MOST_WORDS]
    others = dict.fromkeys(stem for name in query.also for stem in stems(name))
    also = tuple(stem for stem in others if stem not in words)[:MOST_WORDS]
    return AskedWords(words, also, phrase.strip(), frozenset(words) & others.keys())


def document_stems(document: OfferDocument) -> dict[str, str]:
    """The stems of each field, joined by spaces."""
    texts = {
        "title": document.title,
        "trade": document.trade_label,
        "skills": " ".join(document.skills),
        "rest": f"{document.company_name} {document.commune} {document.description}",
    }
    return {field: " ".join(stems(text)) for field, text in texts.items()}


def document_shape() -> str:
    """What tells how documents are cut: the fields, and the reading of words."""
    return f"{' '.join(FIELD_WEIGHTS)} {analysis_fingerprint()}"


class Lists(Protocol):
    """What an index answers to one search; ids are its own."""

    def by_words(self) -> Sequence[str]:
        """The ``WINDOW`` best that hold a word."""

    def by_other_names(self) -> Sequence[str]:
        """The ``WINDOW`` best that hold an other name's word."""

    def by_meaning(self) -> Sequence[str]:
        """At most ``NEIGHBOURS`` whose title is alike enough, nearest first."""

    def count(self, neighbours: Sequence[str]) -> int:
        """How many hold a word, or an other name's, or are one of these."""

    def further(self, known: Sequence[str], offset: int, limit: int) -> Sequence[str]:
        """Those that hold a word and are not ``known``, in the order of the words."""


def page(lists: Lists, offset: int, limit: int) -> tuple[list[str], int]:
    """One page of the fused list, and how many offers there are in all."""
    neighbours = lists.by_meaning()
    known = fused(
        [(WORDS, lists.by_words()), (OTHER_NAMES, lists.by_other_names()), (MEANING, neighbours)],
    )
    total = lists.count(neighbours)
    found = known[offset : offset + limit]
    if len(found) < limit and total > len(known):
        found += lists.further(known, max(0, offset - len(known)), limit - len(found))
    return found, total
