"""What each feature of the person's gain is told as, known or not: sentences about the work, in her words."""

from collections.abc import Callable, Mapping

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.hours_said import Said
from services.matching.domain.ranking.offer import NOT_SAID
from services.matching.domain.ranking.skill_words import held_skills
from services.matching.domain.ranking.wording import (
    Sentence,
    kilometres,
    minutes,
    plural,
    trip_source,
    trip_words,
)

Words = Callable[[Evidence, float], Sentence]
same = Sentence.same

DOMAIN = 3
"""How many signs of a code name its professional domain."""


def _trade(seen: Evidence, nearness: float) -> Sentence:
    wish = seen.trade.wish.label if seen.trade else ""
    here = seen.trade is not None and seen.trade.wish.rome[:DOMAIN] == seen.offer.rome[:DOMAIN]
    if nearness >= 0.9:
        end = "c'est ce métier."
    elif nearness >= 0.6:
        end = "ce poste en est tout proche."
    elif nearness >= 0.4:
        end = "ce poste en est assez proche." if here else "ce n'est pas ce métier, mais on peut y passer."
    elif nearness >= 0.2:
        end = "ce poste est du même domaine." if here else "ce n'est pas ce métier, mais on y passe parfois."
    else:
        end = "ce métier en est loin."
    return Sentence(f"Vous cherchez « {wish} » ; {end}", f"La personne cherche « {wish} » ; {end}")


ORDINALS = (
    "", "premier", "deuxième", "troisième", "quatrième", "cinquième",
    "sixième", "septième", "huitième", "neuvième", "dixième",
)  # fmt: skip


def _dearest(_seen: Evidence, rank: float) -> Sentence:
    if rank < 2:
        return Sentence("C'est votre premier souhait.", "C'est son premier souhait.")
    which = ORDINALS[int(rank)] if rank < len(ORDINALS) else f"{rank:.0f}e"
    return Sentence(f"C'est votre {which} souhait.", f"C'est son {which} souhait.")


def _wording(_seen: Evidence, likeness: float) -> Sentence:
    if likeness >= 0.55:
        return same("L'intitulé de l'offre ressemble au métier souhaité.")
    if likeness >= 0.4:
        return same("L'intitulé de l'offre ressemble un peu au métier souhaité.")
    return same("L'intitulé de l'offre ne ressemble pas au métier souhaité.")


def _skills_kept(seen: Evidence, part: float) -> Sentence:
    if part == 0:
        return Sentence(
            "L'offre ne cite aucune des compétences de votre profil.",
            "L'offre ne cite aucune des compétences du profil.",
        )
    named = working_time.join([f"« {label} »" for label in held_skills(seen.wants, seen.offer)[:2]])
    return Sentence(f"Vous pourriez y utiliser {named}.", f"La personne pourrait y utiliser {named}.")


def _skills_learned(_seen: Evidence, count: float) -> Sentence:
    if count < 1:
        return same("Rien de nouveau n'est annoncé à apprendre.")
    new = plural(int(count), "compétence nouvelle", "compétences nouvelles")
    return Sentence(f"Vous y apprendriez {new}.", f"La personne y apprendrait {new}.")


def _travel_minutes(seen: Evidence, count: float) -> Sentence:
    if seen.offer.remote:
        return same("À distance : pas de trajet.")
    if seen.trip is None:
        raise ValueError("a travel time without a trip")
    told = trip_source(seen.trip.source, roughly=seen.offer.company_id is None)
    return same(f"{trip_words(int(count), seen.trip.mode)} {told}.")


def _travel_limit(seen: Evidence, ratio: float) -> Sentence:
    if seen.trip is None or seen.trip.minutes is None:
        raise ValueError("a travel time without a trip")
    wished = minutes(seen.wants.travel_minutes_max or 0)
    if ratio <= 1:
        return same(f"C'est dans les {wished} indiquées.")
    return same(f"{trip_words(seen.trip.minutes, seen.trip.mode)} : c'est plus que les {wished} indiquées.")


