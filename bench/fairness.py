"""The audit of fairness on simulated towns: one that judges everybody alike, one that does not; what fairness costs.

For each town: the gap of every group under the documented and the learned table, the part of people who succeed, and
the curve between order and gap. Then how large a fair town must be for the audit to be able to say so.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.learning import QUICK, learned_from
from bench.simulator.hidden import BIASED, FAIR, Scenario
from bench.simulator.play import Size, play
from services.matching.domain.learning.audit import DIMENSIONS, GroupGap, audit, doubts, refusals
from services.matching.domain.learning.card import gap_written, judgement_written, point_said, success_written
from services.matching.domain.learning.intervals import Interval
from services.matching.domain.learning.judgement import GroupJudgement, harsh, judged_alike, unread
from services.matching.domain.learning.success import success_by_group
from services.matching.domain.learning.trade_off import curve_written, softened, trade_off
from services.matching.domain.ranking import prior

Tell = Callable[[str], None]
CROWD = Size(people=280, weeks=40, later=6, newcomers=3, looked_at=0.1)
"""The town of the audit: as many lists as the others, more people, for an interval asks for people."""
SIZES = (110, 220, 400)
PRUDENT = 0.5
"""So much of the circumstances is kept by the prudent version whose power is told beside."""


def judge_fairness(seeds: Sequence[int] = (1, 2), *, size: Size = CROWD, tell: Tell = print) -> dict[str, Any]:
    """Print the audit of a fair and of a biased town, for the prior and for what is learned there."""
    return {
        f"{scenario.name}-{seed}": _audited(scenario, seed, size, tell) for scenario in (FAIR, BIASED) for seed in seeds
    }


def quick(*, tell: Tell = print) -> dict[str, Any]:
    """One small town of each kind: shows that everything runs, proves nothing."""
    return judge_fairness((1,), size=QUICK, tell=tell)


def _audited(scenario: Scenario, seed: int, size: Size, tell: Tell) -> dict[str, Any]:
    played = play(seed, scenario=scenario, size=size)
    table = learned_from(played, seed=seed)
    gaps = audit(played.pairs, table, played.groups)
    documented = audit(played.pairs, prior.TABLE, played.groups)
    tell("")
    tell(f"Équité, ville « {scenario.name} », graine {seed} : écart d'exposition à souhaits et compétences égaux")
    success = success_by_group(played.rows, played.groups)
    said = {(one.dimension, one.group): one.part.said_as_part() if one.part else "non affiché" for one in success}
    for gap, before in zip(gaps, documented, strict=True):
        tell(
            f"  {DIMENSIONS[gap.dimension]:14} {gap.group:8} {gap.people:4} pers.  appris {_said(gap.conditional):28} "
            f"documenté {_said(before.conditional):28} {gap.said:18} "
            f"réussites {said.get((gap.dimension, gap.group), 'aucune suite')}"
        )
    judgements = judged_alike(played.rows, played.groups)
    for one in judgements:
        tell(
            f"  {DIMENSIONS[one.dimension]:14} {one.group:8} {one.people:4} pers.  écarté, à situation semblable : "
            f"{one.gap.said_in_points() if one.gap else 'non affiché':30} {one.said}"
        )
    refused, unsure = (*refusals(gaps), *harsh(judgements)), (*doubts(gaps), *unread(judgements))
    for line in (*refused, *unsure):
        tell(f"  → {line}")
    tell(f"  → {'promotion refusée' if refused else 'à confirmer par un humain' if unsure else 'audit réussi'}")
    curve = trade_off(table, played.later, played.pairs, played.groups)
    tell("  Ce que coûte l'équité : le même classement, avec une part du trajet, des horaires et de l'attente")
    for point in curve_written(curve):
        tell(f"    {100 * point['strength']:3.0f} % : {point_said(point)}")
    return {
        "gaps": [gap_written(gap) for gap in gaps],
        "prior": [gap_written(gap) for gap in documented],
        "judgements": [judgement_written(one) for one in judgements],
        "success": [success_written(one) for one in success],
        "trade_off": curve_written(curve),
        "refusals": list(refused),
        "doubts": list(unsure),
    }


def _said(found: Interval | None) -> str:
    return found.said_in_percent() if found else "non affiché"


def judge_power(
    sizes: Sequence[int] = SIZES, seeds: Sequence[int] = (1, 2, 3), *, tell: Tell = print
) -> dict[str, Any]:
    """Print how often a fair and a biased town of each size pass, and how wide the widest interval is."""
    tell("")
    tell(f"Combien de personnes faut-il pour conclure ? {len(seeds)} villes de chaque sorte et de chaque taille")
    written: dict[str, Any] = {}
    for scenario in (FAIR, BIASED):
        for people in sizes:
            towns = [_sized(scenario, people, seed) for seed in seeds]
            row = {
                "towns": len(towns),
                "smallest_group": min(one["smallest"] for one in towns),
                "half_width": sum(one["half"] for one in towns) / len(towns),
                "whole": dict(Counter(one["whole"] for one in towns)),
                "prudent": dict(Counter(one["prudent"] for one in towns)),
            }
            tell(
                f"  « {scenario.name} », {people:3} personnes au départ : plus petit groupe {row['smallest_group']:3}, "
                f"± {_percent(row['half_width'])} % ; {_counted(row['whole'])} ; "
                f"version prudente ({100 * PRUDENT:.0f} %) : {_counted(row['prudent'])}"
            )
            written[f"{scenario.name}-{people}"] = row
    return written


def _percent(part: float) -> str:
    return f"{100 * part:.1f}".replace(".", ",")


def _counted(verdicts: Mapping[str, int]) -> str:
    return ", ".join(f"{verdict} {count}" for verdict, count in sorted(verdicts.items()))


def _sized(scenario: Scenario, people: int, seed: int) -> Mapping[str, Any]:
    looked_at = CROWD.looked_at * CROWD.people / people
    size = Size(people=people, weeks=24, later=2, newcomers=max(1, people // 93), looked_at=looked_at)
    played = play(seed, scenario=scenario, size=size)
    table = learned_from(played, seed=seed)
    gaps, judgements = audit(played.pairs, table, played.groups), judged_alike(played.rows, played.groups)
    return {
        "smallest": min(gap.people for gap in gaps),
        "half": max(_half(gap) for gap in gaps),
        "whole": _verdict(gaps, judgements),
        "prudent": _verdict(audit(played.pairs, softened(table, PRUDENT), played.groups), judgements),
    }


def _verdict(gaps: Sequence[GroupGap], judgements: Sequence[GroupJudgement]) -> str:
    """What the audit of a town comes to: its gravest word."""
    if any(gap.enough and gap.leaves and not gap.vague for gap in gaps):
        return "écart trop grand"
    if harsh(judgements):
        return "jugements"
    if refusals(gaps):
        return "trop imprécis"
    return "insuffisant" if doubts(gaps) or unread(judgements) else "réussi"


def _half(gap: GroupGap) -> float:
    return (gap.conditional.high - gap.conditional.low) / 2 if gap.conditional else 0.0
