"""What a judged version must show: better than the prior, and proven so, else a human says why."""

import pytest

from services.matching.domain.learning.intervals import Interval
from services.matching.use_cases.evaluate_ranker import LATER_PEOPLE, against_the_prior


@pytest.mark.parametrize(
    ("gain", "refused", "unsure"),
    [
        (None, "Trop peu de suites plus récentes pour juger : 0 personnes", ""),
        (Interval(0.2, 0.1, 0.3, LATER_PEOPLE - 1), "Trop peu de suites plus récentes pour juger : 19 personnes", ""),
        (Interval(-0.01, -0.04, 0.02, 60), "Il ne fait pas mieux que le classement documenté", ""),
        (Interval(0.0, 0.0, 0.0, 60), "Il ne fait pas mieux que le classement documenté", ""),
        (Interval(0.02, -0.01, 0.05, 60), "", "sans que ce soit prouvé : +2,0 % [-1,0 ; +5,0]"),
        (Interval(0.05, 0.02, 0.08, 60), "", ""),
    ],
)
def test_a_version_that_loses_is_refused_and_one_whose_gain_is_not_proven_asks_a_human(
    gain: Interval | None, refused: str, unsure: str
) -> None:
    refusals, doubts = against_the_prior(gain)

    assert refused in "".join(refusals)
    assert unsure in "".join(doubts)
    assert (bool(refusals), bool(doubts)) == (bool(refused), bool(unsure))
