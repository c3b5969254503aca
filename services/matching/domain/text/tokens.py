"""Cut a title into comparable words: elision, feminine to masculine, stem, without accents or tool words.

Pure (the Snowball stemmer is a table of rules). Announces nothing, refuses nothing: a text without a word gives an
empty list.
"""

import re
from functools import lru_cache

import snowballstemmer

from services.matching.domain.text.folding import listed, plain, without_accents
from services.matching.domain.text.gender import masculine_of

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_ELISION = re.compile(r"\b(?:qu|jusqu|lorsqu|puisqu|[ldnsjmtc])'(?=\w)", re.IGNORECASE)
TOOL_WORDS = listed(
    "a ai as au aux avec c ce ces cet cette chez d dans de des du elle en entre es est et etre eux il ils j je l la le"
    " les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa sans se ses si"
    " son sont sous sur t ta te tes toi ton tres tu un une vos votre vous y"
)
"""Folded words that link others."""
WISH_WORDS = listed(
    "adore aime aimerais aimerait apprendre boulot bosser cherche chercher comme devenir domaine emploi envie faire"
    " fais job jobs metier metiers occuper peux poste pouvoir recherche rechercher secteur souhaite souhaiterais"
    " travail travailler travaille trouver truc trucs veux voudrais voudrait quelque chose bien plutot"
)
"""Folded words that people write around the trade that they wish for: they name no trade by themselves."""
_ALIKE = {"femm": "homm"}
TABLES = (_WORD.pattern, _ELISION.pattern, TOOL_WORDS, WISH_WORDS, _ALIKE)
"""All that the rules read, beside the stemmer's own."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The folded stem shared by the masculine, feminine, singular and plural of one lower-case word."""
    if any(c.isdigit() for c in word):
        return without_accents(word)
    # A stemmer remembers the word it is cutting: one for all would mix the words of two threads.
    root = without_accents(snowballstemmer.stemmer("french").stemWord(masculine_of(word)))
    return _ALIKE.get(root, root)


def words(text: str) -> list[str]:
    """Lower-case words with their accents, elisions cut, tool words kept."""
    return _WORD.findall(_ELISION.sub(" ", plain(text).lower()))


def content_words(text: str) -> list[str]:
    """Lower-case words with their accents, tool words dropped; all of them when only tool words were written."""
    found = words(text)
    return [w for w in found if without_accents(w) not in TOOL_WORDS] or found


def stems(text: str) -> list[str]:
    """Stems of the content words, in their order, repeats kept."""
    return [stem(w) for w in content_words(text)]


def without_wish(text: str) -> str:
    """The text without the words that only say that one wishes to work, nor the tool words that they leave at its ends.

    The text itself when nothing else is left, or when it held none.
    """
    found = words(text)
    kept = [w for w in found if without_accents(w) not in WISH_WORDS]
    telling = [w for w in kept if without_accents(w) not in TOOL_WORDS]
    if not telling or len(kept) == len(found):
        return text
    while without_accents(kept[0]) in TOOL_WORDS:
        kept.pop(0)
    while without_accents(kept[-1]) in TOOL_WORDS:
        kept.pop()
    return " ".join(kept)
