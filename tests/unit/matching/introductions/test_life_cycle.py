"""The table of acts and states is the only way an introduction moves."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Channel, IntroductionState, RefusalReason, SetAsideReason
from services.kernel.problems import Conflict, Forbidden, Problem
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.introductions.life_cycle import (
    ANSWERS,
    TRANSITIONS,
    UNFINISHED,
    WAITS_FOR,
    Act,
    Doer,
    acts_from,
    row_for,
    target,
)
from tests.factories.introductions import NOW, REFERENT, agreed, an_agreement, introduced, kept, proposed, refused

S = IntroductionState


def perform(introduction: Introduction, act: Act, by: Doer, minutes: int) -> Introduction:
    """Do the act as this party, with whatever it must carry."""
    at = NOW + timedelta(minutes=minutes)
    performed = {
        Act.KEEP: lambda: introduction.keep(by=REFERENT, at=at),
        Act.SET_ASIDE: lambda: introduction.set_aside(SetAsideReason.TOO_FAR, by=REFERENT, at=at),
        Act.AGREE: lambda: introduction.agree(an_agreement(introduction), at=at),
        Act.DECLINE: lambda: introduction.decline(at=at),
        Act.INTRODUCE: lambda: introduction.introduce(by=REFERENT, at=at),
        Act.SEE: lambda: introduction.see(at=at),
        Act.ACCEPT: lambda: introduction.accept(by=by, channel=Channel.PHONE, meeting_at=at, at=at),
        Act.POSTPONE: lambda: introduction.postpone(by=by, channel=Channel.PHONE, at=at),
        Act.REFUSE: lambda: introduction.refuse(
            RefusalReason.NO_TIME, by=by, channel=Channel.PHONE, share_reason=False, at=at
        ),
        Act.MEET: lambda: introduction.meet(by=by, at=at),
        Act.PLACE: lambda: introduction.place(by=REFERENT, at=at),
        Act.REOPEN: lambda: introduction.reopen(by=by, at=at),
        Act.CLOSE: lambda: introduction.close(by=by, at=at),
    }
    return performed[act]()


@given(st.lists(st.tuples(st.sampled_from(list(Act)), st.sampled_from(list(Doer))), max_size=25))
def test_no_sequence_of_acts_ever_leaves_the_table(acts: list[tuple[Act, Doer]]) -> None:
    introduction = proposed()
    for minutes, (act, by) in enumerate(acts):
        before = introduction
        try:
            introduction = perform(introduction, act, by, minutes)
        except Problem:
            assert introduction is before
            continue
        row = row_for(act, before.state)
        assert row is not None
        assert introduction.state is row.target
        assert introduction.version == before.version + 1
        assert introduction.introduced_at is None or introduction.state not in {S.PROPOSED}


@given(st.lists(st.sampled_from(list(Act)), max_size=25))
def test_nobody_is_introduced_without_an_agreement(acts: list[Act]) -> None:
    introduction = proposed()
    for minutes, act in enumerate(acts):
        if act is Act.AGREE:
            continue
        for by in Doer:
            try:
                introduction = perform(introduction, act, by, minutes)
            except Problem:
                continue
    assert introduction.introduced_at is None


def test_every_state_is_reached_by_some_act() -> None:
    assert {row.target for row in TRANSITIONS} == set(S) - {S.PROPOSED}


def test_every_state_says_whose_move_it_is() -> None:
    assert set(WAITS_FOR) == set(S)
    assert {state for state in S if WAITS_FOR[state] is not None} == UNFINISHED | {S.PROPOSED}


def test_what_is_unfinished_can_be_closed_and_nothing_else_can() -> None:
    assert {state for state in S if Act.CLOSE in acts_from(state, by=Doer.CLOCK)} == UNFINISHED


def test_an_act_from_the_wrong_state_is_refused_in_plain_words() -> None:
    with pytest.raises(Conflict, match="refusée par l'entreprise"):
        target(Act.INTRODUCE, S.REFUSED, by=Doer.REFERENT)


def test_a_person_does_not_answer_for_the_employer() -> None:
    with pytest.raises(Forbidden):
        target(Act.ACCEPT, S.INTRODUCED, by=Doer.PERSON)


def test_an_employer_cannot_introduce_anyone() -> None:
    assert Act.INTRODUCE not in {act for state in S for act in acts_from(state, by=Doer.EMPLOYER)}


def test_seeing_is_no_answer() -> None:
    seen = introduced().see(at=NOW)
    assert seen.answered_at is None
    assert S.SEEN not in ANSWERS


def test_the_first_answer_dates_the_delay_of_the_employer() -> None:
    later = introduced().postpone(by=Doer.EMPLOYER, channel=Channel.LINK, at=NOW + timedelta(days=2))
    accepted = later.accept(by=Doer.EMPLOYER, channel=Channel.LINK, meeting_at=None, at=NOW + timedelta(days=9))
    assert accepted.answered_at == NOW + timedelta(days=2)


def test_a_firm_that_refused_may_change_its_mind() -> None:
    again = refused().accept(by=Doer.EMPLOYER, channel=Channel.PHONE, meeting_at=None, at=NOW)
    assert again.state is S.MEETING
    assert again.reason == ""


def test_a_set_aside_offer_keeps_its_reason_until_it_is_taken_up_again() -> None:
    aside = kept().set_aside(SetAsideReason.HOURS, by=REFERENT, at=NOW)
    assert aside.reason == "hours"
    assert aside.keep(by=REFERENT, at=NOW).reason == ""


def test_taking_the_agreement_back_after_the_introduction_stops_it() -> None:
    withdrawn = introduced().decline(at=NOW)
    assert withdrawn.state is S.DECLINED
    assert withdrawn.agreement_id is None


def test_an_erased_person_leaves_a_closed_introduction_without_anyone() -> None:
    forgotten = agreed().forget(at=NOW)
    assert forgotten.state is S.CLOSED
    assert forgotten.profile_id is None
    assert forgotten.agreement_id is None


def test_an_erased_person_leaves_the_outcome_of_what_was_finished() -> None:
    assert refused().forget(at=NOW).state is S.REFUSED