def _hours(seen: Evidence, fit: float) -> Sentence:
    hours = seen.offer.hours
    if fit < 1:
        return same("Une partie des horaires ne convient pas.")
    if working_time.in_school_hours(hours):
        return same("Aux heures d'école, comme souhaité.")
    if hours.half_days:
        words = working_time.in_words(hours.half_days)
        return same(f"{words[0].upper()}{words[1:]}, comme souhaité.")
    return same("Les horaires annoncés conviennent.")


def _stability(seen: Evidence, months: float) -> Sentence:
    if seen.offer.kind is OfferKind.CDI:
        return same("C'est un CDI, sans date de fin.")
    if months < 1:
        return same("Le contrat dure moins d'un mois.")
    return same(f"Le contrat dure environ {plural(round(months), 'mois', 'mois')}.")


def _opens_door(_seen: Evidence, recruits: float) -> Sentence:
    if recruits:
        return same("L'immersion sert à préparer une embauche.")
    return same("L'immersion n'annonce pas d'embauche à la suite.")


def _wait(_seen: Evidence, days: float) -> Sentence:
    if days < 1:
        return same("On peut commencer tout de suite.")
    if days < 14:
        return same(f"Cela commence dans {plural(int(days), 'jour', 'jours')}.")
    return same(f"Cela commence dans {plural(round(days / 7), 'semaine', 'semaines')}.")


TOLD: Mapping[str, Words] = {
    "trade": _trade,
    "dearest": _dearest,
    "wording": _wording,
    "skills_kept": _skills_kept,
    "skills_learned": _skills_learned,
    "travel_minutes": _travel_minutes,
    "travel_limit": _travel_limit,
    "hours": _hours,
    "stability": _stability,
    "opens_door": _opens_door,
    "wait": _wait,
}


def _travel_unknown(seen: Evidence) -> Sentence:
    if seen.offer.place is None:
        return same("Le lieu exact n'est pas indiqué : le trajet n'est pas compté.")
    if seen.wants.origin is None:
        return same("Le point de départ n'est pas indiqué : le trajet n'est pas compté.")
    far = f" (à {kilometres(seen.trip.km)})" if seen.trip else ""
    if not seen.wants.modes:
        return same(f"Les moyens de transport ne sont pas indiqués{far} : le trajet n'est pas compté.")
    return same(f"Aucun des moyens de transport n'y mène{far}.")


def _hours_unknown(seen: Evidence) -> Sentence:
    if Said.DAYTIME in seen.offer.hours.said:
        return same("Travail en journée, sans heures précises : rien à comparer.")
    if seen.offer.hours == NOT_SAID:
        return same("Les horaires de l'offre ne sont pas indiqués.")
    if not seen.wants.available:
        return Sentence(
            "Votre profil ne dit pas encore quand vous êtes disponible.",
            "Le profil ne dit pas encore quand la personne est disponible.",
        )
    return Sentence(
        "Vos disponibilités et les horaires de l'offre n'ont pas pu être comparés.",
        "Les disponibilités de la personne et les horaires de l'offre n'ont pas pu être comparés.",
    )


NOT_KNOWN: Mapping[str, str] = {
    "trade": "Le métier de l'offre, ou celui souhaité, n'est pas indiqué.",
    "wording": "L'intitulé de l'offre n'a pas pu être comparé.",
    "skills_kept": "L'offre ne dit pas quelles compétences elle demande.",
    "skills_learned": "L'offre ne dit pas ce qu'on y apprend.",
    "stability": "La durée du contrat n'est pas indiquée.",
    "opens_door": "On ne sait pas si une embauche peut suivre.",
    "wait": "La date de début n'est pas indiquée.",
}
UNKNOWN: Mapping[str, Callable[[Evidence], Sentence]] = {"travel_minutes": _travel_unknown, "hours": _hours_unknown}
"""Those of which the silence has a cause to tell."""
