"""Write out the short forms that job postings and people use: « IDE », « AESH », « chef d'éq. », « prof de maths ».

Ours, kept to forms that mean one thing in the title of a trade. Announces nothing, refuses nothing.
"""

import re

from services.matching.domain.text.folding import fold

_INSTEAD = {
    "adj": "adjoint",
    "adjt": "adjoint",
    "admin": "administratif",
    "agt": "agent",
    "anim": "animateur",
    "appro": "approvisionnement",
    "appros": "approvisionnements",
    "assist": "assistant",
    "asst": "assistant",
    "cdt": "conducteur",
    "cial": "commercial",
    "clim": "climatisation",
    "coif": "coiffeur",
    "compta": "comptable",
    "constr": "construction",
    "coord": "coordinateur",
    "cuistot": "cuisinier",
    "deco": "décoration",
    "dev": "développeur",
    "dir": "directeur",
    "distrib": "distribution",
    "educ": "éducateur",
    "elec": "électricité",
    "empl": "employé",
    "entret": "entretien",
    "eq": "équipe",
    "gest": "gestion",
    "gestio": "gestionnaire",
    "ind": "industrie",
    "indus": "industriel",
    "infos": "informations",
    "ing": "ingénieur",
    "inge": "ingénieur",
    "install": "installation",
    "instit": "instituteur",
    "kine": "kinésithérapeute",
    "labo": "laboratoire",
    "mag": "magasin",
    "maint": "maintenance",
    "manut": "manutentionnaire",
    "meca": "mécanique",
    "mecano": "mécanicien",
    "mgr": "manager",
    "nounou": "garde d'enfants",
    "ophtalmo": "ophtalmologue",
    "orga": "organisation",
    "pharma": "pharmaceutique",
    "prepa": "préparateur",
    "prod": "production",
    "prof": "professeur",
    "psy": "psychologue",
    "resp": "responsable",
    "resto": "restaurant",
    "sce": "service",
    "secr": "secrétaire",
    "secu": "sécurité",
    "spec": "spécialiste",
    "superv": "superviseur",
    "tech": "technicien",
    "transp": "transport",
    "trav": "travaux",
    "vend": "vendeur",
    "veto": "vétérinaire",
}
"""Folded short form → the word that takes its place."""

_BESIDE = {
    "acm": "accueil collectif de mineurs",
    "adv": "administration des ventes",
    "advf": "assistant de vie aux familles",
    "aed": "assistant d'éducation",
    "aepe": "accompagnant éducatif petite enfance",
    "aes": "accompagnant éducatif et social",
    "aesh": "accompagnant des élèves en situation de handicap",
    "amp": "aide médico-psychologique",
    "arc": "attaché de recherche clinique",
    "ash": "agent de service hospitalier",
    "ase": "aide sociale à l'enfance",
    "asv": "auxiliaire vétérinaire",
    "atsem": "agent territorial spécialisé des écoles maternelles",
    "avs": "auxiliaire de vie sociale",
    "bafa": "animateur d'enfants",
    "bnssa": "sauveteur surveillant de baignade",
    "bpjeps": "éducateur sportif animateur",
    "btp": "bâtiment et travaux publics",
    "caces": "conduite d'engins",
    "cao": "conception assistée par ordinateur",
    "cesf": "conseiller en économie sociale et familiale",
    "chr": "cafés hôtels restaurants",
    "cip": "conseiller en insertion professionnelle",
    "cn": "commande numérique",
    "cnaps": "agent de sécurité",
    "cnd": "contrôle non destructif",
    "cpe": "conseiller principal d'éducation",
    "cvc": "chauffage ventilation climatisation",
    "daf": "directeur administratif et financier",
    "dao": "dessin assisté par ordinateur",
    "drh": "directeur des ressources humaines",
    "dsi": "directeur des systèmes d'information",
    "ehpad": "maison de retraite",
    "eje": "éducateur de jeunes enfants",
    "els": "employé libre-service",
    "eps": "éducation physique et sportive",
    "esat": "établissement et service d'aide par le travail",
    "fle": "français langue étrangère",
    "gms": "grandes et moyennes surfaces",
    "hlm": "immeuble logement social",
    "hse": "hygiène sécurité environnement",
    "ia": "intelligence artificielle",
    "iade": "infirmier anesthésiste",
    "ibode": "infirmier de bloc opératoire",
    "ide": "infirmier",
    "ime": "institut médico-éducatif",
    "mecs": "maison d'enfants à caractère social",
    "mns": "maître-nageur",
    "moa": "maîtrise d'ouvrage",
    "moe": "maîtrise d'oeuvre",
    "orl": "oto-rhino-laryngologiste",
    "pao": "publication assistée par ordinateur",
    "pl": "poids lourds",
    "pmr": "personnes à mobilité réduite",
    "qhse": "qualité hygiène sécurité environnement",
    "qse": "qualité sécurité environnement",
    "rh": "ressources humaines",
    "rssi": "responsable de la sécurité des systèmes d'information",
    "sav": "service après-vente",
    "spl": "super poids lourds",
    "ssiap": "agent de sécurité incendie",
    "tisf": "technicien de l'intervention sociale et familiale",
    "tp": "travaux publics",
    "tpmr": "transport de personnes à mobilité réduite",
    "vae": "validation des acquis de l'expérience",
    "vl": "véhicule léger",
    "vrd": "voirie et réseaux divers",
    "vrp": "représentant de commerce",
    "vsl": "véhicule sanitaire léger",
    "vtc": "voiture de transport avec chauffeur",
}
"""Folded initials → the words added beside them: registers print both."""

SHORT_FORMS = frozenset(_INSTEAD) | frozenset(_BESIDE)
_WORD = re.compile(r"[^\W_]+\.?")


def written_out(text: str) -> str:
    """The text with each known short form written out; unknown ones stay."""
    return _WORD.sub(_instead, text)


def _instead(match: re.Match[str]) -> str:
    word = match.group(0)
    bare = word.rstrip(".")
    key = fold(bare)
    if key in _INSTEAD:
        return _INSTEAD[key]
    return f"{bare} {_BESIDE[key]}" if key in _BESIDE else word
