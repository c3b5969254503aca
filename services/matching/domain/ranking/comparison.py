"""« Pourquoi pas en tête ? »: an offer beside the first of the list, feature by feature.

The differences are exact: summed, they are the difference of the two scores, and what is the same in both offers makes
none (one rate, that of the chord between the two scores, turns every log-odd into points). What the list itself moved
(spread over firms and trades, a firm's full month, a first look given to a new offer) is told apart: it changes places,
not scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import FEATURES
from services.matching.domain.ranking.listing import Ranked
from services.matching.domain.ranking.reasons import Reason, reasons
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.wording import Sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """``points`` that the first has more than this offer on one feature. A side without object has no sentence."""

    feature: str
    label: str
    points: float
    first: Sentence | None
    this: Sentence | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``behind``: points of the first minus points of this offer, the exact sum of ``differences``."""

    position: int
    first: Ranked
    this: Ranked
    behind: float
    differences: tuple[Difference, ...]
    moved: Sentence | None
    """What the list moved, when scores alone would say otherwise."""


def compare(listed: Sequence[Ranked], position: int, first_seen: Evidence, this_seen: Evidence) -> Comparison:
    """Compare the offer at ``position`` (from 1) with the first. Raises ValueError for the first itself."""
    if position < 2:
        raise ValueError("the first is not compared with itself")
    first, this = listed[0], listed[position - 1]
    return Comparison(
        position=position,
        first=first,
        this=this,
        behind=first.score.points - this.score.points,
        differences=_differences(first.score, first_seen, this.score, this_seen),
        moved=_moved(listed, position),
    )


def _differences(first: Score, first_seen: Evidence, this: Score, this_seen: Evidence) -> tuple[Difference, ...]:
    rate = _rate(first, this)
    of_first, of_this = _by_feature(reasons(first_seen, first)), _by_feature(reasons(this_seen, this))
    told = [
        Difference(
            feature.name,
            feature.label,
            rate * (first.shares[place] - this.shares[place]),
            of_first[feature.name].sentence if feature.name in of_first else None,
            of_this[feature.name].sentence if feature.name in of_this else None,
        )
        for place, feature in enumerate(FEATURES)
    ]
    order = {feature.name: place for place, feature in enumerate(FEATURES)}
    counted = [one for one in told if one.points != 0]
    return tuple(sorted(counted, key=lambda one: (-abs(one.points), order[one.feature])))


def _rate(first: Score, this: Score) -> float:
    """Points for one log-odd between the two scores."""
    way = first.log_odds - this.log_odds
    if abs(way) < 1e-9:
        middle = this.points / 100
        return 100 * middle * (1 - middle)
    return (first.points - this.points) / way


def _by_feature(told: Sequence[Reason]) -> dict[str, Reason]:
    return {reason.feature: reason for reason in told}


def _moved(listed: Sequence[Ranked], position: int) -> Sentence | None:
    worth = listed[position - 1].score.log_odds
    if listed[position - 1].apart and not listed[0].apart:
        return Sentence(
            "Les offres des métiers que vous cherchez passent avant ; celle-ci est plus loin de vos souhaits.",
            "Les offres des métiers qu'elle cherche passent avant ; celle-ci est plus loin de ses souhaits.",
        )
    passed = sum(one.score.log_odds < worth for one in listed[: position - 1])
    if not passed:
        tie = Sentence.same("À égalité de points, l'offre la plus récente passe avant.")
        return tie if worth == listed[0].score.log_odds else None
    which = "une offre" if passed == 1 else f"{passed} offres"
    goes = "passe" if passed == 1 else "passent"
    return Sentence.same(
        f"Par les points seuls, elle serait plus haut : {which} {goes} avant pour varier les entreprises et les "
        "métiers, ne pas surcharger une entreprise, ou donner sa chance à une offre nouvelle."
    )
