"""Versions of the ranking for tests: tables, cards as an evaluation leaves them, outcomes to learn from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from services.contracts.vocabulary import (
    IntroductionState,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
    SetAsideReason,
)
from services.matching.domain.learning.outcome import Outcome, Seen
from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, UNKNOWN, Value
from services.matching.domain.ranking.score import sigmoid
from services.matching.domain.ranking.table import Steps, Table
from tests.factories.ranking import uid

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


def some_outcomes(count: int, *, until: date, seed: int = 5) -> list[Outcome]:
    """Sixty people over ten months: the way matters far more to them than the prior says, the trade far less."""
    draw = Random(seed)
    places = {feature.name: place for place, feature in enumerate(FEATURES)}
    rows = []
    for number in range(count):
        near, minutes, held = draw.random(), float(draw.randint(5, 70)), draw.random()
        values: list[Value] = [UNKNOWN for _ in FEATURES]
        values[places["trade"]], values[places["travel_minutes"]], values[places["skills_held"]] = near, minutes, held
        day = until - timedelta(days=300 * (count - number) // count)
        row = Outcome(
            introduction_id=uid(9000 + number),
            profile_id=uid(100 + number % 60),
            offer_id=uid(5000 + number),
            company_id=None,
            kind=OfferKind.IMMERSION,
            opened_on=day,
            moved_on=day,
            seen=Seen(day, 1 + number % 10, "prior-1", tuple(values)),
        )
        rows.append(_ended(row, draw, wished=3 + 0.5 * near - 0.13 * minutes, welcome=3 * held - 1))
    return rows


def _ended(row: Outcome, draw: Random, *, wished: float, welcome: float) -> Outcome:
    if draw.random() > sigmoid(wished):
        if draw.random() < 0.5:
            return replace(row, state=IntroductionState.SET_ASIDE, set_aside=SetAsideReason.TOO_FAR)
        return replace(row, state=IntroductionState.DECLINED, introduced=True)
    if draw.random() > sigmoid(welcome):
        return replace(row, state=IntroductionState.REFUSED, introduced=True, refused=RefusalReason.SKILLS)
    return replace(
        row,
        state=IntroductionState.PLACED,
        introduced=True,
        welcomed=True,
        placed=True,
        outcome=PlacementOutcome.COMPLETED,
    )
