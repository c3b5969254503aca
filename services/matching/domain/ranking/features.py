"""The features, one by one: what each measures, on which side it counts, which way it pushes, why it is allowed.

A feature gives a number, or says that the signal is unknown (told, weighs nothing) or without object (not told).
None reads sex, age, cohort, origin, health, district or any frein: it cannot, ``Evidence`` does not hold them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from services.contracts.vocabulary import ActAsked, Objective, OfferKind
from services.matching.domain.ranking import working_time
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.rules_of_law import CONTRACTS
from services.matching.domain.ranking.skill_words import held_skills


class Missing(Enum):
    """Why a feature has no value. Both weigh exactly nothing."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


UNKNOWN: Final = Missing.UNKNOWN
NOT_APPLICABLE: Final = Missing.NOT_APPLICABLE
Value = float | Missing


class Side(StrEnum):
    """``gain``: what the person gains. ``chance``: how likely the employer says yes."""

    GAIN = "gain"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True)
class Feature:
    """``rises`` True when more of it is never worse, False when less of it is never worse."""

    name: str
    label: str
    side: Side
    rises: bool
    allowed_because: str
    read: Callable[[Evidence], Value]


LASTING = CONTRACTS | {OfferKind.APPRENTICESHIP, OfferKind.PROFESSIONALISATION}
OPEN_ENDED_MONTHS = 36.0
"""What a CDI counts for when it is compared with a dated contract."""


def _trade(seen: Evidence) -> Value:
    return UNKNOWN if seen.trade is None else seen.trade.nearness


def _dearest(seen: Evidence) -> Value:
    if len(seen.wants.wishes) < 2 or seen.trade is None or seen.trade.nearness < 0.5:
        return NOT_APPLICABLE
    return float(seen.trade.wish.rank)


def _wording(seen: Evidence) -> Value:
    if not seen.wants.wishes:
        return NOT_APPLICABLE
    return UNKNOWN if seen.likeness is None else seen.likeness


def _skills_kept(seen: Evidence) -> Value:
    if not seen.wants.skills:
        return NOT_APPLICABLE
    if not seen.offer.skills:
        return UNKNOWN
    return len(held_skills(seen.wants, seen.offer)) / len(seen.wants.skills)


def _skills_held(seen: Evidence) -> Value:
    if not seen.offer.skills or not seen.wants.skills:
        return UNKNOWN
    return min(1.0, len(held_skills(seen.wants, seen.offer)) / len(seen.offer.skills))


def _skills_learned(seen: Evidence) -> Value:
    if seen.offer.kind not in {OfferKind.IMMERSION, OfferKind.INTERNSHIP, OfferKind.TRAINING}:
        return NOT_APPLICABLE
    if not seen.offer.skills:
        return UNKNOWN
    return float(max(0, len(seen.offer.skills) - len(held_skills(seen.wants, seen.offer))))


def _travel_minutes(seen: Evidence) -> Value:
    if seen.offer.remote:
        return 0.0
    if seen.trip is None or seen.trip.minutes is None:
        return UNKNOWN
    return float(seen.trip.minutes)


def _travel_limit(seen: Evidence) -> Value:
    wished = seen.wants.travel_minutes_max
    if not wished or seen.offer.remote:
        return NOT_APPLICABLE
    if seen.trip is None or seen.trip.minutes is None:
        return NOT_APPLICABLE  # already told by travel_minutes
    return seen.trip.minutes / wished


def _hours(seen: Evidence) -> Value:
    fit = working_time.fit(seen.wants, seen.offer.hours)
    return UNKNOWN if fit is None else fit


def _stability(seen: Evidence) -> Value:
    offer = seen.offer
    if offer.kind not in LASTING:
        return NOT_APPLICABLE
    if offer.kind is OfferKind.CDI:
        return OPEN_ENDED_MONTHS
    if offer.ends_on is None:
        return UNKNOWN
    start = max(offer.starts_on or seen.today, seen.today)
    return min(OPEN_ENDED_MONTHS, max(0.0, (offer.ends_on - start).days / 30.4375))


def _opens_door(seen: Evidence) -> Value:
    if seen.offer.kind is not OfferKind.IMMERSION or seen.wants.kinds.isdisjoint(LASTING):
        return NOT_APPLICABLE
    if not seen.offer.objectives:
        return UNKNOWN
    return 1.0 if Objective.RECRUIT in seen.offer.objectives else 0.0


def _wait(seen: Evidence) -> Value:
    if seen.offer.starts_on is None:
        return UNKNOWN
    ready = max(seen.today, seen.wants.available_from or seen.today)
    return float(max(0, (seen.offer.starts_on - ready).days))


