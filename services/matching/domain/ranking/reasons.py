"""Each share told in plain French, for and against, and what is not known told as not known.

The texts speak of the work in the person's words; they are written from the value that the feature read, so that a
reason never says more than what was counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import FEATURES, NOT_APPLICABLE, Feature, Missing
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.skill_words import held_skills
from services.matching.domain.ranking.wording import (
    Sentence,
    kilometres,
    minutes,
    number,
    plural,
    trip_source,
    trip_words,
)

Words = Callable[[Evidence, float], Sentence]
same = Sentence.same


@dataclass(frozen=True, slots=True)
class Reason:
    """``share`` in weighted log-odds, ``points`` out of 100; both 0 when ``known`` is False."""

    feature: str
    label: str
    share: float
    points: float
    sentence: Sentence
    known: bool = True


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
        end = "ce poste en est assez proche." if here else "c'est un autre métier, où l'on peut passer."
    elif nearness >= 0.2:
        end = "ce poste est du même domaine." if here else "c'est un autre métier ; on y passe parfois."
    else:
        end = "ce métier en est loin."
    return Sentence(f"Vous cherchez « {wish} » ; {end}", f"La personne cherche « {wish} » ; {end}")


def _dearest(_seen: Evidence, rank: float) -> Sentence:
    if rank < 2:
        return Sentence("C'est votre premier souhait.", "C'est son premier souhait.")
    return Sentence(f"C'est votre souhait n° {rank:.0f}.", f"C'est son souhait n° {rank:.0f}.")


def _wording(_seen: Evidence, likeness: float) -> Sentence:
    if likeness >= 0.55:
        return same("L'intitulé de l'offre ressemble au métier souhaité.")
    if likeness >= 0.4:
        return same("L'intitulé de l'offre ressemble un peu au métier souhaité.")
    return same("L'intitulé de l'offre ne ressemble pas au métier souhaité.")


def _skills_kept(seen: Evidence, part: float) -> Sentence:
    if part == 0:
        return Sentence(
            "Les compétences indiquées dans votre profil ne sont pas nommées ici.",
            "Les compétences indiquées dans le profil ne sont pas nommées ici.",
        )
    named = working_time.join([f"« {label} »" for label in held_skills(seen.wants, seen.offer)[:2]])
    return Sentence(f"Vous pourriez y utiliser {named}.", f"La personne pourrait y utiliser {named}.")


def _skills_held(seen: Evidence, _part: float) -> Sentence:
    held, asked = len(held_skills(seen.wants, seen.offer)), len(seen.offer.skills)
    of = f"{held} des {plural(asked, 'compétence demandée', 'compétences demandées')}"
    if held == 0:
        return same("Les compétences demandées ne sont pas dans le profil.")
    return Sentence(f"Vous avez {of}.", f"La personne a {of}.")


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


def _experience(_seen: Evidence, months: float) -> Sentence:
    if months < 1:
        return same("Aucune expérience n'est demandée.")
    if months < 24:
        return same(f"{round(months)} mois d'expérience sont demandés.")
    return same(f"{number(round(months / 12))} ans d'expérience sont demandés.")


def _diploma(seen: Evidence, asked: float) -> Sentence:
    return same(f"Un diplôme est demandé : {seen.offer.diploma}." if asked else "Aucun diplôme n'est demandé.")


def _known_firm(_seen: Evidence, known: float) -> Sentence:
    if known:
        return same("L'entreprise attend des présentations de la Cité.")
    return same("L'annonce vient d'ailleurs : il faut candidater sans être présenté.")


def _answers(seen: Evidence, _rate: float) -> Sentence:
    if seen.record is None:
        raise ValueError("answers without a record")
    if seen.record.answered == 0:
        return same("L'employeur n'a pas encore répondu aux présentations reçues.")
    asked = plural(seen.record.asked, "présentation", "présentations")
    return same(f"L'employeur a répondu à {seen.record.answered} sur {asked}.")


def _welcomes(seen: Evidence, _rate: float) -> Sentence:
    if seen.record is None:
        raise ValueError("welcomes without a record")
    if seen.record.accepted == 0:
        return same("Ses réponses n'ont pas encore mené à une rencontre.")
    met = plural(seen.record.accepted, "rencontre", "rencontres")
    return same(f"Ses réponses ont mené à {met}.")


def _places(_seen: Evidence, left: float) -> Sentence:
    return same(f"Il reste {plural(int(left), 'place', 'places')}.")


def _room(seen: Evidence, _room_left: float) -> Sentence:
    received = seen.record.introduced_this_month if seen.record else 0
    if received == 0:
        return same("L'employeur n'a reçu aucune présentation ce mois-ci.")
    return same(f"L'employeur a déjà reçu {plural(received, 'présentation', 'présentations')} ce mois-ci.")


def _hosted(seen: Evidence, similar: float) -> Sentence:
    if similar >= 2:
        return same("L'employeur a déjà accueilli quelqu'un de la Cité dans ce métier.")
    hosted = seen.record.hosted if seen.record else 0
    return same(f"L'employeur a déjà accueilli {plural(hosted, 'personne', 'personnes')} de la Cité.")


def _commitments(seen: Evidence, _part: float) -> Sentence:
    honoured = (seen.employer.honoured or 0) if seen.employer else 0
    promised = (seen.employer.promised or 0) if seen.employer else 0
    due = plural(promised, "engagement attendu", "engagements attendus")
    return same(f"L'employeur a tenu {honoured} sur {due} à ce jour.")


_WORDS: dict[str, Words] = {
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
    "experience": _experience,
    "diploma": _diploma,
    "skills_held": _skills_held,
    "known_firm": _known_firm,
    "answers": _answers,
    "welcomes": _welcomes,
    "places": _places,
    "room": _room,
    "hosted": _hosted,
    "commitments": _commitments,
}

_NOT_KNOWN = {
    "trade": "Le métier de l'offre, ou celui souhaité, n'est pas indiqué.",
    "wording": "L'intitulé de l'offre n'a pas pu être comparé.",
    "skills_kept": "L'offre ne dit pas quelles compétences elle demande.",
    "skills_learned": "L'offre ne dit pas ce qu'on y apprend.",
    "skills_held": "Les compétences n'ont pas pu être comparées : l'offre ou le profil n'en dit rien.",
    "hours": "Les horaires n'ont pas pu être comparés : l'offre ou le profil n'en dit rien.",
    "stability": "La durée du contrat n'est pas indiquée.",
    "opens_door": "On ne sait pas si une embauche peut suivre.",
    "wait": "La date de début n'est pas indiquée.",
    "experience": "L'expérience demandée n'est pas indiquée.",
    "answers": "L'employeur n'a pas encore reçu de présentation.",
    "welcomes": "On ne sait pas encore comment l'employeur répond.",
    "hosted": "L'employeur n'a pas encore accueilli de personne de la Cité.",
}


def _travel_unknown(seen: Evidence) -> str:
    if seen.offer.place is None:
        return "Le lieu exact n'est pas indiqué : le trajet n'est pas compté."
    if seen.wants.origin is None:
        return "Le point de départ n'est pas indiqué : le trajet n'est pas compté."
    far = f" (à {kilometres(seen.trip.km)})" if seen.trip else ""
    if not seen.wants.modes:
        return f"Les moyens de transport ne sont pas indiqués{far} : le trajet n'est pas compté."
    return f"Aucun des moyens de transport n'y mène{far}."


def _unknown(feature: Feature, seen: Evidence) -> Sentence:
    return same(_travel_unknown(seen) if feature.name == "travel_minutes" else _NOT_KNOWN[feature.name])


def reasons(seen: Evidence, scored: Score) -> tuple[Reason, ...]:
    """Every reason that has an object: what weighs most first, then what weighs nothing, then what is unknown."""
    told: list[Reason] = []
    for position, feature in enumerate(FEATURES):
        value, share = scored.values[position], scored.shares[position]
        if value is NOT_APPLICABLE:
            continue
        if isinstance(value, Missing):
            told.append(Reason(feature.name, feature.label, 0.0, 0.0, _unknown(feature, seen), known=False))
        else:
            words = _WORDS[feature.name](seen, value)
            told.append(Reason(feature.name, feature.label, share, scored.points_of(position), words))
    order = {feature.name: place for place, feature in enumerate(FEATURES)}
    return tuple(sorted(told, key=lambda reason: (not reason.known, -abs(reason.share), order[reason.feature])))


SAME_THING = {"wording": "trade", "dearest": "trade", "travel_limit": "travel_minutes", "skills_kept": "skills_held"}
"""Features that repeat another one when only two reasons are shown."""


def best_two(told: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The two reasons that speak most for the offer, about two different things."""
    about: dict[str, Reason] = {}
    for reason in sorted((one for one in told if one.share > 0), key=lambda one: -one.share):
        about.setdefault(SAME_THING.get(reason.feature, reason.feature), reason)
    return tuple(about.values())[:2]


def worst(told: tuple[Reason, ...]) -> Reason | None:
    """The reason that speaks most against it, if any does."""
    against = [reason for reason in told if reason.share < 0]
    return min(against, key=lambda reason: reason.share, default=None)
