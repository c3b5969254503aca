"""Outcomes become rows, in the transaction of the act, beside the features as they were shown; and they go again."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.contracts.candidates import ProfileErased, Wish
from services.contracts.employers import IntroductionAnswered
from services.contracts.vocabulary import (
    Channel,
    HiredAs,
    IntroductionState,
    PlacementOutcome,
    RefusalReason,
    SetAsideReason,
)
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Unavailable
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.learning.outcome import OUTSIDE, Outcome, gained, grade, said_yes
from services.matching.domain.placements.bilan import Bilan
from services.matching.domain.ranking.features import BY_NAME, FEATURES, UNKNOWN, Value
from services.matching.ports import Shown
from services.matching.use_cases.agree_placement import agree_placement
from services.matching.use_cases.end_placement import End, end_placement
from services.matching.use_cases.follow_person import erase_person
from services.matching.use_cases.introduce import introduce
from services.matching.use_cases.keep_offer import SetAside, keep_offer, set_aside
from services.matching.use_cases.note_outcomes import KEPT, forget_outcomes
from services.matching.use_cases.project_profile import erase_profile
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.record_answer import follow_answer, record_meeting
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.validate_placement import validate_placement
from tests.factories.matching_service import KnownTrades, MemoryIndex
from tests.factories.placing import Bench, referent, two_weeks
from tests.factories.ranking import COOK

VALUES: tuple[Value, ...] = tuple(float(place) if place % 3 else UNKNOWN for place in range(len(FEATURES)))


def shown(bench: Bench, person: UUID, offer: UUID, *, position: int = 3, on: date | None = None) -> None:
    """The offer was in the person's list."""
    with bench.work() as uow:
        one = Shown(offer, None, "Le Fournil", position, 61.0, VALUES)
        uow.proposals.note(person, [one], day=on or bench.now.date(), model="prior-1")


def row(bench: Bench, introduction_id: UUID) -> Outcome | None:
    with bench.work() as uow:
        return uow.outcomes.get(introduction_id)


def introduced(bench: Bench) -> Introduction:
    company, person = bench.firm(), bench.somebody()
    offer = bench.offer(company)
    shown(bench, person, offer)
    bench.agree(person, company)
    with bench.work() as uow:
        return introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now)


def test_an_introduction_keeps_the_features_as_they_were_shown_and_not_as_they_are_later(bench: Bench) -> None:
    made = introduced(bench)
    later = tuple(9.0 for _ in FEATURES)
    bench.later(days=1)
    with bench.work() as uow:
        assert made.profile_id is not None
        again = Shown(made.proposal.offer_id, None, "Le Fournil", 1, 80.0, later)
        uow.proposals.note(made.profile_id, [again], day=bench.now.date(), model="appris-9")
        record_meeting(made.id, by=referent(), uow=uow, now=bench.now)

    kept = row(bench, made.id)

    assert kept is not None
    assert kept.seen is not None
    assert (kept.seen.position, kept.seen.model, kept.seen.values) == (3, "prior-1", VALUES)
    assert (kept.introduced, kept.welcomed, kept.met, grade(kept)) == (True, True, True, 1)


def test_a_refusal_and_its_reason_are_a_row_and_the_person_had_agreed(bench: Bench) -> None:
    made = introduced(bench)
    with bench.work() as uow:
        answer = IntroductionAnswered(
            introduction_id=made.id, company_id=made.proposal.company_id or made.id, answer="refused",
            reason=RefusalReason.SKILLS, at=bench.now,
        )  # fmt: skip
        follow_answer(answer, uow=uow, now=bench.now)

    kept = row(bench, made.id)

    assert kept is not None
    assert (kept.refused, said_yes(kept), gained(kept), grade(kept)) == (RefusalReason.SKILLS, False, True, 0)


