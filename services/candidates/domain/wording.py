"""Free text that may be kept: the check that refuses words on health, justice and sexual life.

The closed lists already say all that the accompaniment needs (a frein, its state, the partner asked). What is
written beside them must not add sensitive data (RGPD art. 9 and 10). The check names the words it met, says why
and how to write it instead. It judges words, not intentions: the name of a trade or of a place of work passes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.candidates.domain.identity import clean
from services.candidates.domain.refusals import Invalid
from services.kernel.folding import folded

TEXT_LENGTH = 2000


class Sensitive(StrEnum):
    """The three families of words that are refused."""

    HEALTH = "health"
    JUSTICE = "justice"
    SEXUAL_LIFE = "sexual_life"


EXPLAINED = {
    Sensitive.HEALTH: (
        "parle de santé. Notez seulement l'effet sur le travail cherché, choisi avec la personne : « pas de charges "
        "lourdes », « horaires du matin » (RGPD, art. 9)"
    ),
    Sensitive.JUSTICE: (
        "parle de justice. Ces données ne peuvent pas être notées ici ; notez une disponibilité ou un lieu à éviter "
        "(RGPD, art. 10)"
    ),
    Sensitive.SEXUAL_LIFE: "parle de vie sexuelle. Ces données ne peuvent pas être notées ici (RGPD, art. 9)",
}

WORDS: dict[Sensitive, tuple[str, ...]] = {
    Sensitive.HEALTH: (
        r"malad(?:e|es|ie|ies|if|ive)",
        r"cancer\w*",
        r"tumeurs?",
        r"diabet\w*",
        r"depress(?:ion|ions|if|ive|ifs|ives)",
        r"deprim\w+",
        r"burn ?out",
        r"bipolair\w*",
        r"schizophren\w*",
        r"psychiatr\w*",
        r"psycholog\w*",
        r"psychotrop\w*",
        r"anxiete",
        r"anxieu(?:x|se|ses)",
        r"angoiss\w*",
        r"suicid\w*",
        r"autis\w*",
        r"trisomi\w*",
        r"epilep\w*",
        r"asthm\w*",
        r"hernies?",
        r"sciatiques?",
        r"lombalgi\w*",
        r"arthros\w*",
        r"fibromyalgi\w*",
        r"endometriose",
        r"scleros\w*",
        r"vih",
        r"sida",
        r"hepatite\w*",
        r"seropositi\w*",
        r"avc",
        r"infarctus",
        r"hospitalis\w*",
        r"chimiotherap\w*",
        r"medicaments?",
        r"antidepresseurs?",
        r"(?:sous|suit un|son|arret du) traitements?",
        r"arret(?:s)? maladie",
        r"handicap\w*",
        r"invalidite",
        r"invalides?",
        r"rqth",
        r"mdph",
        r"aah",
        r"alcooli\w*",
        r"alcool",
        r"addict\w*",
        r"toxico\w*",
        r"drogu\w*",
        r"cannabis",
        r"cocaine",
        r"heroine",
        r"sevrage",
        r"cure de desintox\w*",
        r"overdose",
        r"(?:est|etait|suis|tombee|etre) enceinte",
        r"grossesse\w*",
        r"avortement",
        r"ivg",
        r"fausse couche",
        r"pmi",
        r"operee? (?:du|de la|des|de l)",
        r"mal (?:au|de) dos",
        r"problemes? de (?:sante|dos|coeur)",
        r"etat de sante",
    ),
    Sensitive.JUSTICE: (
        r"prisons?",
        r"detention",
        r"detenue?s?",
        r"incarcer\w*",
        r"ex detenue?",
        r"condamn\w*",
        r"casier",
        r"garde a vue",
        r"bracelet electronique",
        r"(?:liberte|libere[e]?) condition\w*",
        r"controle judiciaire",
        r"judiciaires?",
        r"spip",
        r"travail d interet general",
        r"tig",
        r"probation",
        r"sursis",
        r"peine de",
        r"delits?",
        r"delinquan\w*",
        r"proces",
        r"plaintes?",
        r"mise? en examen",
        r"fiche s",
        r"recidiv\w*",
        r"pjj",
        r"mandat de depot",
        r"tribunal correctionnel",
    ),
    Sensitive.SEXUAL_LIFE: (
        r"homosexu\w*",
        r"heterosexu\w*",
        r"bisexu\w*",
        r"lesbiennes?",
        r"gays?",
        r"transgenres?",
        r"transsexu\w*",
        r"lgbt\w*",
        r"orientation sexuelle",
        r"vie sexuelle",
        r"sexualite",
        r"rapports? sexuels?",
        r"prostitu\w*",
        r"violee?s?",
        r"viols?",
        r"agress\w* sexuel\w*",
        r"incestes?",
        r"contraception",
    ),
}
TRADE_WORDS = (
    r"juriste\w*",
    r"secretaire medicale?",
    r"aides? soignante?s?",
    r"auxiliaire de sante",
    r"agents? de service hospitalier",
    r"psychologie du travail",
    r"surveillante? de prison",
    r"accompagnante?s? (?:d|des) eleves? en situation de handicap",
    r"aesh",
    r"(?:aide|aider|auxiliaire|accompagne\w*) (?:aux|des|les|de) personnes? (?:agees|handicapees|malades)"
    r"(?: et handicapees)?",
)
"""Names of work: they say what somebody wants to do, not what they live with."""

PATTERNS = {family: re.compile(rf"\b(?:{'|'.join(words)})\b") for family, words in WORDS.items()}
OF_TRADES = re.compile(rf"\b(?:{'|'.join(TRADE_WORDS)})\b")


@dataclass(frozen=True, slots=True)
class Met:
    """A word of the text (folded: no accent) and the family that refuses it."""

    word: str
    family: Sensitive


def sensitive_words(text: str) -> tuple[Met, ...]:
    """Return the sensitive words of the text, family by family; empty when it may be kept."""
    plain = " ".join(re.sub(r"[^\w\s]", " ", folded(text)).split())
    plain = OF_TRADES.sub(" ", plain)
    return tuple(
        Met(word, family) for family, pattern in PATTERNS.items() for word in dict.fromkeys(pattern.findall(plain))
    )


def keepable(text: str, *, field: str) -> str:
    """Return the cleaned text. Raises Invalid naming each refused word, or when it is over ``TEXT_LENGTH``."""
    cleaned = clean(text)
    if len(cleaned) > TEXT_LENGTH:
        raise Invalid(f"Ce texte dépasse {TEXT_LENGTH} caractères : gardez l'essentiel.", field=field)
    met = sensitive_words(cleaned)
    if met:
        told = " ; ".join(f"« {one.word} » {EXPLAINED[one.family]}" for one in met)
        raise Invalid(f"Ce texte n'a pas été enregistré : {told}.", field=field)
    return cleaned
