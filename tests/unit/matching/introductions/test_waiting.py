"""An introduction is reminded at 3 and 7 days, becomes a call at 15, and is closed at 60."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Channel, IntroductionState
from services.kernel.problems import Conflict
from services.matching.domain.introductions.life_cycle import UNFINISHED, Doer
from services.matching.domain.introductions.waiting import Task, next_step, overdue, present_task, steps
from tests.factories.introductions import NOW, agreed, introduced, kept, proposed, refused


def days(count: float) -> timedelta:
    return timedelta(days=count)


def test_an_unanswered_introduction_is_reminded_twice_called_then_closed() -> None:
    planned = [(step.task, (step.at - NOW).days) for step in steps(introduced())]
    assert planned == [
        (Task.REMIND_EMPLOYER, 3),
        (Task.REMIND_EMPLOYER, 7),
        (Task.CALL_EMPLOYER, 15),
        (Task.CLOSE, 60),
    ]


def test_nothing_is_due_before_three_days() -> None:
    assert overdue(introduced(), NOW + days(2.99)) is None


def test_a_job_that_stopped_for_eight_days_sends_one_reminder() -> None:
    step = overdue(introduced(), NOW + days(8))
    assert step is not None
    assert (step.number, step.task) == (2, Task.REMIND_EMPLOYER)


def test_a_reminder_is_not_sent_twice() -> None:
    reminded = introduced().reminded(1, at=NOW + days(3))
    assert overdue(reminded, NOW + days(4)) is None
    with pytest.raises(Conflict):
        reminded.reminded(1, at=NOW + days(4))


def test_seeing_does_not_start_the_wait_again() -> None:
    seen = introduced().reminded(1, at=NOW + days(3)).see(at=NOW + days(5))
    step = next_step(seen)
    assert step is not None
    assert step.at == NOW + days(7)


def test_a_meeting_is_waited_for_until_its_day() -> None:
    meeting = introduced().accept(by=Doer.EMPLOYER, channel=Channel.LINK, meeting_at=NOW + days(20), at=NOW + days(1))
    assert overdue(meeting, NOW + days(22)) is None
    assert present_task(meeting, NOW + days(23)) is Task.ASK_MEETING


def test_a_person_who_was_asked_is_asked_again() -> None:
    assert present_task(kept(), NOW + days(4)) is Task.REMIND_PERSON


def test_an_agreement_given_puts_the_move_with_the_referent() -> None:
    assert present_task(agreed(), NOW + days(3)) is Task.INTRODUCE


def test_the_call_stays_on_the_board_until_the_state_moves() -> None:
    called = introduced().reminded(3, at=NOW + days(15))
    assert present_task(called, NOW + days(40)) is Task.CALL_EMPLOYER


def test_what_rests_is_never_reminded() -> None:
    assert steps(refused()) == ()
    assert steps(proposed()) == ()


def test_everything_unfinished_has_an_end_in_sight() -> None:
    for state in UNFINISHED - {IntroductionState.MEETING}:
        example = {
            IntroductionState.KEPT: kept(),
            IntroductionState.AGREED: agreed(),
            IntroductionState.INTRODUCED: introduced(),
            IntroductionState.SEEN: introduced().see(at=NOW),
            IntroductionState.NOT_NOW: introduced().postpone(by=Doer.EMPLOYER, channel=Channel.LINK, at=NOW),
            IntroductionState.MET: introduced().meet(by=Doer.REFERENT, at=NOW),
        }[state]
        assert steps(example)[-1].task is Task.CLOSE


@given(st.lists(st.floats(min_value=0, max_value=30), max_size=12))
def test_a_daily_job_run_at_any_times_does_each_step_at_most_once_and_ends(gaps: list[float]) -> None:
    introduction, now, done = introduced(), NOW, []
    for gap in [*gaps, 60.0]:
        now += days(gap)
        step = overdue(introduction, now)
        if step is None:
            continue
        done.append(step.number)
        if step.task is Task.CLOSE:
            introduction = introduction.close(by=Doer.CLOCK, at=now)
        else:
            introduction = introduction.reminded(step.number, at=now)
    assert done == sorted(set(done))
    assert introduction.state is IntroductionState.CLOSED
