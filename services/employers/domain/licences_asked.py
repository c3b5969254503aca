"""The driving licences and CACES that an advertisement demands in its sentences, where its fields do not say so.

« Permis B exigé », « titulaire du permis C », « - Permis B » alone on its line, « Chauffeur SPL » demand; « souhaité »,
« un plus », « formation au CACES », « permis de travail » do not. What is demanded sets an offer aside for who has it
not, until the wish is lifted: a sentence that leaves a doubt demands nothing.
"""

import re
from collections.abc import Iterator

from services.contracts.vocabulary import Licence

_LETTERS = {
    "B": Licence.B, "VL": Licence.B, "C": Licence.C, "CE": Licence.C, "EC": Licence.C, "C1": Licence.C,
    "PL": Licence.C, "SPL": Licence.C, "D": Licence.D, "D1": Licence.D,
}  # fmt: skip
_LICENCE = re.compile(
    r"\bpermis\b(?! de (?:travail|séjour|feu|construire|chasse|bateau))(?: de conduire)?", re.IGNORECASE
)
_NAMED = re.compile(r"\b(?:SPL|PL|VL|CE|EC|C1|D1|[BCD])\b")
_CACES = re.compile(r"\bCACES\b", re.IGNORECASE)
_DEMAND = re.compile(
    r"\b(?:exig\w+|obligatoire\w*|indispensables?|imp[ée]rati\w+|titulaires?|n[ée]cessaires?|essentiels?|requis|"
    r"d[ée]tenez|d[ée]tention|possession|devez|demand[ée]s?|valides?)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:un plus|atouts?|souhait\w+|appr[ée]ci\w+|optionnel\w*|facultati\w+|id[ée]al\w*|[ée]quivalen\w+|"
    r"serait|seraient|si d[ée]tention|sans permis|form(?:ation|ons|er|é|ant|erons)\w*|passer|financ\w+|pr[ée]vu\w*|"
    r"(?:non|pas) (?:exig|obligatoire|n[ée]cessaire|requis|indispensable)\w*|\bou\b|permis d['’])",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b[ée]ventuel\w*|\bvoire\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?;•])\s+|\n+|\s[-*–]\s|\*\*\*|,\s+(?=permis|caces)", re.IGNORECASE)
_DRIVES_LORRIES = re.compile(
    r"\b(?:chauffeu\w+|conduct\w+|routi\w+)\b.*\b(?:SPL|PL|poids[ -]lourds?|super[ -]lourds?)\b", re.IGNORECASE
)
_DRIVES_COACHES = re.compile(r"\bconduct\w+\b.*\b(?:bus|autobus|autocars?|cars?)\b", re.IGNORECASE)
ALONE = 40
"""A sentence no longer than this that names a licence is a line of a list of what is demanded."""
NEAR, LONGEST_READ = 30, 10_000


def licences_asked(title: str, description: str) -> tuple[Licence, ...]:
    """In a fixed order."""
    found = set(_of_title(title))
    for sentence in _SENTENCES.split(description[:LONGEST_READ]):
        found |= set(_in_sentence(sentence.strip(" -*•.\t")))
    return tuple(licence for licence in Licence if licence in found)


def _of_title(title: str) -> Iterator[Licence]:
    if _DRIVES_LORRIES.search(title):
        yield Licence.C
    if _DRIVES_COACHES.search(title):
        yield Licence.D


def _in_sentence(sentence: str) -> Iterator[Licence]:
    if _DOUBT.search(sentence) or not (len(sentence) <= ALONE or _DEMAND.search(sentence)):
        return
    for place in _LICENCE.finditer(sentence):
        if _MAYBE.search(sentence[max(0, place.start() - NEAR) : place.start()]):
            continue
        named = _NAMED.findall(sentence[place.end() : place.end() + NEAR].split(",", maxsplit=1)[0])
        if named:
            yield from (_LETTERS[letter] for letter in named)
        elif "conduire" in place.group() and _DEMAND.search(sentence):
            yield Licence.B
    if _CACES.search(sentence):
        yield Licence.CACES
