"""What a convention must say before anybody signs it, and the duties that the host takes on.

Code du travail, art. D5135-2, and the model of convention (Cerfa n° 13912). The duties are said in plain words.
"""

from services.contracts.vocabulary import OfferKind
from services.matching.domain.placements.terms import Terms

HOST_DUTIES = (
    "Nommer un tuteur, présent pendant toute la période.",
    "Ne pas confier à la personne un poste permanent, ni un remplacement, ni un surcroît ou une saison de travail.",
    "Fournir les équipements de protection et expliquer les consignes de sécurité.",
    "Prévenir la structure qui prescrit d'un accident dans les 24 heures.",
)
"""What the host accepts by signing (L5135-5 to L5135-7, D5135-4 to D5135-6)."""

PRESCRIBER_DUTIES = ("Déclarer un accident à la CPAM dans les 48 heures.",)
"""What the prescriber takes on."""

_LABELS = {
    "goals": "les objectifs précis et comment ils seront évalués",
    "tasks": "les tâches confiées",
    "skills": "au moins une compétence à observer",
    "equipment": "les équipements de protection (« aucun » si c'est le cas)",
    "prevention": "les mesures de prévention et de santé (« aucune » si c'est le cas)",
    "insurance": "l'assurance de l'entreprise",
    "tutor_named": "le tuteur, nommé par l'entreprise",
    "emergency_contact_known": "la personne à prévenir en cas d'urgence, notée dans la fiche",
    "host_duties_accepted": "l'accord de l'entreprise sur ses engagements",
    "site": "le lieu",
}
_ASKED = {
    OfferKind.IMMERSION: tuple(_LABELS),
    OfferKind.INTERNSHIP: ("goals", "tasks", "tutor_named", "insurance", "site"),
}


def missing(terms: Terms) -> dict[str, str]:
    """What the convention still lacks: field → words. Empty for a kind without convention."""
    asked = _ASKED.get(terms.kind, ())
    return {name: _LABELS[name] for name in asked if not _said(terms, name)}


def _said(terms: Terms, name: str) -> bool:
    if name == "site":
        return bool(terms.site.label.strip() or terms.site.commune.strip())
    value = getattr(terms.content, name)
    return bool(value.strip()) if isinstance(value, str) else bool(value)
