"""Introductions received: what may be answered, and how a firm behaves."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import IntroductionState, RefusalReason
from services.employers.domain.engagement import behaviour, stays_silent
from services.employers.domain.introduction import Answer, Introduction, Reply
from services.employers.domain.refusals import Conflict, Invalid
from tests.factories.employers import ACCOUNT, NOW, an_introduction

DAY = timedelta(days=1)
MEET = Reply(Answer.MEET, NOW + DAY, meeting_at=NOW + 3 * DAY, by=ACCOUNT)
NO = Reply(Answer.REFUSED, NOW + DAY, reason=RefusalReason.NO_PLACE, share_reason=True)


def received(days_ago: int, reply: Reply | None = None) -> Introduction:
    one = an_introduction(received_at=NOW - days_ago * DAY)
    return one.replied(reply) if reply else one


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(Answer.SEEN, NOW), IntroductionState.SEEN),
        (MEET, IntroductionState.MEETING),
        (Reply(Answer.NOT_NOW, NOW), IntroductionState.NOT_NOW),
        (NO, IntroductionState.REFUSED),
    ],
)
def test_an_answer_moves_what_the_employer_sees_at_once(reply: Reply, state: IntroductionState) -> None:
    assert an_introduction().replied(reply).state is state


def test_a_refusal_says_why() -> None:
    with pytest.raises(Invalid) as refused:
        an_introduction().replied(Reply(Answer.REFUSED, NOW))
    assert "reason" in refused.value.fields


def test_a_meeting_is_in_the_future() -> None:
    with pytest.raises(Invalid) as refused:
        an_introduction().replied(Reply(Answer.MEET, NOW, meeting_at=NOW))
    assert "meeting_at" in refused.value.fields


def test_not_now_leaves_the_door_open() -> None:
    later = an_introduction().replied(Reply(Answer.NOT_NOW, NOW))
    assert later.replied(MEET).state is IntroductionState.MEETING


def test_two_clicks_are_one_answer() -> None:
    once = an_introduction().replied(NO)
    assert once.replied(Reply(Answer.REFUSED, NOW + 2 * DAY, RefusalReason.NO_PLACE, share_reason=True)) is once


def test_seeing_again_never_hides_an_answer() -> None:
    answered = an_introduction().replied(MEET)
    assert answered.replied(Reply(Answer.SEEN, NOW + 2 * DAY)) is answered


@pytest.mark.parametrize(
    "state", [IntroductionState.REFUSED, IntroductionState.PLACED, IntroductionState.CLOSED, IntroductionState.MET]
)
def test_what_is_over_is_not_answered_any_more(state: IntroductionState) -> None:
    with pytest.raises(Conflict):
        an_introduction(state=state).replied(MEET)


@given(st.permutations([5, 6, 7, 8]))
def test_facts_in_any_order_leave_the_newest_state(versions: list[int]) -> None:
    states = {
        5: IntroductionState.SEEN,
        6: IntroductionState.MEETING,
        7: IntroductionState.MET,
        8: IntroductionState.PLACED,
    }
    one = an_introduction(version=4)
    for version in [*versions, *versions]:
        one = one.moved(version=version, state=states[version], meeting_at=None, at=NOW)
    assert (one.version, one.state) == (8, IntroductionState.PLACED)


def test_a_firm_has_no_rate_before_three_introductions_count() -> None:
    assert behaviour([received(10), received(1, MEET)], now=NOW).rate is None


def test_the_rate_forgets_what_was_received_this_week_and_the_delay_is_the_median() -> None:
    quick = received(9, Reply(Answer.MEET, NOW - 8 * DAY, meeting_at=NOW))
    slow = received(20, Reply(Answer.NOT_NOW, NOW - 15 * DAY))
    seen = behaviour([quick, slow, received(30), received(8), received(2)], now=NOW)
    assert (seen.received, seen.answered, seen.waiting) == (5, 2, 3)
    assert seen.rate == 0.5
    assert seen.median_days == 3.0


def test_seen_is_not_an_answer() -> None:
    seen = behaviour([received(10, Reply(Answer.SEEN, NOW)) for _ in range(3)], now=NOW)
    assert seen.rate == 0


def test_five_introductions_without_a_word_make_a_silent_firm() -> None:
    assert stays_silent([received(days) for days in (8, 9, 10, 11, 12)], now=NOW)
    assert not stays_silent([received(days) for days in (8, 9, 10, 11)], now=NOW)
    assert not stays_silent([received(2) for _ in range(9)], now=NOW)


def test_only_what_came_after_the_last_answer_makes_a_firm_silent() -> None:
    spoken = received(30, Reply(Answer.NOT_NOW, NOW - 20 * DAY))
    before = [received(25) for _ in range(5)]
    after = [received(9) for _ in range(4)]
    assert not stays_silent([spoken, *before, *after], now=NOW)
    assert stays_silent([spoken, *before, *after, received(10)], now=NOW)


def test_an_answer_is_not_hidden_by_a_fact_that_left_before_it() -> None:
    answered = an_introduction(version=4).replied(MEET)
    late = answered.moved(version=5, state=IntroductionState.SEEN, meeting_at=None, at=NOW)
    assert (late.version, late.state) == (5, IntroductionState.MEETING)
    assert late.moved(version=6, state=IntroductionState.MET, meeting_at=None, at=NOW).state is IntroductionState.MET


def test_what_waits_beyond_sixty_days_is_over_and_does_not_count() -> None:
    assert not stays_silent([received(61) for _ in range(9)], now=NOW)


def test_a_firm_that_is_introduced_again_is_waited_for_from_then_on() -> None:
    before = received(20, Reply(Answer.NOT_NOW, NOW - 15 * DAY))
    again = before.moved(
        version=9, state=IntroductionState.MEETING, meeting_at=None, received_at=NOW - 2 * DAY, at=NOW - DAY
    )
    assert again.received_at == NOW - 2 * DAY
    assert behaviour([again, again, again], now=NOW).median_days is None
