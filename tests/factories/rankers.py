"""Versions of the ranking for tests: tables, cards as an evaluation leaves them, outcomes to learn from."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

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

S = IntroductionState
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
        "judgements": [],
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


def a_judged_town(
    young: int, old: int, *, of_old: float, people: int = 80, on: date = MADE.date()
) -> tuple[list[Outcome], dict[UUID, dict[str, str]]]:
    """Everybody has ten offers of her trade. ``young``, ``old``: of ten far ones, how many are put aside.

    Half of the offers are far for the young, a part ``of_old`` for the seniors, who are half of the people.
    """
    rows: list[Outcome] = []
    groups: dict[UUID, dict[str, str]] = {}
    for number in range(people):
        senior = number % 2 == 1
        groups[uid(number)] = {"cohort": "seniors" if senior else "jeunes"}
        far = int(10 * of_old) if senior else 5
        aside = min(far, far * (old if senior else young) // 10 + (number // 2) % 2)
        rows += _judged(number, 50.0, on, aside=aside, kept=far - aside)
        rows += _judged(number, 8.0, on, aside=1, kept=9 - far)
    return rows, groups


def _judged(person: int, minutes: float, on: date, *, aside: int, kept: int) -> Iterator[Outcome]:
    """So many offers put aside for a person as too far, so many kept and closed."""
    known = {"trade": 1.0, "travel_minutes": minutes}
    seen = Seen(on, 1, "prior-1", tuple(known.get(feature.name, UNKNOWN) for feature in FEATURES))
    for number in range(aside + kept):
        which = uid(100_000 + 1000 * person + int(minutes) + 100 * number)
        row = Outcome(which, uid(person), which, None, OfferKind.IMMERSION, on, on, seen, S.CLOSED, introduced=True)
        yield (
            row
            if number >= aside
            else replace(row, state=S.SET_ASIDE, set_aside=SetAsideReason.TOO_FAR, introduced=False)
        )
