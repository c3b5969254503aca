"""What tells this way of reading words from any other: a fingerprint of its answers and of its tables.

An index holds words that were cut, and vectors of titles that were brought to one form: once either is done otherwise,
what it holds no longer meets what is asked. It keeps this fingerprint, and is made anew when it differs. Pure.
"""

import hashlib
import json
from functools import lru_cache

from services.matching.domain.text.abbreviations import SHORT_FORMS, written_out
from services.matching.domain.text.common_words import COMMON_WORDS
from services.matching.domain.text.gender import TABLES as GENDERS
from services.matching.domain.text.inclusive import TABLES as TITLES
from services.matching.domain.text.inclusive import canonical
from services.matching.domain.text.tokens import TABLES as WORDS
from services.matching.domain.text.tokens import stems
from services.matching.domain.text.working_title import TABLES as ADVERTISED
from services.matching.domain.text.working_title import working_title

_WRITTEN = (
    "Conducteur / Conductrice d'engins de chantier (H/F)",
    "Chef.fe d’équipe • espaces-verts",
    "Éducateur·rice spécialisé·e – œuvres sociales",
    "AIDE-SOIGNANT(E) DE NUIT, EHPAD",
    "Développeuse C++ / C# 2e niveau",
    "Directeur-adjoint/Directrice-adjointe du marketing",
    "Serveurs et serveuses, femmes de chambre, hommes d'entretien",
    "Employé(e)s polyvalent(e)s de la restauration rapide 35h/semaine",
    "Qu'est-ce qu'une couturière ? L'aide à l'école, jusqu'ici",
    "Ingénieur R&D nº 5 à 100 % réf. ABC1234",
)
"""Each holds what some rule reads: marks of both genders, elisions, ligatures, digits, signs."""
_ADVERTISED = (
    *_WRITTEN,
    "Serveur (H/F) NON LOGÉ **URGENT**",
    "La Rochelle - Agent(e) de propreté - 20h/semaine",
    "URGENT : un boulanger en CDI, débutant accepté",
    "Centre Bourg | Cuisinier saisonnier d'été • 2 postes à pourvoir",
    "Cuisinier h/f - 35 %",
    "2 [Réf. 12345] étudiants « job d'été » #ABC12",
)
"""Each holds what surrounds a trade in an advertisement: towns, hours, contracts, cries, marks, dashes."""


@lru_cache(maxsize=1)
def analysis_fingerprint() -> str:
    """Twelve hexadecimal digits: the same wherever words are read alike."""
    common, short = sorted(COMMON_WORDS), sorted(SHORT_FORMS)
    asked = [*_WRITTEN, *common, *short, " ".join(common)]
    answers = [[stems(text), canonical(text), written_out(text)] for text in asked]
    told = json.dumps([answers, *(_listed(table) for table in (*GENDERS, *TITLES, *WORDS))], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def titles_fingerprint() -> str:
    """The same of how advertised titles are read: what surrounds the trade is left out, then words are read."""
    answers = [working_title(text) for text in _ADVERTISED]
    told = json.dumps([answers, list(ADVERTISED), analysis_fingerprint()], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _listed(table: object) -> object:
    """A table as lists in an order of its own: sets have none."""
    if isinstance(table, dict):
        return sorted([str(key), str(value)] for key, value in table.items())
    return sorted(map(str, table)) if isinstance(table, frozenset) else [str(table)]