def _experience(seen: Evidence) -> Value:
    return UNKNOWN if seen.offer.experience_months is None else float(seen.offer.experience_months)


def _diploma(seen: Evidence) -> Value:
    return 1.0 if seen.offer.diploma else 0.0


def _known_firm(seen: Evidence) -> Value:
    return 1.0 if seen.offer.act is ActAsked.INTRODUCE else 0.0


def _answers(seen: Evidence) -> Value:
    if seen.record is None:
        return NOT_APPLICABLE
    return UNKNOWN if seen.record.asked == 0 else (seen.record.answered + 1) / (seen.record.asked + 2)


def _welcomes(seen: Evidence) -> Value:
    if seen.record is None:
        return NOT_APPLICABLE
    return UNKNOWN if seen.record.answered == 0 else (seen.record.accepted + 1) / (seen.record.answered + 2)


def _places(seen: Evidence) -> Value:
    return float(seen.places_left)


def _room(seen: Evidence) -> Value:
    if seen.record is None or seen.employer is None:
        return NOT_APPLICABLE
    return max(0.0, 1 - seen.record.introduced_this_month / max(1, seen.employer.introductions_per_month))


def _hosted(seen: Evidence) -> Value:
    if seen.record is None:
        return NOT_APPLICABLE
    if seen.record.hosted == 0:
        return UNKNOWN
    return 2.0 if seen.offer.rome in seen.record.hosted_romes else 1.0


def _commitments(seen: Evidence) -> Value:
    if seen.employer is None or not seen.employer.promised or seen.employer.honoured is None:
        return NOT_APPLICABLE
    return min(1.0, seen.employer.honoured / seen.employer.promised)


WISH = "La personne l'a choisi elle-même avec son référent."
WORK = "C'est une donnée de l'offre, la même pour toutes les personnes."
HOST = "C'est ce que l'employeur a fait, et rien de la personne."

FEATURES: tuple[Feature, ...] = (
    Feature("trade", "Le métier", Side.GAIN, True, WISH, _trade),
    Feature("dearest", "L'ordre des souhaits", Side.GAIN, False, WISH, _dearest),
    Feature("wording", "Les mots de l'offre", Side.GAIN, True, WISH, _wording),
    Feature("skills_kept", "Ce que la personne sait faire", Side.GAIN, True, WISH, _skills_kept),
    Feature("skills_learned", "Ce qu'elle apprendrait", Side.GAIN, True, WORK, _skills_learned),
    Feature("travel_minutes", "Le trajet", Side.GAIN, False, WISH, _travel_minutes),
    Feature("travel_limit", "Le trajet souhaité au plus", Side.GAIN, False, WISH, _travel_limit),
    Feature("hours", "Les horaires", Side.GAIN, True, WISH, _hours),
    Feature("stability", "La durée du contrat", Side.GAIN, True, WORK, _stability),
    Feature("opens_door", "Un emploi à la suite", Side.GAIN, True, WORK, _opens_door),
    Feature("wait", "L'attente avant le début", Side.GAIN, False, WORK, _wait),
    Feature("experience", "L'expérience demandée", Side.CHANCE, False, WORK, _experience),
    Feature("diploma", "Le diplôme demandé", Side.CHANCE, False, WORK, _diploma),
    Feature("skills_held", "Les compétences demandées", Side.CHANCE, True, WISH, _skills_held),
    Feature("known_firm", "Une entreprise du club", Side.CHANCE, True, HOST, _known_firm),
    Feature("answers", "Ses réponses", Side.CHANCE, True, HOST, _answers),
    Feature("welcomes", "Ses rencontres", Side.CHANCE, True, HOST, _welcomes),
    Feature("places", "Les places restantes", Side.CHANCE, True, WORK, _places),
    Feature("room", "Sa disponibilité ce mois-ci", Side.CHANCE, True, HOST, _room),
    Feature("hosted", "Les personnes déjà accueillies", Side.CHANCE, True, HOST, _hosted),
    Feature("commitments", "Ses engagements tenus", Side.CHANCE, True, HOST, _commitments),
)
BY_NAME = {feature.name: feature for feature in FEATURES}
VERSION = 1
"""Raised when a feature changes its meaning: what was noted under another version is not learned from."""


_READERS = tuple(feature.read for feature in FEATURES)


def read_all(seen: Evidence) -> tuple[Value, ...]:
    """Values in the order of ``FEATURES``."""
    return tuple([read(seen) for read in _READERS])
