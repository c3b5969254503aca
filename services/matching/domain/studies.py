"""What studies a trade is usually entered with, read in the sentence that the official table has for it.

« Accessible avec un CAP ou un Bac pro » is a CAP: the lowest way in that the sentence names stands, so that nobody is
kept from a trade by what it also names. A trade entered by a diploma of its own (« diplôme d'État », a regulated title)
is told apart: no general level stands for it. A sentence that says nothing gives nothing. Pure, refuses nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NONE, CAP, BAC, BAC_2, BAC_3, BAC_5 = 0, 3, 4, 5, 6, 7
"""Levels of the French frame of certifications (décret n° 2019-14)."""
LONG_STUDIES = BAC_2
"""From here on a trade asks for years of studies that nobody makes up for by wanting it."""

_ANY_CASE = {
    NONE: r"\bsans (?:aucune? )?(?:dipl[ôo]me|qualification|formation|condition)|\bou sans (?:dipl|quali|form)|"
    r"\b(?:tous|toutes) les (?:niveaux|qualifications)|"
    r"\baucune? (?:dipl[ôo]me|qualification|formation)(?! n['’]est obligatoire)",
    CAP: r"\btitre (?:professionnel|à finalité professionnelle)|\bcertificat (?:de qualification|d['’]aptitude) prof|"
    r"\bniveau 3\b",
    BAC: r"\bbac(?:calaur[ée]at)?s?\b(?!\s*\+)|\bbrevets? professionnels?\b|\bniveau 4\b",
    BAC_2: r"\bbac\s*\+\s*2|\bbrevet de technicien sup|\bniveau 5\b",
    BAC_3: r"\bbac\s*\+\s*[34]|\bbachelors?\b|\bniveau 6\b|"
    r"\blicences?\b(?! (?:de (?:débit|restaur|pilote|transport)|d['’]exploit|f[ée]d[ée]r|sportiv|I))",
    BAC_5: r"\bbac\s*\+\s*[5-9]|\bmasters?\b|\b(?:écoles?|diplômes?) d['’]ingénieur|\bdoctorat|\bniveau [78]\b",
}
_CAPITALS = {
    CAP: r"\bCAPA?\b|\bBEPA?\b|\bCQPI?\b|\bTFP\b",
    BAC_2: r"\bBTSA?\b|\bDUT\b|\bDEUST\b|\bL2\b",
    BAC_3: r"\bBUT\b",
}
"""Diplomas that small letters would take for other words."""
_WAYS_IN = sorted(
    [
        *((level, re.compile(words, re.IGNORECASE)) for level, words in _ANY_CASE.items()),
        *((level, re.compile(words)) for level, words in _CAPITALS.items()),
    ],
    key=lambda way: way[0],
)
_OF_ITS_OWN = re.compile(r"\bdipl[ôo]mes? d['’][ÉEée]tat\b", re.IGNORECASE)
_KEPT_BY_LAW = re.compile(r"\br[ée]glement[ée]e?|\bsubordonn[ée]|\bagr[ée]ment\b", re.IGNORECASE)
"""What the sentence of a regulated trade says when no general diploma opens it."""
LEADS = re.compile(
    r"(chef|cheffe|responsable|gérant|gérante|directeur|directrice|cadre|ingénieur|ingénieure|formateur|formatrice|"
    r"gouvernant|gouvernante|officier|officière|conducteur de travaux|coordinateur|coordinatrice|manager|"
    r"infirmier|infirmière|puériculteur|puéricultrice|[ée]ducateur spécialisé|policier|gendarme|gardien de la paix|"
    r"agent / agente de la force publique)\b",
    re.IGNORECASE,
)
"""First words of trades that lead others, or ask for a state diploma or a competition: years that no wish tells."""


_YEARS = re.compile(r"\b(?:senior|confirm[ée]e?s?|experte?s?|manager|lead|contrema[iî]tre)\b", re.IGNORECASE)
"""Words of a title that ask for years of the trade, or for a team to lead."""


def leads(label: str) -> bool:
    """True for the name of a trade that leads others."""
    return LEADS.match(label) is not None


def asks_for_years(title: str) -> bool:
    """True for the title of an advertisement that seeks somebody of long practice."""
    return leads(title) or _YEARS.search(title) is not None


@dataclass(frozen=True, slots=True)
class WayIn:
    """``level`` the lowest that the sentence names, None when it names none; ``own`` a diploma that the trade keeps."""

    level: int | None = None
    own: bool = False


UNKNOWN = WayIn()


def level_named(text: str) -> int | None:
    """The lowest level of studies that a text names; None when it names none."""
    return next((level for level, named in _WAYS_IN if named.search(text)), None)


def way_in(sentence: str, *, regulated: bool = False) -> WayIn:
    """Read how a trade is entered. ``regulated``: the official table says that the law keeps it to a title."""
    level = None if regulated and _KEPT_BY_LAW.search(sentence) else level_named(sentence)
    return WayIn(level, own=level is None and (regulated or _OF_ITS_OWN.search(sentence) is not None))


def asks_for_more(wished: WayIn, other: WayIn) -> bool:
    """True when ``other``, another trade, is entered by a diploma of its own, or by longer studies than ``wished``.

    What is not known of either says nothing: False.
    """
    if wished == UNKNOWN:
        return False
    if other.own:
        return True
    return other.level is not None and other.level >= LONG_STUDIES and (wished.level or NONE) < other.level


def furthest(wished: Iterable[WayIn]) -> WayIn:
    """The most that some wishes suppose: the highest level, a diploma of one's own; unknown when none is known."""
    known = [one for one in wished if one != UNKNOWN]
    levels = [one.level for one in known if one.level is not None]
    return WayIn(max(levels, default=None), own=any(one.own for one in known))


@dataclass(frozen=True, slots=True)
class Reach:
    """``supposed``: what some wished trades suppose of studies. ``beyond``: codes of trades that ask for more.

    ``unlearnt``: those of them that even a contract of apprenticeship opens to graduates alone. ``leads``: one of the
    wishes leads others.
    """

    supposed: WayIn = UNKNOWN
    beyond: frozenset[str] = frozenset()
    unlearnt: frozenset[str] = frozenset()
    leads: bool = False


UNKNOWN_REACH = Reach()
