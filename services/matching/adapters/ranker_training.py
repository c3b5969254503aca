"""Learn the two sides from outcomes, calibrate each, and write the whole as a table of steps.

scikit-learn is needed here only: what is promoted is a `Table`, and serving adds numbers. The oldest three quarters
are learned first and the newest quarter judges them: what it denies is not kept, what it confirms gives the sigmoid
that makes each side a probability. Then the staircases are learned again from all the rows.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from services.kernel.problems import Conflict
from services.matching.adapters.ranker_staircases import Fitted, fit_side
from services.matching.domain.learning.lessons import Lesson, must_be_enough, split_in_time
from services.matching.domain.learning.trade_off import softened
from services.matching.domain.ranking.features import Side
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import Steps, Table

TO_FIT = 0.75
"""The oldest three quarters teach the model, the newest quarter its calibration."""
WEIGHTS = {Side.GAIN: 1.0, Side.CHANCE: 1.2}
"""What each side weighs as it is learned: the rows of the chance are fewer, hence its steps drawn nearer to nought."""
ONE_ANSWER = "Les suites les plus récentes ont toutes la même réponse : rien ne peut être étalonné."
DENIED = "Ce qui a été appris des suites anciennes est démenti par les plus récentes : rien n'est gardé."


def train_table(lessons: Sequence[Lesson], *, version: str, circumstances: float = 1.0) -> Table:
    """The table learned from these rows; the same rows give the same table. Raises Conflict.

    ``circumstances``: the part kept of the way, the hours and the wait (`trade_off`), for a prudent version.
    """
    must_be_enough(lessons)
    steps: dict[str, Steps] = {}
    starting: dict[Side, float] = {}
    weights: dict[Side, float] = {}
    with threadpool_limits(limits=1):  # such small models lose more to threads than they win
        for side in Side:
            told = [one for one in lessons if one.answer(side) is not None]
            older, newer = split_in_time(told, TO_FIT)
            slope, offset = _sigmoid(fit_side(older, side), newer)
            whole = fit_side(told, side)
            steps |= {name: Steps(one.edges, tuple(slope * w for w in one.worth)) for name, one in whole.steps.items()}
            starting[side] = offset + slope * whole.start
            weights[side] = WEIGHTS[side] / slope  # calibrating makes a side a probability, and changes no order
    table = softened(Table(version, steps, weights, starting), circumstances)
    return replace(table, shift=_same_level(table, lessons))


def _sigmoid(fitted: Fitted, newer: Sequence[Lesson]) -> tuple[float, float]:
    """The slope and offset that make the frozen score of newer rows a probability. Raises Conflict."""
    scores = np.array([[fitted.log_odds(one.values)] for one in newer])
    answers = [int(bool(one.answer(fitted.side))) for one in newer]
    if len(set(answers)) < 2:
        raise Conflict(ONE_ANSWER, code="nothing-learned")
    sigmoid = LogisticRegression(C=1e6).fit(scores, answers)
    slope, offset = float(sigmoid.coef_[0][0]), float(sigmoid.intercept_[0])
    if not slope > 0:
        raise Conflict(DENIED, code="nothing-learned")
    return slope, offset


def _same_level(table: Table, lessons: Sequence[Lesson]) -> float:
    """What keeps the mean score of what was shown where the prior puts it."""
    return fmean(from_values(one.values).log_odds - from_values(one.values, table).log_odds for one in lessons)
