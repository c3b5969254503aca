"""The trade that a title names, without what surrounds it: « Serveur (H/F) NON LOGÉ **URGENT** » is « Serveur ».

Advertisements put towns, hours, contracts, brands and cries beside the trade; a likeness of titles would compare them.
Of the segments that dashes part, the first that begins like the name of a trade is kept. Refuses nothing: a title that
is only surroundings stays as it is.
"""

import re

_BRACKETS = re.compile(r"\([^()]{2,}\)|\[[^\]]*\]|\*+|[«»\"“”!]")
"""What is in brackets, but for a feminine mark of one letter: « Agent(e) » is left to those who read gender."""
_BOTH = re.compile(r"[\s(-]*\b[hf]\s?/\s?[hf](?:\s?/\s?[xd])?\b[\s)]*", re.IGNORECASE)
_DASHES = re.compile(r"\s+[-–—|:]+\s*|\s*[-–—|:]+\s+|\s*[|•]\s*")
_CRIES = re.compile(
    r"#\S+|^\s*(?:\d+|une?\(?e?\)?)\s|"
    r"\b(?:en (?:alternance|apprentissage|cdi|cdd|int[ée]rim)|à mi-temps|à temps \w+|temps (?:plein|partiel|complet)|"
    r"urgent|recherch(?:e|ons)|recrut(?:e|ons)|postes? à pourvoir|à pourvoir|non[ -]?log[ée]e?s?|log[ée]e?s?|"
    r"nourrie?s?|saison(?:ni[eè]re?s?)?(?: d[e'’ ]*(?:hiver|été))?|hiver|été|cdi|cdd|cddi|int[ée]rim|"
    r"d[ée]butante?s? accept[ée]e?s?|[ée]tudiante?s?|job (?:d'été|étudiant)|"
    r"\d+\s?(?:h|heures?)(?:\s?/\s?(?:semaine|mois))?|\d+\s?%|\d{2,5}|\d+ (?:postes?|mois))(?!\w)",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?:aide|agente?|employ[ée]e?|apprentie?|assistante?|auxiliaire|chef|cheffe|commis|ouvri[eè]re?|responsable|"
    r"charg[ée]e?|serveu|valet|femme de|h[oô]te|conseill|manœuvre|manoeuvre|op[ée]rat|techni|"
    r"\w+(?:eure?|euse|ier|ière|iste|ant|ante|rice|ien|ienne|logue|man|woman|oin|al|ale|if|ive))\b",
    re.IGNORECASE,
)
TABLES = tuple(rule.pattern for rule in (_BRACKETS, _BOTH, _DASHES, _CRIES, _WORKS))
"""All that the rules read."""


def working_title(title: str) -> str:
    """The trade's own words; the title itself when nothing is left of it."""
    bare = _BRACKETS.sub(" ", _BOTH.sub(" ", title))
    segments = [" ".join(_CRIES.sub(" ", part).split()).strip(" ,;.+&/") for part in _DASHES.split(bare)]
    named = [part for part in segments if _WORKS.match(part)]
    kept = next(iter(named), "") or next((part for part in segments if part), "")
    return kept or title
