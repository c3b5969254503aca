"""What is published of the ranking is one whole run: the goals are reached in it, and the page says its figures."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.matching.domain.learning.intervals import Interval

ROOT = Path(__file__).parents[3]
FIGURES = json.loads((ROOT / "bench" / "data" / "ranking_figures.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "classement-technique.md").read_text(encoding="utf-8")


def interval(found: Mapping[str, Any]) -> Interval:
    return Interval(found["mean"], found["low"], found["high"], found["count"])


def test_the_gains_asked_for_are_reached_over_ten_towns_with_the_whole_interval() -> None:
    ranking = FIGURES["ranking"]

    assert ranking["seeds"] == list(range(1, 11))
    for name, wanted in (("bm25", 0.10), ("prior", 0.03)):
        gain = ranking["gains"][name]
        assert gain["wanted"] == wanted
        assert gain["count"] == 10
        assert gain["low"] >= wanted


def test_the_biased_town_is_refused_at_every_size_made_prudent_or_not_and_nothing_else_is_always() -> None:
    for people in (110, 220, 400):
        biased, fair = FIGURES["power"][f"biased-{people}"], FIGURES["power"][f"fair-{people}"]
        assert not {"réussi", "insuffisant"} & {*biased["whole"], *biased["prudent"]}
        assert fair["prudent"].get("réussi", 0) >= 2
        assert "jugements" not in {*fair["whole"], *fair["prudent"]}
    for town in ("biased-1", "biased-2"):
        assert any("« seniors »" in line for line in FIGURES["fairness"][town]["refusals"])


def told() -> Iterator[str]:
    """Every figure that the page must say, as it says it."""
    ranking = FIGURES["ranking"]
    for order in ranking["orders"].values():
        yield interval(order["ndcg_10"]).said()
        yield interval(order["recall_first_tenth"]).said()
    for gain in ranking["gains"].values():
        yield interval(gain).said_in_percent()
    for one in ranking["spreading"].values():
        cells = (one[name] for name in ("ndcg_10", "congestion", "coverage", "gini_offers", "gini_firms"))
        yield " | ".join(f"{cell:.3f}".replace(".", ",") for cell in cells)
    for town in FIGURES["fairness"].values():
        whole, *_ = town["trade_off"]
        yield interval(whole["gap"]).said_in_percent()
        hardest = max(town["judgements"], key=lambda one: one["gap"]["mean"])
        yield f"{hardest['group']} : {interval(hardest['gap']).said_in_points()}"
        for point in town["trade_off"]:
            yield f"{point['ndcg_10']['mean']:.3f} ; {100 * point['gap']['mean']:+.1f} %".replace(".", ",")


@pytest.mark.parametrize("figure", sorted(set(told())))
def test_the_page_says_the_figures_of_that_run(figure: str) -> None:
    assert figure in PAGE
