"""What a badge never tells: the scheme, the district, a way to reach someone, a status or a health matter.

A badge is public for ever and follows its holder to every employer. Each text that goes into one passes here;
the territory adds its own words (its districts, its public programmes).
"""

import re
import unicodedata
from collections.abc import Iterable

from services.kernel.problems import Invalid

SCHEMES = (
    "cite de l'emploi",
    "cites de l'emploi",
    "qpv",
    "quartier prioritaire",
    "politique de la ville",
    "garantie jeunes",
    "contrat d'engagement jeune",
    "cej",
    "pacea",
    "plie",
    "rsa",
    "revenu de solidarite active",
    "rqth",
    "mdph",
    "handicap",
    "handicape",
    "handicapee",
    "cddi",
    "siae",
    "iae",
    "ccas",
    "mission locale",
    "regie de quartier",
    "insertion par l'activite economique",
    "chantier d'insertion",
)
"""Names that would tell a scheme or a status; compared folded, as whole words."""

E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"(?:\+33|0033|0)[\s.-]?[1-9](?:[\s.-]?\d{2}){4}")
ACRONYM = re.compile(r"\b(?:\w\.){2,}")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def folded(text: str) -> str:
    """Lower case, without accents, apostrophes or dots of acronyms, one space between words."""
    plain = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = ACRONYM.sub(lambda found: found.group().replace(".", "") + " ", plain)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.lower()).split())


def told_by(text: str, *, forbidden: Iterable[str] = ()) -> str | None:
    """The first word or form in this text that a badge must not tell, in words, or None."""
    for form, name in ((E_MAIL, "une adresse électronique"), (PHONE, "un numéro de téléphone"), (ADDRESS, "un lien")):
        if form.search(text):
            return name
    words = f" {folded(text)} "
    for word in (*SCHEMES, *forbidden):
        if folded(word) and f" {folded(word)} " in words:
            return f"« {word} »"
    return None


def must_be_discreet(text: str, *, field: str, forbidden: Iterable[str] = ()) -> str:
    """The text, stripped. Raises Invalid, naming the field, when it tells too much or is not plain text."""
    kept = " ".join(text.split())
    if any(unicodedata.category(character) == "Cc" for character in kept):
        raise Invalid("Ce texte contient un caractère qui ne s’affiche pas.", fields={field: "Retapez ce texte."})
    found = told_by(kept, forbidden=forbidden)
    if found is not None:
        message = f"Un badge est public : il ne doit pas dire {found}. Rien n’a été enregistré."
        raise Invalid(message, fields={field: f"Retirez {found} de ce texte."}, code="badge-not-discreet")
    return kept
