"""The languages that an advertisement demands: read in its fields and in its sentences. Those it only wishes are not.

« Anglais courant exigé », « vous maîtrisez l'anglais », « bilingue anglais » demand; « un plus », « des notions »,
« souhaité », « non requis » do not. A language is asked of the work: nothing of a person is read here.
"""

import re
from collections.abc import Iterable

from services.contracts.vocabulary import Language

NAMED: dict[Language, str] = {
    Language.FRENCH: r"fran[çc]ais(?:e)?",
    Language.ENGLISH: r"anglais(?:e)?|english",
    Language.GERMAN: r"allemand(?:e)?",
    Language.SPANISH: r"espagnole?",
    Language.ITALIAN: r"italien(?:ne)?",
    Language.PORTUGUESE: r"portugais(?:e)?",
    Language.DUTCH: r"n[ée]erlandais(?:e)?",
    Language.RUSSIAN: r"russe",
    Language.ARABIC: r"arabe",
    Language.CHINESE: r"chinois(?:e)?|mandarin",
    Language.SIGNS: r"langue des signes|lsf",
}
_NAMES = {language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in NAMED.items()}
_DEMAND = re.compile(
    r"\b(?:courant(?:e|s|es)?|couramment|exig\w+|indispensables?|obligatoires?|imp[ée]rati\w+|n[ée]cessaires?|requise?s?|"
    r"ma[iî]tris\w+|parlant|parlez|parl[ée]|bilingue|op[ée]rationnel(?:le)?|à l['’ ]aise|bon niveau|capables?|"
    r"attendue?s?|[bc][12]|lue?|[ée]crite?)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:un plus|serait|seraient|atouts?|souhait\w+|appr[ée]ci\w+|id[ée]al\w*|notions?|d[ée]butant|scolaire|"
    r"de pr[ée]f[ée]rence|bonus|(?:non|pas) (?:requis|exig|obligatoire|n[ée]cessaire|indispensable)\w*)\b|votre \+|"
    r"\+\s*:",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?;•])\s+|\n+|\s[-*–]\s|\*\*\*")
NEAR = 45
"""Characters between a language and what demands it: farther, another thing of the sentence is demanded."""
LONGEST_READ = 10_000


def languages_asked(demanded: Iterable[str], *texts: str) -> tuple[Language, ...]:
    """Those of the field of demanded languages, and those that a sentence demands, in a fixed order."""
    found = {language for label in demanded for language, name in _NAMES.items() if name.fullmatch(label.strip())}
    for text in texts:
        for sentence in _SENTENCES.split(text[:LONGEST_READ]):
            found |= _in_sentence(sentence)
    return tuple(language for language in Language if language in found)


def _in_sentence(sentence: str) -> set[Language]:
    if _WISH.search(sentence):
        return set()
    asked = [match.span() for match in _DEMAND.finditer(sentence)]
    return {
        language
        for language, name in _NAMES.items()
        for match in name.finditer(sentence)
        if any(_gap(match.span(), span) <= NEAR for span in asked)
    }


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(other[0] - one[1], one[0] - other[1], 0)
