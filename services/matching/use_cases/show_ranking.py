"""Which ranking is in force here, what weighs in it, and the card of every version: for whoever must trust it.

Announces nothing. Gives figures only; what is in shadow is named to the coordination, its lists are shown to nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking.features import FEATURES, Feature
from services.matching.domain.ranking.table import FLAT, Table
from services.matching.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Weight:
    """``part``: how far this feature alone can move a score, over all that can move it, 0 to 1."""

    feature: Feature
    part: float


@dataclass(frozen=True, slots=True)
class RankingShown:
    """``in_force`` None while the documented prior serves."""

    in_force: Ranker | None
    weights: tuple[Weight, ...]
    versions: tuple[Ranker, ...]
    check: Mapping[str, Any] | None = None
    """The last check of fairness on the territory's own records (`check_fairness`)."""


def show_ranking(*, uow: UnitOfWork) -> RankingShown:
    """The ranking of the territory."""
    versions = tuple(uow.rankings.all())
    present = next((one for one in versions if one.standing is Standing.IN_FORCE), None)
    return RankingShown(present, weights_of(uow.rankings.in_force()), versions, uow.fairness_checks.last())


def weights_of(table: Table) -> tuple[Weight, ...]:
    """What can move a score, the strongest first."""
    reach = [_reach(table, feature) for feature in FEATURES]
    whole = fsum(reach) or 1.0
    found: Sequence[Weight] = [Weight(feature, one / whole) for feature, one in zip(FEATURES, reach, strict=True)]
    return tuple(sorted(found, key=lambda weight: -weight.part))


def _reach(table: Table, feature: Feature) -> float:
    worth = (0.0, *table.steps.get(feature.name, FLAT).worth)
    return table.weights[feature.side] * (max(worth) - min(worth))