def test_what_was_set_aside_teaches_only_when_the_reason_is_about_what_the_person_gains(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    far, known = bench.offer(company), bench.offer(company)
    for offer in (far, known):
        shown(bench, person, offer)
    with bench.work() as uow:
        one = set_aside(SetAside(person, far, SetAsideReason.TOO_FAR, new_id()), by=referent(), uow=uow, now=bench.now)
        other = set_aside(
            SetAside(person, known, SetAsideReason.ALREADY_KNOWN, new_id()), by=referent(), uow=uow, now=bench.now
        )

    first, second = row(bench, one.id), row(bench, other.id)

    assert first is not None
    assert second is not None
    assert (gained(first), gained(second)) == (False, None)
    assert (said_yes(first), said_yes(second)) == (None, None)


def test_a_placement_that_was_carried_through_and_hired_is_on_the_row_of_its_introduction(bench: Bench) -> None:
    made = introduced(bench)
    with bench.work() as uow:
        placement = agree_placement(made.id, two_weeks(), new_id=new_id(), by=referent(), uow=uow, now=bench.now)
    for signer in placement.signers:
        with bench.work() as uow:
            sign_convention(Sign(placement.id, signer, Channel.PAPER), by=referent(), uow=uow, now=bench.now)
    with bench.work() as uow:
        validate_placement(placement.id, by=referent(), uow=uow, now=bench.now)
    bench.later(days=20)
    with bench.work() as uow:
        end_placement(
            End(placement.id, Bilan(PlacementOutcome.COMPLETED, HiredAs.CDI)), by=referent(), uow=uow, now=bench.now
        )

    kept = row(bench, made.id)

    assert kept is not None
    assert (kept.placed, kept.outcome, kept.hired) == (True, PlacementOutcome.COMPLETED, HiredAs.CDI)
    assert (gained(kept), said_yes(kept), grade(kept)) == (True, True, 3)


def test_an_offer_found_by_a_search_has_its_features_read_when_it_is_kept_and_its_outcome_teaches(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody(wishes=(Wish(rome=COOK, label="Cuisine", rank=1),))
    offer = bench.offer(company, rome=COOK, title="Commis de cuisine")
    bench.agree(person, company)
    tools = Tools(KnownTrades(), MemoryIndex())
    with bench.work() as uow:
        made = introduce(bench.keep(person, offer), by=referent(), uow=uow, now=bench.now, tools=tools)
        record_meeting(made.id, by=referent(), uow=uow, now=bench.now)

    kept = row(bench, made.id)

    assert kept is not None
    assert kept.seen is not None
    assert (kept.seen.position, kept.seen.model, kept.seen.on) == (OUTSIDE, "prior-1", date(2026, 3, 2))
    values = dict(zip(BY_NAME, kept.seen.values, strict=True))
    assert (values["trade"], values["known_firm"], values["room"]) == (1.0, 1.0, 1.0), "read before it was introduced"
    (lesson,) = lessons_of([kept])
    assert (lesson.said_yes, lesson.weight) == (True, 1.0)


def test_what_a_list_showed_is_kept_as_shown_whatever_the_tools_would_read_now(bench: Bench) -> None:
    person, offer = bench.somebody(), bench.offer(bench.firm())
    shown(bench, person, offer)
    with bench.work() as uow:
        order = SetAside(person, offer, SetAsideReason.TOO_FAR, new_id())
        made = set_aside(order, by=referent(), uow=uow, now=bench.now, tools=Tools(KnownTrades(), MemoryIndex()))

    kept = row(bench, made.id)

    assert kept is not None
    assert kept.seen is not None
    assert (kept.seen.position, kept.seen.values) == (3, VALUES)


def test_an_index_out_of_reach_leaves_the_words_unknown_and_keeps_the_offer(bench: Bench) -> None:
    class NoIndex(MemoryIndex):
        def likeness(self, territory: str, labels: tuple[str, ...], offers: frozenset[UUID]) -> dict[UUID, float]:
            raise Unavailable("hors de portée")

    person = bench.somebody(wishes=(Wish(rome=COOK, label="Cuisine", rank=1),))
    command = bench.keep(person, bench.offer(bench.firm(), rome=COOK))
    with bench.work() as uow:
        keep_offer(command, by=referent(), uow=uow, now=bench.now, tools=Tools(KnownTrades(), NoIndex()))

    kept = row(bench, command.new_id)

    assert kept is not None
    assert kept.seen is not None
    values = dict(zip(BY_NAME, kept.seen.values, strict=True))
    assert (values["trade"], values["wording"]) == (1.0, UNKNOWN)


def test_an_act_that_is_rolled_back_leaves_no_row(bench: Bench) -> None:
    company, person = bench.firm(), bench.somebody()
    command = bench.keep(person, bench.offer(company))

    def kept_then_refused() -> None:
        with bench.work() as uow:
            keep_offer(command, by=referent(), uow=uow, now=bench.now)
            assert uow.outcomes.get(command.new_id) is not None
            raise Conflict("le reste a échoué")

    with pytest.raises(Conflict):
        kept_then_refused()

    assert row(bench, command.new_id) is None


def test_erasing_a_person_removes_what_was_learned_from_her_whichever_consumer_hears_first(bench: Bench) -> None:
    first, second = introduced(bench), introduced(bench)
    assert first.profile_id is not None
    assert second.profile_id is not None
    with bench.work() as uow:
        erase_profile(ProfileErased(profile_id=first.profile_id, version=9), uow=uow)
        assert uow.outcomes.get(first.id) is None
        erase_person(first.profile_id, uow=uow, now=bench.now)
        erase_person(second.profile_id, uow=uow, now=bench.now)
        erase_profile(ProfileErased(profile_id=second.profile_id, version=9), uow=uow)

        assert uow.outcomes.since(date.min) == []
        assert uow.outcomes.seen(first.profile_id, first.proposal.offer_id, until=date.max) is None


def test_every_row_goes_after_twelve_months_whatever_came_of_it(bench: Bench) -> None:
    made = introduced(bench)
    bench.later(days=KEPT.days)
    with bench.work() as uow:
        assert forget_outcomes(uow, bench.now) == 0
    bench.later(days=1)
    with bench.work() as uow:
        assert forget_outcomes(uow, bench.now) == 1
        assert uow.outcomes.since(bench.now.date() - timedelta(days=9999)) == []
        assert uow.proposals.offers_shown(date.min) == frozenset()
    assert row(bench, made.id) is None
    assert made.state is IntroductionState.INTRODUCED
