"""Rankings on the simulated town: BM25, the prior and the learned table, on weeks later than those learned from.

For each seed a town is played, a table is learned from its first weeks, and every order is judged on the same later
lists. The oracle's ceiling (who knows the hidden preferences, hazard apart) stands beside each figure. Then what
spreading the lists gives and costs (`spreading`). A town is played once for all of it.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.fairness import judge_fairness, judge_power
from bench.learning import QUICK, learned_from
from bench.simulator.play import BM25, ORACLE, Played, Size, play
from bench.spreading import BY_SCORE, SPREAD, Year, shown, told_spreading, told_years, ways, year_of
from services.matching.domain.learning.evaluation import Measures, by_known, by_table, calibration_error, measure
from services.matching.domain.learning.intervals import Interval, over_seeds
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import Side
from services.matching.domain.ranking.spreading import SPREADING
from services.matching.domain.ranking.table import Table
from services.matching.domain.ranking.wording import plural

Tell = Callable[[str], None]
SEEDS = range(1, 11)
ORDERS = {"bm25": "BM25", "prior": "classement documenté", "learned": "classement appris", "oracle": "oracle (plafond)"}
WANTED = {"bm25": 0.10, "prior": 0.03}
"""The gains asked of the learned ranking, relatively, over each of these."""
FIRMS = ("congestion", "coverage", "gini")
"""What the lists do to the firms."""
YEARS = 3
"""Towns played a second time with spread lists: a year of a town is what takes time."""


def judge_ranking(
    seeds: Sequence[int] = SEEDS, *, size: Size = Size(), years: int = YEARS, tell: Tell = print
) -> dict[str, Any]:
    """Print the tables of the seeds and give their figures. ``years`` towns are played again with spread lists."""
    found: dict[str, list[Measures]] = {name: [] for name in ORDERS}
    errors: dict[str, list[dict[str, float]]] = {"prior": [], "learned": []}
    spread: dict[str, list[dict[str, float]]] = defaultdict(list)
    lived: dict[str, list[Year]] = {BY_SCORE: [], SPREAD: []}
    for number, seed in enumerate(seeds):
        played = play(seed, size=size)
        table = learned_from(played, seed=seed)
        for name, measures in _measured(played, table).items():
            found[name].append(measures)
        errors["prior"].append(_calibration(played, prior.TABLE))
        errors["learned"].append(_calibration(played, table))
        for name, listing in ways(played, table).items():
            spread[name].append(shown(played, listing))
        if number < years:
            lived[BY_SCORE].append(year_of(played))
            lived[SPREAD].append(year_of(play(seed, size=size, spreading=SPREADING)))
        reached = ", ".join(f"{label} {_figure(_ndcg(found[name][-1]))}" for name, label in ORDERS.items())
        tell(f"  ville {number + 1} sur {len(seeds)} (graine {seed}), NDCG@10 : {reached}")
    return {
        **_told(found, errors, seeds, tell),
        "spreading": told_spreading(spread, tell),
        "years": told_years(lived, tell) if years else {},
    }


def _measured(played: Played, table: Table) -> dict[str, Measures]:
    orders = {
        "bm25": by_known(BM25), "prior": by_table(prior.TABLE), "learned": by_table(table), "oracle": by_known(ORACLE),
    }  # fmt: skip
    return {name: measure(played.later, order) for name, order in orders.items()}


def _calibration(played: Played, table: Table) -> dict[str, float]:
    entries = [entry for one in played.later for entry in one.entries]
    return {side.value: calibration_error(table, side, entries) or 0.0 for side in Side}


def _ndcg(measures: Measures) -> float:
    return measures.ndcg.mean if measures.ndcg else 0.0


def _told(
    found: Mapping[str, Sequence[Measures]],
    errors: Mapping[str, Sequence[Mapping[str, float]]],
    seeds: Sequence[int],
    tell: Tell,
) -> dict[str, Any]:
    tell("")
    towns = plural(len(seeds), "ville simulée", "villes simulées")
    tell(f"Ordre des offres sur les semaines suivantes, {towns} (moyenne [intervalle à 95 %])")
    tell(f"{'':24}{'NDCG@10':>24}{'rappel 1er dixième':>26}{'engorgement':>18}{'couverture':>16}{'Gini':>16}")
    orders = {name: _order_told(label, found[name], tell) for name, label in ORDERS.items()}
    ceiling = over_seeds([_ndcg(our) / _ndcg(top) for our, top in zip(found["learned"], found["oracle"], strict=True)])
    tell(f"Le classement appris atteint {100 * ceiling.mean:.1f} %".replace(".", ",") + " du plafond de l'oracle.")
    gains = {name: _gain_told(name, wanted, found, tell) for name, wanted in WANTED.items()}
    calibration = {}
    for name, told in errors.items():
        means = {side.value: over_seeds([one[side.value] for one in told]) for side in Side}
        said = f"gain {_give_or_take(means['gain'])}, chance {_give_or_take(means['chance'])}"
        tell(f"Erreur d'étalonnage, {ORDERS[name]} : {said}")
        calibration[name] = {side: one.written() for side, one in means.items()}
    return {
        "seeds": list(seeds), "orders": orders, "gains": gains,
        "calibration_error": calibration, "of_ceiling": ceiling.written(),
    }  # fmt: skip


def _order_told(label: str, measured: Sequence[Measures], tell: Tell) -> dict[str, Any]:
    ndcg = over_seeds([_ndcg(one) for one in measured])
    recall = over_seeds([one.recall.mean if one.recall else 0.0 for one in measured])
    rest = {key: over_seeds([getattr(one, key) or 0.0 for one in measured]) for key in FIRMS}
    tell(
        f"{label:24}{ndcg.said():>24}{recall.said():>26}"
        f"{_give_or_take(rest['congestion']):>18}{_give_or_take(rest['coverage']):>16}{_give_or_take(rest['gini']):>16}"
    )
    return {
        "ndcg_10": ndcg.written(), "recall_first_tenth": recall.written(),
        **{key: one.written() for key, one in rest.items()},
    }  # fmt: skip


def _give_or_take(found: Interval) -> str:
    """« 0,397 ± 0,012 »; one town gives no margin."""
    return f"{_figure(found.mean)} ± {_figure(found.high - found.mean)}" if found.count > 1 else _figure(found.mean)


def _figure(value: float) -> str:
    """« 0,397 »."""
    return f"{value:.3f}".replace(".", ",")


def _gain_told(name: str, wanted: float, found: Mapping[str, Sequence[Measures]], tell: Tell) -> dict[str, Any]:
    pairs = zip(found["learned"], found[name], strict=True)
    gain = over_seeds([_ndcg(our) / _ndcg(their) - 1 for our, their in pairs])
    verdict = "atteint" if gain.mean >= wanted else "non atteint"
    sure = gain.low >= wanted and gain.count > 1
    told = "l'intervalle entier y est" if sure else "l'intervalle descend sous ce qui est demandé"
    told = told if gain.count > 1 else "une seule ville : aucun intervalle"
    tell(f"Gain sur {ORDERS[name]} : {gain.said_in_percent()} ; demandé +{100 * wanted:.0f} % : {verdict} ({told}).")
    return {**gain.written(), "wanted": wanted, "reached": gain.mean >= wanted, "sure": sure}


def quick(*, tell: Tell = print) -> dict[str, Any]:
    """One small town: shows that everything runs, proves nothing."""
    return judge_ranking((1,), size=QUICK, years=0, tell=tell)


def brief() -> None:
    """The short form of ``make bench``: two seeds, and the audit of one town of each kind."""
    judge_ranking((1, 2), years=1)
    judge_fairness((1,))


def main() -> None:
    """Every seed, every table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=len(SEEDS))
    asked.add_argument("--json", type=Path)
    told = asked.parse_args()
    written = {"ranking": judge_ranking(range(1, told.seeds + 1)), "fairness": judge_fairness(), "power": judge_power()}
    if told.json:
        told.json.write_text(json.dumps(written, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
