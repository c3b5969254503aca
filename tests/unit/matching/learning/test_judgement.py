"""Are offers put aside alike for people in the same situation? Known answers by hand; little is told of few people."""

from dataclasses import replace

import pytest

from services.contracts.vocabulary import SetAsideReason
from services.matching.domain.learning.judgement import GroupJudgement, harsh, judged_alike, unread
from tests.factories.rankers import a_judged_town


def of_seniors(found: tuple[GroupJudgement, ...]) -> GroupJudgement:
    return next(one for one in found if one.group == "seniors")


def test_who_lives_far_has_more_put_aside_and_is_not_judged_otherwise() -> None:
    found = judged_alike(*a_judged_town(4, 4, of_old=0.8))

    assert harsh(found) == ()
    assert unread(found) == ()
    assert of_seniors(found).said == "aucun écart montré"


def test_a_group_for_whom_the_same_way_is_found_too_long_is_refused_by_name_with_the_interval() -> None:
    found = judged_alike(*a_judged_town(2, 8, of_old=0.5))
    seniors = of_seniors(found)

    assert seniors.gap is not None
    assert seniors.gap.mean == pytest.approx(0.3)  # three far offers of ten more, and far ones are half of all
    assert seniors.said == "mis de côté plus souvent"
    (told,) = harsh(found)
    assert "« seniors » (groupe) : +30,0 points [" in told
    assert "relisez-les en équipe" in told


def test_under_thirty_people_a_human_reads_and_nothing_is_refused() -> None:
    found = judged_alike(*a_judged_town(2, 8, of_old=0.5, people=50))

    assert {one.said for one in found} == {"insuffisant"}
    assert of_seniors(found).gap is not None
    assert harsh(found) == ()
    assert "« jeunes », « seniors »" in unread(found)[0]


def test_under_five_people_nothing_is_told() -> None:
    found = judged_alike(*a_judged_town(2, 8, of_old=0.5, people=8))

    assert {(one.gap, one.said) for one in found} == {(None, "non affiché")}


def test_what_was_put_aside_for_another_reason_or_was_never_seen_says_nothing() -> None:
    rows, groups = a_judged_town(2, 8, of_old=0.5)
    other = [replace(row, set_aside=SetAsideReason.NOT_READY) if row.set_aside else row for row in rows]
    unseen = [replace(row, seen=None) for row in rows]

    mildly = of_seniors(judged_alike(other, groups))
    assert mildly.gap is not None
    assert mildly.gap.mean == 0.0
    assert judged_alike(unseen, groups) == ()
    assert judged_alike(rows, {}) == ()
