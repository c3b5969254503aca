"""A placement moves by its table only; an edit clears the signatures; it ends once, with its bilan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import HiredAs, OfferKind, PlacementOutcome, PlacementStatus
from services.kernel.problems import Conflict, Invalid, Problem
from services.matching.domain.placements.bilan import (
    Bilan,
    Evaluation,
    Observed,
    StopReason,
    Why,
    bilan_reminders_due,
    given_up,
)
from services.matching.domain.placements.content import missing
from services.matching.domain.placements.law import LAW
from services.matching.domain.placements.life_cycle import CONVENTION_WAYS, PLAIN_WAYS, Step, steps_from, ways
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.terms import Content
from tests.factories.placements import NOW, TODAY, a_signature, agreed, an_immersion, signed, validated

S = PlacementStatus
DONE = Bilan(PlacementOutcome.COMPLETED)
LAST = date(2026, 3, 20)


def attempt(placement: Placement, step: Step, today: date) -> Placement:
    """Take the step on this day, with whatever it must carry."""
    taken = {
        Step.EDIT: lambda: placement.edit(placement.terms, adult=True, reasons={}, today=today, at=NOW),
        Step.SIGN: lambda: placement.sign(a_signature(placement.waits_for[0], on=today), at=NOW),
        Step.VALIDATE: lambda: placement.validate(today=today, at=NOW),
        Step.REFUSE: lambda: placement.refuse(StopReason.RULES, at=NOW),
        Step.DEPRECATE: lambda: placement.deprecate(StopReason.PERSON, at=NOW),
        Step.CANCEL: lambda: placement.cancel(StopReason.OUTSIDE, today=today, at=NOW),
        Step.END: lambda: placement.end(DONE, ended_on=today, today=today, at=NOW),
    }
    if step is Step.SIGN and not placement.waits_for:
        raise Conflict("Plus personne ne doit signer.")
    return taken[step]()


@given(
    st.sampled_from([OfferKind.IMMERSION, OfferKind.CDD]),
    st.lists(st.tuples(st.sampled_from(list(Step)), st.integers(0, 40)), max_size=25),
)
def test_no_sequence_of_steps_ever_leaves_the_table(kind: OfferKind, steps: list[tuple[Step, int]]) -> None:
    placement = agreed(an_immersion(kind=kind))
    for step, after in steps:
        before = placement
        try:
            placement = attempt(placement, step, TODAY + timedelta(days=after))
        except Problem:
            assert placement is before
            continue
        table = ways(before.terms.needs_convention)
        row = next(way for way in table if way.step is step and before.status in way.sources)
        assert placement.status in row.targets
        assert placement.version == before.version + 1
        if placement.status is S.VALIDATED and kind is OfferKind.IMMERSION:
            assert not placement.waits_for


def test_every_status_but_refused_ones_is_reached_from_the_start() -> None:
    assert {target for way in CONVENTION_WAYS for target in way.targets} == set(S)
    assert {target for way in PLAIN_WAYS for target in way.targets} == {S.VALIDATED, S.CANCELLED, S.ENDED}


def test_an_incomplete_convention_is_a_draft_that_says_what_it_lacks() -> None:
    terms = an_immersion(content=Content(goals="Voir"))
    assert agreed(terms).status is S.DRAFT
    assert {"tasks", "skills", "insurance", "tutor_named", "host_duties_accepted"} <= set(missing(terms))
    with pytest.raises(Conflict, match="signer"):
        agreed(terms).sign(a_signature(agreed(terms).signers[0]), at=NOW)


def test_any_edit_sends_it_back_to_be_signed_and_clears_the_signatures() -> None:
    edited = signed().edit(an_immersion(ends=date(2026, 3, 19)), adult=True, reasons={}, today=date(2026, 3, 4), at=NOW)
    assert edited.status is S.READY_TO_SIGN
    assert edited.signatures == ()
    assert edited.written_on == date(2026, 3, 4)


def test_what_is_validated_is_not_edited() -> None:
    with pytest.raises(Conflict, match="Annulez"):
        validated().edit(an_immersion(), adult=True, reasons={}, today=TODAY, at=NOW)


def test_an_edit_keeps_the_kind() -> None:
    with pytest.raises(Conflict):
        agreed().edit(an_immersion(kind=OfferKind.CDD), adult=True, reasons={}, today=TODAY, at=NOW)


def test_nothing_is_validated_before_every_signature_nor_after_the_start() -> None:
    with pytest.raises(Conflict):
        agreed().validate(today=TODAY, at=NOW)
    signed().validate(today=date(2026, 3, 9), at=NOW)
    with pytest.raises(Conflict, match="avant le 09/03/2026"):
        signed().validate(today=date(2026, 3, 10), at=NOW)


def test_only_what_is_validated_is_cancelled_and_only_before_it_begins() -> None:
    with pytest.raises(Conflict):
        signed().cancel(StopReason.OUTSIDE, today=TODAY, at=NOW)
    cancelled = validated().cancel(StopReason.OUTSIDE, today=date(2026, 3, 9), at=NOW)
    assert (cancelled.status, cancelled.stop_reason) == (S.CANCELLED, StopReason.OUTSIDE)
    with pytest.raises(Conflict, match="terminez"):
        validated().cancel(StopReason.OUTSIDE, today=date(2026, 3, 10), at=NOW)


def test_a_job_is_agreed_at_once_and_may_be_corrected() -> None:
    job = agreed(an_immersion(kind=OfferKind.CDD))
    assert job.status is S.VALIDATED
    assert job.edit(job.terms, adult=True, reasons={}, today=TODAY, at=NOW).status is S.VALIDATED


def test_it_ends_on_its_last_day_or_before_never_before_its_start() -> None:
    early = validated().end(DONE, ended_on=date(2026, 3, 13), today=LAST, at=NOW)
    assert (early.status, early.ended_on) == (S.ENDED, date(2026, 3, 13))
    with pytest.raises(Invalid, match="annulez"):
        validated().end(DONE, ended_on=date(2026, 3, 8), today=date(2026, 3, 8), at=NOW)
    with pytest.raises(Invalid):
        validated().end(DONE, ended_on=date(2026, 3, 21), today=date(2026, 4, 1), at=NOW)
    with pytest.raises(Conflict):
        early.end(DONE, ended_on=LAST, today=LAST, at=NOW)


def test_a_bilan_does_not_contradict_itself() -> None:
    with pytest.raises(Invalid):
        Bilan(PlacementOutcome.NO_SHOW_PERSON, objective_reached=True)
    with pytest.raises(Invalid):
        Bilan(PlacementOutcome.COMPLETED, why=Why.PREVENTED)
    Bilan(PlacementOutcome.PARTLY, why=Why.FOUND_WORK, hired_as=HiredAs.CDI)


EVALUATION = Evaluation(1, PlacementOutcome.COMPLETED, HiredAs.CDI, (Observed("Façonner", 3),), endorses_badge=True)


def test_the_tutors_evaluation_ends_what_has_begun() -> None:
    ended = validated().evaluated(EVALUATION, today=LAST, at=NOW)
    assert ended.status is S.ENDED
    assert ended.bilan == Bilan(PlacementOutcome.COMPLETED, HiredAs.CDI)
    assert ended.evaluation == EVALUATION


def test_an_evaluation_late_by_weeks_ends_it_on_its_last_day() -> None:
    assert validated().evaluated(EVALUATION, today=date(2026, 4, 30), at=NOW).ended_on == LAST


def test_a_person_who_did_not_come_leaves_no_day() -> None:
    absent = replace(EVALUATION, outcome=PlacementOutcome.NO_SHOW_PERSON)
    assert validated().evaluated(absent, today=LAST, at=NOW).ended_on == date(2026, 3, 9)


def test_the_referents_bilan_stays_when_the_evaluation_comes_after() -> None:
    mine = Bilan(PlacementOutcome.PARTLY, objective_reached=False)
    ended = validated().end(mine, ended_on=LAST, today=LAST, at=NOW).evaluated(EVALUATION, today=LAST, at=NOW)
    assert (ended.bilan, ended.evaluation) == (mine, EVALUATION)


def test_an_evaluation_read_twice_or_out_of_order_changes_nothing() -> None:
    second = replace(EVALUATION, version=2, endorses_badge=False)
    ended = validated().evaluated(second, today=LAST, at=NOW)
    assert ended.evaluated(second, today=LAST, at=NOW) is ended
    assert ended.evaluated(EVALUATION, today=LAST, at=NOW) is ended


def test_an_evaluation_of_what_never_began_is_ignored() -> None:
    waiting = signed()
    assert waiting.evaluated(EVALUATION, today=LAST, at=NOW) is waiting


@pytest.mark.parametrize(
    ("after", "done", "due"), [(2, 0, None), (3, 0, 1), (9, 1, None), (10, 1, 2), (30, 0, 2), (30, 2, None)]
)
def test_the_bilan_is_asked_for_three_and_ten_days_after(after: int, done: int, due: int | None) -> None:
    assert bilan_reminders_due(S.VALIDATED, LAST, done, LAST + timedelta(days=after), LAW) == due


def test_what_is_not_validated_or_has_no_end_is_not_reminded() -> None:
    assert bilan_reminders_due(S.ENDED, LAST, 0, LAST + timedelta(days=30), LAW) is None
    assert bilan_reminders_due(S.VALIDATED, None, 0, LAST, LAW) is None


def test_a_convention_nobody_validated_is_given_up_a_month_after_its_end() -> None:
    assert not given_up(True, LAST, date(2026, 4, 19), LAW)
    assert given_up(True, LAST, date(2026, 4, 20), LAW)
    assert not given_up(False, LAST, date(2026, 12, 1), LAW)


def test_an_erased_person_leaves_a_closed_convention_without_her() -> None:
    forgotten = signed().forget(at=NOW)
    assert forgotten.status is S.DEPRECATED
    assert forgotten.stop_reason is StopReason.ERASED
    assert forgotten.parties.profile_id is None
    done = validated().end(DONE, ended_on=LAST, today=LAST, at=NOW).forget(at=NOW)
    assert (done.status, done.parties.profile_id) == (S.ENDED, None)


def test_what_may_be_done_is_told_from_the_status() -> None:
    assert steps_from(S.VALIDATED, needs_convention=True) == (Step.CANCEL, Step.END)
    assert steps_from(S.ENDED, needs_convention=True) == ()
