"""Words of an offer that choose people by what the law forbids: age, sex, nationality, mother tongue, looks, family.

Found words are doubts, not faults: a sentence may say « plus de 20 ans d'expérience » or « jeunes enfants ». Refuses
nothing by itself (code du travail L1132-1 and L5321-2, code pénal 225-2).
"""

import re

from services.contracts.vocabulary import OfferKind
from services.employers.domain.offer_terms import Terms
from services.employers.domain.refusals import Fault

AGE_IS_LAW = frozenset({OfferKind.APPRENTICESHIP, OfferKind.PROFESSIONALISATION, OfferKind.CIVIC_SERVICE})
"""Kinds whose contract has an age of its own: the offer may tell it."""

AGE = re.compile(r"\b(?:moins|plus|âgée?s?) de (?:1[6-9]|[2-6]\d) ans\b(?! d['’ ]exp)", re.IGNORECASE)
AGES = re.compile(r"\bentre (?:1[6-9]|[2-6]\d) (?:ans )?et [2-7]\d ans\b", re.IGNORECASE)
CHOSEN_BY = (
    (re.compile(r"\bde sexe (?:masculin|féminin)\b|\b(?:hommes?|femmes?) (?:uniquement|seulement)\b", re.I), "le sexe"),
    (re.compile(r"\bde nationalité\b|\bd['’]origine (?!contrôlée)\w+enne?\b", re.I), "la nationalité ou l'origine"),
    (re.compile(r"\blangue maternelle\b", re.I), "la langue maternelle"),
    (re.compile(r"\bphysique (?:avantageux|agréable)\b|\bbonne présentation physique\b", re.I), "l'apparence"),
    (re.compile(r"\b(?:célibataire|sans enfants?)\b(?! à charge fiscale)", re.I), "la situation de famille"),
)


def doubtful_words(terms: Terms) -> tuple[Fault, ...]:
    """What in the title, the description or the diploma seems to choose people by a forbidden ground."""
    text = "\n".join((terms.title, terms.description, terms.diploma))
    found = []
    if terms.kind not in AGE_IS_LAW and (age := AGE.search(text) or AGES.search(text)):
        told = f"« {age.group()} » : une offre ne fixe pas d'âge."
        found.append(Fault("description", told, "code du travail, L5321-2"))
    for pattern, ground in CHOSEN_BY:
        if match := pattern.search(text):
            told = f"« {match.group()} » : une offre ne choisit pas selon {ground}."
            found.append(Fault("description", told, "code du travail, L1132-1"))
    return tuple(found)
