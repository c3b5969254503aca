"""Read job titles written for both genders and give the one masculine title they stand for.

« Conducteur / Conductrice d'engins », « conducteur.rice d'engins », « Conducteur(trice) d'engins (H/F) » and
« conductrice d'engins » all become « conducteur d'engins ». Announces nothing, refuses nothing: what is not
recognised is kept as written.
"""

import re
from collections.abc import Callable

from services.matching.domain.text.folding import fold, listed, plain
from services.matching.domain.text.gender import are_both_genders, are_one_word, masculine_first, masculine_of

_MARK = re.compile(
    r"""[(\[]?\s*(?<![\w'])
        (?: (?:x\s*/\s*)? (?:h\s*[/\-.|]\s*f | f\s*[/\-.|]\s*h | m\s*/\s*[fvw] | [fvw]\s*/\s*m) (?:\s*/\s*[xnd])?
          | hf | fh | (?<=\() homme\s*/\s*femme )
        (?![\w'])\s*[)\]]?""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDINGS = "|".join(
    sorted(
        listed(
            """
            e es ne nes le les te tes se ses ve ves fe fes sse esse ice ices rice rices trice trices teuse euse euses
            eure eures iere ieres ère ères ere eres ienne iennes enne ennes onne elle elles ive ives ale ales ante ente
            ee ees ière ières ée ées que che de neuse seuse leuse deuse geuse ceuse yeuse ieuse nière tière gère chère
            lère llère drice strice ctrice atrice itrice otrice utrice
            """
        )
    )
)
_ATTACHED = re.compile(
    rf"(?<=\w\w)(?:\s?\((?:-)?({_ENDINGS})\)(s?)|[.·]-?({_ENDINGS})(?:[.·]?(s))?|/({_ENDINGS})|-({_ENDINGS})(?:-(s))?)(?![\w])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"#\s?\w+|\b[A-Z]{2,4}\d{3,}\b")
_TERMS = re.compile(r"\bCD[ID]\b|\b\d\d\s?(?:h|heures?)\b(?!\s*/\s*\d)(?:\s*/\s*sem\w*\.?)?", re.IGNORECASE)
"""What a posting says of the contract and of the hours: no part of the trade's name."""
_BESIDE = re.compile(r"(\s*,\s*|\s+(?:ou|et)\s+|\s*-\s*)")
_SLASH = re.compile(r"\s*/\s*")
_EDGES = " \t-,.;:|\"'*_·"
_LINKS = listed("de du des d en a au aux sur pour dans par chez avec sans et ou - la le les l un une sous entre")
"""Folded words where the name of the trade ends and its complement begins."""
TABLES = (*(rule.pattern for rule in (_MARK, _ATTACHED, _REFERENCE, _TERMS, _BESIDE)), _LINKS)
"""All that the rules read."""


def without_marks(text: str) -> str:
    """The text without « H/F » marks, reference numbers, contract and hours of postings."""
    bare = _TERMS.sub(" ", _REFERENCE.sub(" ", _MARK.sub(" ", plain(text))))
    return " ".join(bare.split()).strip(_EDGES) or plain(text)


def _joined(match: re.Match[str]) -> str:
    """The masculine keeps its stem; a plural written after the mark stays."""
    return match.group(2) or match.group(4) or match.group(7) or ""


def _one_of_both(left: list[str], right: list[str], alike: Callable[[str, str], bool]) -> list[str] | None:
    """The masculine of « left / right » when the end of left and the start of right are one title twice."""
    for size in range(min(len(left), len(right)), 0, -1):
        ends, starts = left[-size:], right[:size]
        pairs = list(zip(ends, starts, strict=True))
        if all(alike(a.lower(), b.lower()) for a, b in pairs) and any(a.lower() != b.lower() for a, b in pairs):
            kept = ends if all(masculine_first(a.lower(), b.lower()) for a, b in pairs if a != b) else starts
            return left[:-size] + kept + right[size:]
    if left and right and left == right[: len(left)]:
        return right
    return None


def _beside(text: str) -> str:
    """« Boulanger, boulangère » and « directeur ou directrice » once; what is not one word twice is kept as written."""
    found, *others = _BESIDE.split(text)
    for link, part in zip(others[::2], others[1::2], strict=True):
        both = _one_of_both(_words(found), _words(part), are_both_genders)
        found = f"{found}{link}{part}" if both is None else _glue(both)
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s\-']+'?|-", text)


def _glue(words: list[str]) -> str:
    text = " ".join(words)
    return re.sub(r"\s*-\s*", "-", re.sub(r"'\s+", "'", text)).strip(" -")


def one_title(text: str) -> str:
    """The title once, in the masculine where both genders were written; other slashes become commas."""
    bare = _beside(_ATTACHED.sub(_joined, without_marks(text)))
    parts = [_words(part) for part in _SLASH.split(bare) if part.strip()]
    if not parts:
        return bare
    merged = parts[0]
    for part in parts[1:]:
        both = _one_of_both(merged, part, are_one_word)
        merged = both if both is not None else [*merged, ",", *part]
    return _glue(merged).replace(" ,", ",")


def masculine_head(title: str) -> str:
    """The title with its trade's own words brought to the masculine; complements are left alone."""
    words = _words(title)
    out: list[str] = []
    inside = True
    for word in words:
        if out and word != "-" and fold(word).strip("'") in _LINKS:
            inside = False
        out.append(masculine_of(word.lower()) if inside and word != "-" else word)
    return _glue(out).replace(" ,", ",")


def canonical(text: str) -> str:
    """The one lower-case masculine form by which titles are compared and embedded; accents are kept."""
    return masculine_head(one_title(text)).lower()
