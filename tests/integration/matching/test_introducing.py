"""From an offer kept to an answer, on the real records: nothing without agreement, nothing twice, nothing flooded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contracts.candidates import Access
from services.contracts.employers import IntroductionAnswered
from services.contracts.matching import IntroductionMoved
from services.contracts.vocabulary import (
    ActAsked,
    Channel,
    IntroductionState,
    OfferKind,
    RefusalReason,
    SetAsideReason,
)
from services.kernel.problems import Conflict, Invalid, NotFound
from services.matching.domain.introductions.agreement import AgreementMissing
from services.matching.domain.introductions.introduction import Introduction
from services.matching.use_cases.follow_person import erase_person
from services.matching.use_cases.introduce import introduce, introduce_kept
from services.matching.use_cases.keep_offer import SetAside, keep_offer, set_aside
from services.matching.use_cases.record_answer import (
    Answer,
    close_introduction,
    follow_answer,
    record_answer,
    record_meeting,
)
from services.matching.use_cases.remind_introductions import forget_refusals, remind_introductions
from services.matching.use_cases.show_introductions import introduction_file, introductions_board, introductions_page
from tests.factories.placing import LEA, Bench, referent

S = IntroductionState
EVERY = frozenset(S)


def introduced(bench: Bench, *, person: UUID | None = None, offer: UUID | None = None) -> Introduction:
    company = bench.firm()
    person = person or bench.somebody()
    offer = offer or bench.offer(company)
    bench.agree(person, company)
    with bench.work() as uow:
        return introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)


def told(bench: Bench) -> list[IntroductionState]:
    return [fact.state for fact in bench.told(IntroductionMoved)]


def test_a_kept_offer_waits_for_the_person_then_is_introduced(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    offer = bench.offer(company)
    with bench.work() as uow:
        kept = keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    bench.agree(person, company, introduction_id=kept.id)
    with bench.work() as uow:
        made = introduce_kept(kept.id, by=referent(), uow=uow, now=bench.now)
    assert made.state is S.INTRODUCED
    assert told(bench) == [S.KEPT, S.AGREED, S.INTRODUCED]
    last = bench.told(IntroductionMoved)[-1]
    assert (last.version, last.due_at) == (3, bench.now + timedelta(days=3))
    assert last.place is not None
    assert last.place.commune == "La Rochelle"


def test_without_the_agreement_nothing_is_sent_and_nothing_is_changed(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())
    with pytest.raises(AgreementMissing, match="Le Fournil"), bench.work() as uow:
        introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    assert told(bench) == []


def test_an_agreement_given_before_takes_a_kept_offer_straight_on(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    offer = bench.offer(company)
    bench.agree(person, company)
    with bench.work() as uow:
        kept = keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    assert kept.state is S.AGREED


def test_a_withdrawn_agreement_stops_what_is_under_way(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    agreement, offer = bench.agree(person, company), bench.offer(company)
    with bench.work() as uow:
        introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    bench.later(hours=2)
    bench.agree(person, company, status="withdrawn", version=2, agreement_id=agreement)
    assert told(bench)[-1] is S.DECLINED
    bench.agree(person, company, status="given", version=1, agreement_id=agreement)
    assert told(bench)[-1] is S.DECLINED


def test_a_declined_proposal_may_be_agreed_again_by_the_person(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    offer = bench.offer(company)
    with bench.work() as uow:
        kept = keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    word = bench.agree(person, company, status="declined", introduction_id=kept.id)
    assert told(bench)[-1] is S.DECLINED
    bench.later(hours=1)
    bench.agree(person, company, version=2, agreement_id=word, introduction_id=kept.id)
    assert told(bench)[-1] is S.AGREED


def test_the_same_click_twice_changes_nothing(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())
    ids = set()
    for _ in range(2):
        with bench.work() as uow:
            ids.add(keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now).id)
    assert len(ids) == 1
    assert told(bench) == [S.KEPT]


def test_two_introductions_under_way_for_one_offer_are_impossible_even_by_the_records(bench: Bench) -> None:
    made = introduced(bench)
    twin = Introduction.proposed(
        uuid4(), territory="port-neuf", profile_id=made.profile_id or uuid4(), proposal=made.proposal,
        by=uuid4(), at=bench.now,
    ).keep(by=uuid4(), at=bench.now)  # fmt: skip
    with pytest.raises(Conflict, match="déjà retenue"), bench.work() as uow:
        uow.introductions.save(twin)


def test_somebody_elses_person_does_not_exist(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())
    with pytest.raises(NotFound), bench.work() as uow:
        keep_offer(bench.keep(person, offer), by=referent(LEA), uow=uow, now=bench.now)


def test_a_colleague_stands_in_until_her_day_included(bench: Bench) -> None:
    access = (Access(staff_id=LEA, since=date(2026, 3, 1), until=date(2026, 3, 2)),)
    person, offer = bench.somebody(access=access), bench.offer(bench.firm())
    with bench.work() as uow:
        keep_offer(bench.keep(person, offer), by=referent(LEA), uow=uow, now=bench.now)
    bench.later(days=1)
    with pytest.raises(NotFound), bench.work() as uow:
        set_aside(SetAside(person, offer, SetAsideReason.HOURS, uuid4()), by=referent(LEA), uow=uow, now=bench.now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"confirmed": False}, "company-not-confirmed"),
        ({"paused": True}, "company-paused"),
        ({"existence": "closed"}, "company-closed"),
        ({"introductions_per_month": 0}, "company-full"),
    ],
)
def test_a_firm_that_may_receive_nobody_receives_nobody(bench: Bench, changes: dict[str, Any], code: str) -> None:
    company, person = bench.firm(**changes), bench.somebody()
    offer = bench.offer(company)
    bench.agree(person, company)
    with pytest.raises(Conflict) as refusal, bench.work() as uow:
        introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    assert refusal.value.code == code
    assert told(bench) == []


def test_the_month_of_a_firm_is_counted(bench: Bench) -> None:
    company = bench.firm(introductions_per_month=2)
    offer = bench.offer(company, places=9)
    people = [bench.somebody() for _ in range(3)]
    for person in people:
        bench.agree(person, company)
    for person in people[:2]:
        with bench.work() as uow:
            introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    with pytest.raises(Conflict, match="limite"), bench.work() as uow:
        introduce(bench.keep(people[2], offer), by=referent(), uow=uow, now=bench.now)


def test_the_same_person_is_not_sent_twice_in_a_day_nor_for_the_same_thing_in_a_week(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    bench.agree(person, company)
    first, same, other = bench.offer(company), bench.offer(company), bench.offer(company, rome="N1105")
    with bench.work() as uow:
        introduce(bench.keep(person, first), by=referent(), uow=uow, now=bench.now)
    for offer, code in ((same, "same-request"), (other, "same-employer")):
        with pytest.raises(Conflict) as refusal, bench.work() as uow:
            introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
        assert refusal.value.code == code
    bench.later(hours=25)
    with bench.work() as uow:
        introduce(bench.keep(person, other), by=referent(), uow=uow, now=bench.now)


def test_an_offer_that_was_withdrawn_is_not_kept_but_may_be_set_aside(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())
    with bench.work() as uow:
        uow.offers.withdraw(offer, 2, "filled")
    with pytest.raises(Conflict, match="plus proposée"), bench.work() as uow:
        keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    with bench.work() as uow:
        aside = set_aside(SetAside(person, offer, SetAsideReason.OTHER, uuid4()), by=referent(), uow=uow, now=bench.now)
    assert (aside.state, aside.reason) == (S.SET_ASIDE, "other")


def test_an_imported_offer_is_applied_for_and_its_outcome_told_by_the_referent(bench: Bench) -> None:
    person = bench.somebody()
    offer = bench.offer(None, act=ActAsked.APPLY, kind=OfferKind.CDD)
    with bench.work() as uow:
        kept = keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
    bench.agree(person, offer, introduction_id=kept.id)
    with bench.work() as uow:
        introduce_kept(kept.id, by=referent(), uow=uow, now=bench.now)
        answer = Answer(kept.id, "meet", Channel.PHONE)
        assert record_answer(answer, by=referent(), uow=uow, now=bench.now).state is S.MEETING
    fact = bench.told(IntroductionMoved)[-1]
    assert (fact.act, fact.company_id) == (ActAsked.APPLY, None)


def answered(made: Introduction, answer: str, at: datetime, **more: Any) -> IntroductionAnswered:
    assert made.proposal.company_id is not None
    return IntroductionAnswered(
        introduction_id=made.id, company_id=made.proposal.company_id, answer=answer, at=at, **more
    )


def test_the_employers_answers_are_followed_and_late_ones_change_nothing(bench: Bench) -> None:
    made = introduced(bench)
    at = bench.now + timedelta(hours=1)
    with bench.work() as uow:
        follow_answer(answered(made, "seen", at), uow=uow, now=at)
        meeting = follow_answer(answered(made, "meet", at, meeting_at=at + timedelta(days=2)), uow=uow, now=at)
        assert meeting is not None
        assert meeting.state is S.MEETING
        assert follow_answer(answered(made, "seen", at), uow=uow, now=at) is None
        other_firm = answered(made, "refused", at).model_copy(update={"company_id": uuid4()})
        assert follow_answer(other_firm, uow=uow, now=at) is None
        nobody = answered(made, "meet", at).model_copy(update={"introduction_id": uuid4()})
        assert follow_answer(nobody, uow=uow, now=at) is None
    assert told(bench) == [S.KEPT, S.AGREED, S.INTRODUCED, S.SEEN, S.MEETING]


def test_a_refusal_keeps_its_reason(bench: Bench) -> None:
    made = introduced(bench)
    with bench.work() as uow:
        follow_answer(answered(made, "refused", bench.now, reason=RefusalReason.NO_TIME), uow=uow, now=bench.now)
    assert bench.told(IntroductionMoved)[-1].reason == "no_time"


def test_a_referent_who_tells_a_refusal_says_why(bench: Bench) -> None:
    made = introduced(bench)
    with pytest.raises(Invalid), bench.work() as uow:
        record_answer(Answer(made.id, "refused", Channel.PHONE), by=referent(), uow=uow, now=bench.now)


def test_reminders_come_at_three_and_seven_days_a_call_at_fifteen_and_the_end_at_sixty(bench: Bench) -> None:
    introduced(bench)
    seen = []
    for day in range(1, 62):
        bench.later(days=1)
        with bench.work() as uow:
            if remind_introductions(uow, bench.now):
                seen.append(day)
    assert seen == [3, 7, 15, 60]
    assert told(bench)[-1] is S.CLOSED
    assert [fact.reminders for fact in bench.told(IntroductionMoved)][-4:] == [1, 2, 3, 0]


def test_an_erased_person_leaves_nothing_that_says_who(bench: Bench) -> None:
    made = introduced(bench)
    assert made.profile_id is not None
    with bench.work() as uow:
        erase_person(made.profile_id, uow=uow, now=bench.now)
        assert uow.agreements.of_person(made.profile_id) == []
        assert uow.introductions.get(made.id).profile_id is None
    last = bench.told(IntroductionMoved)[-1]
    assert (last.profile_id, last.state) == (None, S.CLOSED)


def test_refusals_forget_the_person_after_a_year(bench: Bench) -> None:
    made = introduced(bench)
    with bench.work() as uow:
        follow_answer(answered(made, "refused", bench.now, reason=RefusalReason.SKILLS), uow=uow, now=bench.now)
    bench.later(days=364)
    with bench.work() as uow:
        assert forget_refusals(uow, bench.now) == 0
    bench.later(days=2)
    with bench.work() as uow:
        assert forget_refusals(uow, bench.now) == 1
        assert forget_refusals(uow, bench.now) == 0
    last = bench.told(IntroductionMoved)[-1]
    assert (last.state, last.profile_id, last.reason) == (S.REFUSED, None, "skills")


def test_the_board_tells_whose_move_it_is_and_hides_other_peoples_people(bench: Bench) -> None:
    made = introduced(bench)
    introduced(bench, person=bench.somebody(access=(Access(staff_id=LEA, since=date(2020, 1, 1)),
                                                    Access(staff_id=referent().id, since=date(2020, 1, 1),
                                                           until=date(2026, 3, 2)))))  # fmt: skip
    bench.later(days=4)
    with bench.work() as uow:
        cards = introductions_board(EVERY, by=referent(), uow=uow, now=bench.now)
        page = introductions_page(EVERY, after=None, limit=10, by=referent(), uow=uow, now=bench.now)
    assert [card.introduction.id for card in cards] == [made.id]
    assert [card.introduction.id for card in page] == [made.id]
    assert cards[0].waits_for is not None
    assert (cards[0].waits_for.value, cards[0].task and cards[0].task.value) == ("employer", "remind_employer")


def test_the_file_says_what_keeps_the_introduction_from_being_made(bench: Bench) -> None:
    company, person = bench.firm(paused=True), bench.somebody()
    offer = bench.offer(company)
    with bench.work() as uow:
        kept = keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)
        shown = introduction_file(kept.id, by=referent(), uow=uow, now=bench.now)
    assert "accord" in shown.agreement_missing
    assert [obstacle.code for obstacle in shown.obstacles] == ["company-paused"]
    assert [row.verb for row in shown.story] == ["introduction.kept"]


def test_a_meeting_is_noted_and_an_introduction_closed_once(bench: Bench) -> None:
    made = introduced(bench)
    for _ in range(2):
        with bench.work() as uow:
            record_meeting(made.id, by=referent(), uow=uow, now=bench.now)
    for _ in range(2):
        with bench.work() as uow:
            close_introduction(made.id, by=referent(), uow=uow, now=bench.now)
    assert told(bench)[-2:] == [S.MET, S.CLOSED]


def test_instants_come_back_as_they_went(bench: Bench) -> None:
    made = introduced(bench)
    with bench.work() as uow:
        again = uow.introductions.get(made.id)
    assert again == made
    assert again.introduced_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_two_clicks_at_once_keep_one_introduction(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())

    def click(_turn: int) -> UUID:
        with bench.work() as uow:
            return keep_offer(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now).id

    with ThreadPoolExecutor(max_workers=6) as hands:
        kept = set(hands.map(click, range(12)))
    assert len(kept) == 1
    assert told(bench) == [S.KEPT]


def test_the_last_place_of_the_month_is_taken_once(bench: Bench) -> None:
    company = bench.firm(introductions_per_month=1)
    offer = bench.offer(company, places=9)
    people = [bench.somebody() for _ in range(4)]
    for one in people:
        bench.agree(one, company)

    def send(one: UUID) -> bool:
        try:
            with bench.work() as uow:
                introduce(bench.keep(one, offer), by=referent(), uow=uow, now=bench.now)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(max_workers=4) as hands:
        assert sum(hands.map(send, people)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["seen", "meet", "not_now", "refused"]), st.integers(0, 9)), max_size=12))
def test_answers_late_repeated_and_out_of_order_break_nothing_and_double_nothing(
    bench: Bench, answers: list[tuple[str, int]]
) -> None:
    made = introduced(bench)
    for answer, hours in answers:
        fact = answered(made, answer, bench.now + timedelta(hours=hours), reason=RefusalReason.OTHER)
        for _ in range(2):
            with bench.work() as uow:
                follow_answer(fact, uow=uow, now=bench.now)
    facts = [fact for fact in bench.told(IntroductionMoved) if fact.introduction_id == made.id]
    assert [fact.version for fact in facts] == list(range(1, len(facts) + 1))
    states = [fact.state for fact in facts]
    assert all(before is not after for before, after in pairwise(states))
    assert S.REFUSED not in states or "refused" in {answer for answer, _ in answers}
