"""The figures that judge an order, and the audit of exposure: known answers, by hand."""

from datetime import date
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.learning.audit import ENOUGH_PEOPLE, Pair, audit, doubts, exposures, refusals
from services.matching.domain.learning.evaluation import (
    Judged,
    JudgedList,
    by_known,
    calibration_error,
    gain_over,
    lists_of,
    measure,
    ndcg,
    recall,
)
from services.matching.domain.learning.intervals import drawn_again, over_seeds
from services.matching.domain.learning.lessons import Lesson
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, UNKNOWN, Side, Value
from tests.factories.rankers import a_table
from tests.factories.ranking import uid

NOTHING: tuple[Value, ...] = tuple(UNKNOWN for _ in FEATURES)
ON = date(2026, 3, 2)


def with_value(name: str, value: float) -> tuple[Value, ...]:
    return tuple(value if feature.name == name else UNKNOWN for feature in FEATURES)


def judged(number: int, grade: int, **known: float) -> Judged:
    return Judged(uid(number), NOTHING, (grade,), known=known)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_ndcg_is_one_for_the_best_order_and_never_more(grades: list[int]) -> None:
    found, best = ndcg(grades), ndcg(sorted(grades, reverse=True))

    if max(grades) == 0:
        assert found is best is None
    else:
        assert found is not None
        assert 0 <= found <= 1
        assert best == 1.0


def test_ndcg_and_recall_by_hand() -> None:
    assert ndcg([0, 3]) == pytest.approx(1 / log2(3))
    assert ndcg([0] * 10 + [3]) == 0.0
    assert recall([1, *[0] * 18, 1]) == 0.5
    assert recall([0, 0]) is None


def test_an_order_is_judged_on_the_same_lists_as_another() -> None:
    entries = tuple(judged(place, 3 if place == 4 else 0, good=place, bad=-place) for place in range(5))
    lists = [JudgedList(uid(person), ON, entries) for person in range(100, 130)]
    gain = gain_over(lists, by_known("good"), by_known("bad"))

    assert measure(lists, by_known("good")).ndcg is not None
    assert gain is not None
    assert gain.mean == pytest.approx(log2(6) - 1)
    assert gain.low == gain.high == gain.mean
    assert gain.count == 30


def test_one_row_orders_nothing_and_judges_no_order() -> None:
    rows = [Lesson(ON, uid(1), uid(number), 1, NOTHING, True, True, 2) for number in (11, 12)]
    alone = Lesson(ON, uid(2), uid(13), 1, NOTHING, True, True, 3)

    (one,) = lists_of([*rows, alone])

    assert one.profile_id == uid(1)


def test_congestion_counts_the_attention_that_no_place_can_answer() -> None:
    crowd = [JudgedList(uid(person), ON, (judged(1, 0, x=1.0),)) for person in range(100, 104)]

    found = measure(crowd, by_known("x"))

    assert found.congestion == 0.75
    assert found.coverage == 1.0


def test_a_side_that_tells_the_truth_has_no_calibration_error() -> None:
    even = [Judged(uid(n), NOTHING, (0,), gained=n % 2 == 0) for n in range(400)]
    flat = a_table()
    told = calibration_error(flat, Side.GAIN, even)

    assert told == pytest.approx(abs(0.5 - 1 / (1 + 2.718281828 ** -flat.starting[Side.GAIN])), abs=0.01)
    assert calibration_error(flat, Side.CHANCE, even) is None


def test_an_interval_holds_its_figure_and_comes_out_the_same_twice() -> None:
    people = {uid(n): float(n % 7) for n in range(80)}

    def mean(values: object) -> float:
        told = list(values)  # type: ignore[call-overload]
        return sum(told) / len(told)

    first = drawn_again(people, mean)

    assert first is not None
    assert first.low < first.mean < first.high
    assert first == drawn_again(people, mean)
    assert drawn_again({}, mean) is None
    assert over_seeds([0.1, 0.1, 0.1]).low == pytest.approx(0.1)


def crowd(gap: float, *, people: int = 60) -> tuple[list[Pair], dict[object, dict[str, str]]]:
    """Half of the people live a little farther, for forty offers; all want the same trade."""
    pairs, groups = [], {}
    for number in range(people):
        far = number % 2 == 1
        groups[uid(number)] = {"cohort": "loin" if far else "près"}
        for offer in range(40):
            spread = ((number * 7 + offer * 13) % 29) / 29
            minutes = 8 + 50 * spread + (gap if far else 0.0)
            values = tuple(
                1.0 if one.name == "trade" else minutes if one.name == "travel_minutes" else UNKNOWN for one in FEATURES
            )
            pairs.append(Pair(uid(number), uid(1000 + offer), values))
    return pairs, groups


def test_people_who_say_the_same_are_shown_alike_and_the_audit_says_so() -> None:
    pairs, groups = crowd(0.0, people=200)
    gaps = audit(pairs, prior.TABLE, groups)  # type: ignore[arg-type]

    assert {gap.group for gap in gaps} == {"loin", "près"}
    assert refusals(gaps) == ()
    assert doubts(gaps) == ()
    assert all(gap.change is not None and gap.change.mean == 0.0 for gap in gaps)


def test_a_group_that_is_shown_much_less_is_refused_by_name_with_the_interval() -> None:
    pairs, groups = crowd(40.0)
    gaps = audit(pairs, prior.TABLE, groups)  # type: ignore[arg-type]

    assert any("« loin »" in line and "±10 %" in line for line in refusals(gaps))


def test_under_thirty_people_the_audit_prints_insuffisant_and_concludes_nothing() -> None:
    pairs, groups = crowd(40.0, people=2 * ENOUGH_PEOPLE - 2)
    gaps = audit(pairs, prior.TABLE, groups)  # type: ignore[arg-type]

    assert {gap.said for gap in gaps} == {"insuffisant"}
    assert refusals(gaps) == ()
    assert "insuffisant" in doubts(gaps)[0]
    assert "insuffisant" in doubts(())[0]


def test_under_five_people_no_gap_is_told() -> None:
    pairs, groups = crowd(10.0, people=8)

    assert all(gap.conditional is None for gap in audit(pairs, prior.TABLE, groups))  # type: ignore[arg-type]


def test_exposure_is_the_place_among_the_people_who_may_have_the_offer() -> None:
    near, far = with_value("travel_minutes", 5.0), with_value("travel_minutes", 80.0)
    found = exposures([Pair(uid(1), uid(9), far), Pair(uid(2), uid(9), near)], prior.TABLE)

    assert (found[uid(2)], found[uid(1)]) == (1.0, 1 / log2(3))
