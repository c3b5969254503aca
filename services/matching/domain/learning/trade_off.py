"""What fairness costs: the same table with less and less of circumstances, its order and its gaps side by side.

Before one offer, people differ by what they wish, by what they can do, and by circumstances: the way, the hours, when
they are ready. The last are allowed, useful, and the road by which a bias goes. ``softened`` keeps so much of them; the
curve says what the order loses and what the widest gap between groups becomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.matching.domain.learning.audit import GroupGap, Groups, Pair, audit, refusals
from services.matching.domain.learning.evaluation import JudgedList, by_table, measure
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.ranking.table import Steps, Table

CIRCUMSTANCES = frozenset({"travel_minutes", "travel_limit", "hours", "wait"})
STRENGTHS = (1.0, 0.75, 0.5, 0.25, 0.0)


@dataclass(frozen=True, slots=True)
class Compromise:
    """One point of the curve. ``widest``: the group whose conditional gap is farthest from nought; None when hidden.

    ``refused``: the audit would bar this strength.
    """

    strength: float
    ndcg: Interval | None
    widest: GroupGap | None
    refused: bool

    @property
    def said(self) -> str:
        """« conforme » or « refusé », and « non mesuré » when nobody could be compared."""
        if self.widest is None:
            return "non mesuré"
        return "refusé" if self.refused else "conforme" if self.widest.enough else "insuffisant"


def softened(table: Table, strength: float) -> Table:
    """The table with so much of the circumstances: still additive, monotone and exact."""
    steps = {
        name: Steps(one.edges, tuple(strength * worth for worth in one.worth)) if name in CIRCUMSTANCES else one
        for name, one in table.steps.items()
    }
    return replace(table, steps=steps)


def trade_off(
    table: Table,
    lists: Sequence[JudgedList],
    pairs: Sequence[Pair],
    groups: Groups,
    *,
    strengths: Sequence[float] = STRENGTHS,
) -> tuple[Compromise, ...]:
    """The curve, from the whole table to wishes and skills alone."""
    found = []
    for strength in strengths:
        soft = softened(table, strength)
        gaps = audit(pairs, soft, groups)
        ndcg = measure(lists, by_table(soft)).ndcg
        found.append(Compromise(strength, ndcg, widest(gaps), refused=bool(refusals(gaps))))
    return tuple(found)


def widest(gaps: Sequence[GroupGap]) -> GroupGap | None:
    """The widest gap among the groups with people enough, else among those that may be shown."""
    shown = [gap for gap in gaps if gap.conditional is not None]
    return max([gap for gap in shown if gap.enough] or shown, key=_width, default=None)


def _width(gap: GroupGap) -> float:
    return abs(gap.conditional.mean) if gap.conditional else 0.0


def curve_written(curve: Sequence[Compromise]) -> list[dict[str, Any]]:
    """As JSON keeps it."""
    return [
        {
            "strength": one.strength,
            "ndcg_10": one.ndcg.written() if one.ndcg else None,
            "gap": one.widest.conditional.written() if one.widest and one.widest.conditional else None,
            "dimension": one.widest.dimension if one.widest else "",
            "group": one.widest.group if one.widest else "",
            "verdict": one.said,
        }
        for one in curve
    ]
