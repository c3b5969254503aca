"""Success by group and what fairness costs: known answers by hand, small groups hidden or handed to a human."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from services.contracts.vocabulary import HiredAs, IntroductionState, OfferKind, PlacementOutcome
from services.matching.domain.learning.audit import GroupGap, refusals
from services.matching.domain.learning.evaluation import Judged, JudgedList
from services.matching.domain.learning.intervals import Interval, proportion
from services.matching.domain.learning.outcome import Outcome
from services.matching.domain.learning.success import success_by_group, to_be_read_by_a_human
from services.matching.domain.learning.trade_off import CIRCUMSTANCES, softened, trade_off
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import faults
from tests.factories.ranking import uid
from tests.unit.matching.learning.test_figures import crowd, with_value

DAY = date(2026, 3, 2)
ASKED = Outcome(uid(1), uid(1), uid(1), None, OfferKind.IMMERSION, DAY, DAY)
CARRIED = replace(ASKED, introduced=True, welcomed=True, outcome=PlacementOutcome.COMPLETED)
REFUSED = replace(ASKED, introduced=True, state=IntroductionState.REFUSED)


def people(group: str, *, good: int, bad: int, first: int) -> Iterator[tuple[Outcome, dict[str, str]]]:
    for number in range(good + bad):
        row = CARRIED if number < good else REFUSED
        yield replace(row, introduction_id=uid(first + number), profile_id=uid(first + number)), {"cohort": group}


def test_the_part_who_carried_something_through_by_group_with_its_interval() -> None:
    told = [*people("jeunes", good=24, bad=16, first=100), *people("seniors", good=3, bad=6, first=300)]
    groups = {row.profile_id: group for row, group in told}
    young, old = success_by_group([row for row, _ in told], groups)

    assert (young.group, young.people, young.said) == ("jeunes", 40, "lisible")
    assert young.part is not None
    assert young.part.mean == 0.6
    assert young.part.low == pytest.approx(0.446, abs=0.001)
    assert (old.people, old.said) == (9, "insuffisant")
    (asked,) = to_be_read_by_a_human((young, old))
    assert "« seniors »" in asked
    assert "un humain" in asked


def test_under_five_people_no_part_is_told() -> None:
    told = list(people("seniors", good=1, bad=3, first=100))
    (few,) = success_by_group([row for row, _ in told], {row.profile_id: group for row, group in told})

    assert (few.part, few.said) == (None, "non affiché")
    assert to_be_read_by_a_human((few,)) == ()


def test_a_person_counts_once_whatever_the_number_of_tries_and_what_is_open_says_nothing() -> None:
    again = [CARRIED, REFUSED, replace(REFUSED, introduction_id=uid(2)), replace(ASKED, profile_id=uid(7))]
    (found,) = success_by_group(again, {uid(1): {"sex": "femme"}, uid(7): {"sex": "femme"}})

    assert found.people == 1
    assert success_by_group([replace(CARRIED, hired=HiredAs.CDI)], {}) == ()


def test_a_part_never_leaves_nought_and_one() -> None:
    assert (proportion(0, 8).low, proportion(8, 8).high) == (0.0, 1.0)
    assert proportion(30, 40).said_as_part() == "75 % [60 ; 86]"


def test_a_softened_table_still_serves_and_says_nothing_more_of_circumstances_at_nought() -> None:
    bare = softened(prior.TABLE, 0.0)

    assert faults(bare) == ()
    for name in CIRCUMSTANCES:
        assert from_values(with_value(name, 50.0), bare).log_odds == bare.baseline
    assert from_values(with_value("trade", 1.0), bare).log_odds == from_values(with_value("trade", 1.0)).log_odds


def test_the_curve_tells_the_widest_gap_at_each_strength_down_to_none() -> None:
    pairs, groups = crowd(40.0, people=70)
    far, near = with_value("travel_minutes", 90.0), with_value("travel_minutes", 5.0)
    lists = [JudgedList(uid(1), DAY, (Judged(uid(5), far, (0,)), Judged(uid(6), near, (3,))))]
    curve = trade_off(prior.TABLE, lists, pairs, groups)  # type: ignore[arg-type]

    widths = [abs(one.widest.conditional.mean) for one in curve if one.widest and one.widest.conditional]
    assert [one.strength for one in curve] == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert widths[0] > 0.10
    assert (curve[0].said, curve[0].refused) == ("refusé", True)
    assert widths[-1] < widths[0]
    assert curve[0].ndcg is not None
    assert curve[0].ndcg.mean == 1.0
    assert trade_off(prior.TABLE, lists, (), {})[0].said == "non mesuré"


@pytest.mark.parametrize(
    ("mean", "low", "high", "said", "missing"),
    [
        (-0.02, -0.06, 0.02, "conforme", False),
        (-0.03, -0.13, 0.07, "trop imprécis", True),
        (-0.08, -0.14, -0.02, "écart trop grand", False),
        (0.12, -0.01, 0.25, "écart trop grand", False),
    ],
)
def test_a_refusal_says_whether_a_gap_is_shown_or_only_the_proof_is_missing(
    mean: float, low: float, high: float, said: str, missing: bool
) -> None:
    gap = GroupGap("cohort", "seniors", 32, 78, Interval(mean, low, high, 32), None)
    refused = refusals([gap])

    assert gap.said == said
    assert bool(refused) is (said != "conforme")
    assert ("La preuve manque" in "".join(refused)) is missing
    if missing:
        assert "avec 32 personnes la mesure est trop imprécise, il en faudrait environ 66" in refused[0]
