"""Mend the spelling and accents of a query with the words of the corpus that is searched.

Pure: the dictionary is built once from the corpus's own words (and a lexicon, if one is given), then one edit —
a letter missing, added, changed or swapped — is looked up by deletions. A known word is never changed; numbers and
words of fewer than four letters are left alone. Announces nothing, refuses nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from services.matching.domain.text.abbreviations import SHORT_FORMS
from services.matching.domain.text.common_words import COMMON_WORDS
from services.matching.domain.text.familiar import FAMILIAR_WORDS
from services.matching.domain.text.folding import plain, without_accents
from services.matching.domain.text.tokens import TOOL_WORDS, WISH_WORDS, stem, words

_SHORTEST = 4
_LONGEST = 40
_CORPUS, _LEXICON = 10, 1
"""What a word counts for, by where it was read."""
_WORD = re.compile(r"[^\W_]+")
_LEFT_ALONE = TOOL_WORDS | WISH_WORDS | SHORT_FORMS | FAMILIAR_WORDS


class Speller:
    """Known words, by their folded form; mends one text at a time. Immutable once built: thread-safe."""

    def __init__(self, texts: Iterable[str], lexicon: Iterable[str] = ()) -> None:
        """Read the words of `texts`; those of `lexicon` are known too, and a weaker choice when mending."""
        written: dict[str, Counter[str]] = {}
        self._count: Counter[str] = Counter()
        for weight, source in ((_CORPUS, texts), (_LEXICON, lexicon), (_LEXICON, COMMON_WORDS)):
            for text in source:
                trusted = 0 if text.isupper() else weight  # capitals alone do not tell the accents
                for word in words(text):
                    folded = without_accents(word)
                    self._count[folded] += weight
                    written.setdefault(folded, Counter())[word] += trusted
        self._best = {folded: _spelling(forms) for folded, forms in written.items()}
        self._near: dict[str, list[str]] = {}
        for folded in written:
            if _may_be_mended(folded) and folded not in TOOL_WORDS:
                for shorter in _deletions(folded):
                    self._near.setdefault(shorter, []).append(folded)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._best.values()))

    def repaired(self, text: str) -> str:
        """The text in lower case, unknown words replaced by the nearest known one, accents restored."""
        return _WORD.sub(lambda found: self.word(found.group(0)), plain(text).lower())

    def with_capitals(self, title: str) -> str:
        """The title with the accents that registers leave out of capitals: « Educateur », « AGENT DE SECURITE »."""
        return _WORD.sub(lambda found: self._capital(found.group(0)), plain(title))

    def knows(self, text: str) -> bool:
        """Whether some word of the text that tells something is known, as written or by its stem."""
        telling = [word for word in words(text) if without_accents(word) not in TOOL_WORDS]
        return any(without_accents(word) in self._best or stem(word) in self._stems for word in telling)

    def word(self, word: str) -> str:
        """The word mended: itself, its accented form, its nearest neighbour, or the two words it runs together."""
        folded = without_accents(word)
        if folded in self._best:
            return self._best[folded] if word == folded else word
        if folded in _LEFT_ALONE or not _may_be_mended(folded):
            return word
        if self._is_elided(folded):
            return f"{folded[0]}'{self._best[folded[1:]]}"
        nearest = self._nearest(folded)
        if stem(word) in self._stems:
            return self._best[nearest] if nearest is not None and stem(self._best[nearest]) == stem(word) else word
        if nearest is not None:
            return self._best[nearest]
        return self._parted(folded) or word

    def _capital(self, word: str) -> str:
        best = self._best.get(word.lower()) if word[0].isupper() else None
        if best is None or (word.isupper() and len(word) < _SHORTEST):
            return word
        if word.isupper():
            return best
        return best[0].upper() + word[1:] if best[1:] == word[1:] else word

    def _nearest(self, folded: str) -> str | None:
        candidates = set(self._near.get(folded, ()))
        for shorter in _deletions(folded):
            candidates.update(self._near.get(shorter, ()))
            if shorter in self._best and _may_be_mended(shorter):
                candidates.add(shorter)
        least = len(folded) + 1 if len(folded) == _SHORTEST else _SHORTEST
        near = [c for c in candidates if len(c) >= least and c not in TOOL_WORDS and within_one_edit(folded, c)]
        if not near:
            return None
        return max(near, key=lambda c: (c[0] == folded[0], self._count[c] >= _CORPUS, self._count[c], c))

    def _is_elided(self, folded: str) -> bool:
        """« dentretien » is d' + entretien."""
        return len(folded) > 5 and folded[0] in "dl" and folded[1] in "aeiouyh" and folded[1:] in self._best

    def _parted(self, folded: str) -> str | None:
        """« aidesoignant » is aide + soignant."""
        for cut in range(_SHORTEST, len(folded) - _SHORTEST + 1):
            left, right = folded[:cut], folded[cut:]
            if self._count[left] >= _CORPUS and self._count[right] >= _CORPUS:
                return f"{self._best[left]} {self._best[right]}"
        return None


def within_one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, change or swap of neighbours at most separates two words."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        swapped = len(rest_a) > 1 and rest_a[0] == rest_b[1] and rest_a[1] == rest_b[0] and rest_a[2:] == rest_b[2:]
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b if len(rest_a) > len(rest_b) else rest_b[1:] == rest_a


def _may_be_mended(folded: str) -> bool:
    return _SHORTEST <= len(folded) <= _LONGEST and not any(c.isdigit() for c in folded)


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _spelling(forms: Counter[str]) -> str:
    """The most frequent way of writing; registers leave the accent of a capital out, so that one is preferred."""
    best = max(forms, key=lambda form: (forms[form], form != without_accents(form), form))
    accented = [form for form in forms if form[1:] == best[1:] and form[0] != without_accents(form[0])]
    return accented[0] if accented else best
