"""Each share told in plain French, for and against, and what is not known told as not known.

The texts speak of the work in the person's words; they are written from the value that the feature read, so that a
reason never says more than what was counted.
"""

from dataclasses import dataclass

from services.matching.domain.ranking import words_of_chance, words_of_gain
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import FEATURES, NOT_APPLICABLE, Feature, Missing
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.wording import Sentence

_TOLD = {**words_of_gain.TOLD, **words_of_chance.TOLD}
_NOT_KNOWN = {**words_of_gain.NOT_KNOWN, **words_of_chance.NOT_KNOWN}
_UNKNOWN = {**words_of_gain.UNKNOWN, **words_of_chance.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Reason:
    """``share`` in weighted log-odds, ``points`` out of 100; both 0 when ``known`` is False."""

    feature: str
    label: str
    share: float
    points: float
    sentence: Sentence
    known: bool = True


def _unknown(feature: Feature, seen: Evidence) -> Sentence:
    cause = _UNKNOWN.get(feature.name)
    return Sentence.same(_NOT_KNOWN[feature.name]) if cause is None else cause(seen)


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
            words = _TOLD[feature.name](seen, value)
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
