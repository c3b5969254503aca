"""Versions of the ranking for tests: a table that turns the prior around, and cards as an evaluation leaves them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.table import Steps, Table

MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIGURE = {"mean": 0.41, "low": 0.38, "high": 0.44, "count": 64}
MEASURES = {"ndcg_10": FIGURE, "recall_first_tenth": FIGURE, "congestion": 0.1, "coverage": 0.9, "gini": 0.3}


def a_table(version: str = "appris-2026-03-01-1", *, trade: float = 3.0) -> Table:
    """The prior, with a wished trade that weighs more."""
    steps = {**prior.PRIOR, "trade": Steps((0.5,), (-trade, trade))}
    return replace(prior.TABLE, version=version, steps=steps)


def a_card(*, refusals: tuple[str, ...] = (), doubts: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Learned from 900 outcomes, judged better than the prior, fair."""
    answers = {"known": 600, "yes": 240}
    evaluation = {
        "on": "2026-03-01",
        "since": "2026-01-01",
        "people": 64,
        "prior": {**MEASURES, "ndcg_10": {**FIGURE, "mean": 0.39}},
        "candidate": MEASURES,
        "gain_over_prior": {"mean": 0.05, "low": 0.02, "high": 0.08, "count": 64},
        "calibration_error": {"gain": 0.02, "chance": 0.03},
        "fairness": [
            {
                "dimension": "cohort",
                "group": "seniors",
                "people": 41,
                "conditional": {"mean": 0.01, "low": -0.03, "high": 0.05, "count": 41},
                "change": {"mean": 0.0, "low": -0.02, "high": 0.02, "count": 90},
                "verdict": "conforme",
            }
        ],
        "refusals": list(refusals),
        "doubts": list(doubts),
    }
    data = {
        "rows": 900, "people": 64, "since": "2025-04-01", "until": "2025-12-31", "features_version": 1,
        "invented": False, "gain": answers, "chance": answers,
    }  # fmt: skip
    return {"data": data, "limits": ["Il ne décide rien."], "evaluation": evaluation} | changes


def a_ranker(version: str = "appris-2026-03-01-1", **changes: Any) -> Ranker:
    """A version at study, judged and fair."""
    return replace(Ranker(a_table(version), Standing.CANDIDATE, MADE, MADE, a_card()), **changes)
