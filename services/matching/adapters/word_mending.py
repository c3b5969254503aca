"""Which known word a mistyped one stands for: the same choice over any index, whoever lists the candidates."""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

_SHORTEST, _LONG = 4, 7


def edits_allowed(word: str) -> int:
    """How many letters may be wrong: none in a short word, two in a long one."""
    if len(word) < _SHORTEST:
        return 0
    return 1 if len(word) < _LONG else 2


def nearest_of(word: str, candidates: Mapping[str, int]) -> str:
    """The nearest candidate, else the word itself. ``candidates`` says how many offers hold each.

    Of two as near, the one that begins alike, then the one that more offers hold, then the first by letters.
    """
    allowed = edits_allowed(word)
    near: list[tuple[int, bool, int, str]] = []
    for one, held in candidates.items():
        distance = DamerauLevenshtein.distance(word, one, score_cutoff=allowed)
        if distance <= allowed:
            near.append((distance, one[:1] != word[:1], -held, one))
    return min(near)[3] if near else word


def once(words: Sequence[str]) -> list[str]:
    """The words in their order, each once; the last one stays last, for it may be unfinished."""
    return [*dict.fromkeys(word for word in words[:-1] if word != words[-1]), words[-1]]
