"""Rankings on the simulated town: BM25, the prior and the learned table, on weeks later than those learned from.

For each seed a town is played, a table is learned from its first weeks, and every order is judged on the same later
lists. The oracle's ceiling (who knows the hidden preferences, hazard apart) stands beside each figure. The fairness
audit of the two towns (`fair`, `biased`) ends it.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.simulator.hidden import BIASED, FAIR, Scenario
from bench.simulator.play import BM25, ORACLE, Played, Size, play
from services.matching.adapters.ranker_training import train_table
from services.matching.domain.learning.audit import DIMENSIONS, audit, doubts, refusals
from services.matching.domain.learning.card import gap_written
from services.matching.domain.learning.evaluation import Measures, by_known, by_table, calibration_error, measure
from services.matching.domain.learning.intervals import Interval, over_seeds
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import Side
from services.matching.domain.ranking.table import Table

Tell = Callable[[str], None]
SEEDS = range(1, 11)
ORDERS = {"bm25": "BM25", "prior": "classement documenté", "learned": "classement appris", "oracle": "oracle (plafond)"}
CROWD = Size(people=280, weeks=40, later=6, newcomers=3, looked_at=0.1)
"""The town of the audit: as many lists as the others, more people, for an interval asks for people."""
WANTED = {"bm25": 0.10, "prior": 0.03}
"""The gains asked of the learned ranking, relatively, over each of these."""


def learned_from(played: Played, *, seed: int) -> Table:
    """The table of the weeks before those that judge."""
    past = lessons_of(row for row in played.rows if row.opened_on < played.judged_from)
    return train_table(past, version=f"simule-{seed}", seed=seed)


def _measured(played: Played, table: Table) -> dict[str, Measures]:
    orders = {
        "bm25": by_known(BM25), "prior": by_table(prior.TABLE), "learned": by_table(table), "oracle": by_known(ORACLE),
    }  # fmt: skip
    return {name: measure(played.later, order) for name, order in orders.items()}


def _calibration(played: Played, table: Table) -> dict[str, float]:
    entries = [entry for one in played.later for entry in one.entries]
    return {side.value: calibration_error(table, side, entries) or 0.0 for side in Side}


def judge_ranking(seeds: Sequence[int] = SEEDS, *, tell: Tell = print) -> dict[str, Any]:
    """Print the table of the seeds and give its figures."""
    found: dict[str, list[Measures]] = {name: [] for name in ORDERS}
    errors: dict[str, list[dict[str, float]]] = {"prior": [], "learned": []}
    for seed in seeds:
        played = play(seed)
        table = learned_from(played, seed=seed)
        for name, measures in _measured(played, table).items():
            found[name].append(measures)
        errors["prior"].append(_calibration(played, prior.TABLE))
        errors["learned"].append(_calibration(played, table))
        tell(f"  graine {seed} : " + ", ".join(f"{name} {_ndcg(found[name][-1]):.3f}" for name in ORDERS))
    return _told(found, errors, seeds, tell)


def _ndcg(measures: Measures) -> float:
    return measures.ndcg.mean if measures.ndcg else 0.0


def _told(
    found: dict[str, list[Measures]], errors: dict[str, list[dict[str, float]]], seeds: Sequence[int], tell: Tell
) -> dict[str, Any]:
    written: dict[str, Any] = {"seeds": list(seeds), "orders": {}, "gains": {}}
    tell("")
    tell(f"Ordre des offres sur les semaines suivantes, {len(seeds)} villes simulées (moyenne [intervalle à 95 %])")
    tell(f"{'':24}{'NDCG@10':>24}{'rappel 1er dixième':>26}{'engorgement':>13}{'couverture':>12}{'Gini':>7}")
    for name, label in ORDERS.items():
        ndcg = over_seeds([_ndcg(one) for one in found[name]])
        recall = over_seeds([one.recall.mean if one.recall else 0.0 for one in found[name]])
        rest = [fmean(getattr(one, key) or 0.0 for one in found[name]) for key in ("congestion", "coverage", "gini")]
        tell(f"{label:24}{ndcg.said():>24}{recall.said():>26}{rest[0]:>13.3f}{rest[1]:>12.3f}{rest[2]:>7.3f}")
        written["orders"][name] = {
            "ndcg_10": ndcg.written(), "recall_first_tenth": recall.written(),
            "congestion": rest[0], "coverage": rest[1], "gini": rest[2],
        }  # fmt: skip
    ceiling = over_seeds([_ndcg(our) / _ndcg(top) for our, top in zip(found["learned"], found["oracle"], strict=True)])
    tell(f"Le classement appris atteint {100 * ceiling.mean:.1f} % du plafond de l'oracle.")
    for name, wanted in WANTED.items():
        gain = over_seeds(
            [_ndcg(our) / _ndcg(their) - 1 for our, their in zip(found["learned"], found[name], strict=True)]
        )
        verdict = "atteint" if gain.mean >= wanted else "non atteint"
        sure = "sûr" if gain.low > 0 and gain.count > 1 else "incertain"
        tell(
            f"Gain sur {ORDERS[name]} : {gain.said_in_percent()} ; demandé +{100 * wanted:.0f} % : {verdict} ({sure})."
        )
        written["gains"][name] = {**gain.written(), "wanted": wanted, "reached": gain.mean >= wanted}
    for name, told in errors.items():
        means = {side.value: fmean(one[side.value] for one in told) for side in Side}
        tell(f"Erreur d'étalonnage, {ORDERS[name]} : gain {means['gain']:.3f}, chance {means['chance']:.3f}")
        written.setdefault("calibration_error", {})[name] = means
    written["of_ceiling"] = ceiling.written()
    return written


def judge_fairness(seeds: Sequence[int] = (1, 2), *, tell: Tell = print) -> dict[str, Any]:
    """Print the audit of a fair and of a biased town, for the prior and for what is learned there."""
    written: dict[str, Any] = {}
    for scenario in (FAIR, BIASED):
        for seed in seeds:
            written[f"{scenario.name}-{seed}"] = _audited(scenario, seed, tell)
    return written


def _audited(scenario: Scenario, seed: int, tell: Tell) -> dict[str, Any]:
    played = play(seed, scenario=scenario, size=CROWD)
    table = learned_from(played, seed=seed)
    gaps = audit(played.pairs, table, played.groups)
    documented = {(one.dimension, one.group): one for one in audit(played.pairs, prior.TABLE, played.groups)}
    tell("")
    tell(f"Équité, ville « {scenario.name} », graine {seed} : écart d'exposition à souhaits et compétences égaux")
    success = _success(played)
    for gap in gaps:
        before = documented[(gap.dimension, gap.group)]
        tell(
            f"  {DIMENSIONS[gap.dimension]:14} {gap.group:8} {gap.people:4} pers.  appris {_said(gap.conditional):28} "
            f"documenté {_said(before.conditional):28} {gap.said:18} réussites {success[(gap.dimension, gap.group)]}"
        )
    refused, unsure = refusals(gaps), doubts(gaps)
    for line in (*refused, *unsure):
        tell(f"  → {line}")
    tell(f"  → {'promotion refusée' if refused else 'à confirmer par un humain' if unsure else 'audit réussi'}")
    return {
        "gaps": [gap_written(gap) for gap in gaps],
        "prior": [gap_written(gap) for gap in documented.values()],
        "success": {f"{dimension}:{group}": told for (dimension, group), told in success.items()},
        "refusals": list(refused),
        "doubts": list(unsure),
    }


def _said(found: Interval | None) -> str:
    return found.said_in_percent() if found else "non affiché"


def _success(played: Played) -> dict[tuple[str, str], str]:
    """Part of the people of each group who completed something in the weeks played, with its interval."""
    done = {row.profile_id for row in played.rows if row.outcome is not None and row.outcome.value == "completed"}
    seen = {row.profile_id for row in played.rows}
    told: dict[tuple[str, str], str] = {}
    for dimension in DIMENSIONS:
        for group in {one[dimension] for one in played.groups.values()}:
            people = [who for who in seen if played.groups[who][dimension] == group]
            told[(dimension, group)] = wilson(sum(who in done for who in people), len(people))
    return told


def wilson(good: int, count: int) -> str:
    """« 41 % [33 ; 50] »."""
    if not count:
        return "–"
    part, z = good / count, 1.96
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (part * (1 - part) / count + z * z / (4 * count * count)) ** 0.5
    return f"{100 * part:.0f} % [{100 * (middle - half):.0f} ; {100 * (middle + half):.0f}]"


def brief() -> None:
    """The short form of ``make bench``: two seeds, and the audit of one town of each kind."""
    judge_ranking((1, 2))
    judge_fairness((1,))


def main() -> None:
    """Every seed, every table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=len(SEEDS))
    asked.add_argument("--json", type=Path)
    told = asked.parse_args()
    written = {"ranking": judge_ranking(range(1, told.seeds + 1)), "fairness": judge_fairness()}
    if told.json:
        told.json.write_text(json.dumps(written, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
