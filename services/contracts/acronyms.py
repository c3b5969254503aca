"""The acronyms that the pages cannot do without, and what they stand for: a page tells each one the first time."""

from collections.abc import Mapping
from types import MappingProxyType

ACRONYMS: Mapping[str, str] = MappingProxyType(
    {
        "ASH": "agent de service hospitalier",
        "BAFA": "brevet d’aptitude aux fonctions d’animateur",
        "CACES": "certificat d’aptitude à la conduite en sécurité (chariots, engins)",
        "CCAS": "centre communal d’action sociale",
        "CDD": "contrat à durée déterminée",
        "CDDI": "contrat à durée déterminée d’insertion",
        "CDI": "contrat à durée indéterminée",
        "CEJ": "contrat d’engagement jeune",
        "CNAPS": "Conseil national des activités privées de sécurité",
        "CPAM": "caisse primaire d’assurance maladie",
        "DDETS": "direction départementale de l’emploi, du travail et des solidarités",
        "FIJAIS": "fichier des auteurs d’infractions sexuelles ou violentes",
        "IAE": "insertion par l’activité économique",
        "MDPH": "maison départementale des personnes handicapées",
        "NAF": "nomenclature d’activités française : le secteur de l’entreprise",
        "PLIE": "plan local pour l’insertion et l’emploi",
        "PMSMP": "période de mise en situation en milieu professionnel",
        "QPV": "quartier prioritaire de la politique de la ville",
        "RIB": "relevé d’identité bancaire",
        "RQTH": "reconnaissance de la qualité de travailleur handicapé",
        "RSA": "revenu de solidarité active",
        "SIAE": "structure d’insertion par l’activité économique",
        "SIRET": "numéro à 14 chiffres qui désigne un établissement",
        "VAE": "validation des acquis de l’expérience",
    }
)
