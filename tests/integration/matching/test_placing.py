"""From a meeting to the bilan, on the real records: agreed, signed, validated, ended; refused with its article."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.employers import ObservedSkill, PlacementEvaluated
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import (
    Channel,
    HalfDay,
    HiredAs,
    IntroductionState,
    LegalCondition,
    Objective,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.matching.domain.placements.bilan import Bilan, StopReason
from services.matching.domain.placements.hours import Period, Week
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.signatures import Signer
from services.matching.domain.placements.terms import Content
from services.matching.use_cases.agree_placement import agree_placement, edit_placement, try_terms
from services.matching.use_cases.delegate_prescription import Delegate, delegate_prescription, withdraw_delegation
from services.matching.use_cases.end_placement import End, end_placement, follow_evaluation
from services.matching.use_cases.follow_person import erase_person
from services.matching.use_cases.introduce import introduce
from services.matching.use_cases.remind_placements import drop_old, give_up_late, remind_placements
from services.matching.use_cases.show_placements import Phase, placement_file, placements_board, placements_page
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.stop_placement import stop_placement
from services.matching.use_cases.validate_placement import refuse_placement, validate_placement
from tests.factories.placing import (
    CCAS,
    FRANCE_TRAVAIL,
    LEA,
    REGIE,
    Bench,
    coordination,
    employer,
    person,
    referent,
    two_weeks,
)

S = PlacementStatus
LAST = date(2026, 3, 20)


@pytest.fixture
def bench(database_url: str) -> Iterator[Bench]:
    made = Bench(database_url)
    yield made
    made.database.close()


def introduced(bench: Bench, *, who: UUID | None = None, company: UUID | None = None, **offer: Any) -> UUID:
    company = company or bench.firm()
    who = who or bench.somebody()
    offer_id = bench.offer(company, **offer)
    bench.agree(who, company)
    with bench.work() as uow:
        return introduce(bench.keep(who, offer_id), by=referent(), uow=uow, now=bench.now).id


def agreed(bench: Bench, introduction: UUID | None = None, **terms: Any) -> Placement:
    introduction = introduction or introduced(bench)
    with bench.work() as uow:
        return agree_placement(introduction, two_weeks(**terms), new_id=new_id(), by=referent(), uow=uow, now=bench.now)


def signed(bench: Bench, placement: Placement | None = None) -> Placement:
    placement = placement or agreed(bench)
    for signer in placement.signers:
        with bench.work() as uow:
            placement = sign_convention(
                Sign(placement.id, signer, Channel.PAPER), by=referent(), uow=uow, now=bench.now
            )
    return placement


def validated(bench: Bench, placement: Placement | None = None) -> Placement:
    placement = signed(bench, placement)
    with bench.work() as uow:
        return validate_placement(placement.id, by=referent(), uow=uow, now=bench.now)


def told(bench: Bench) -> list[PlacementStatus]:
    return [fact.status for fact in bench.told(PlacementChanged)]


def test_an_immersion_is_agreed_signed_validated_and_ended(bench: Bench) -> None:
    placement = validated(bench)
    bench.later(days=18)
    with bench.work() as uow:
        bilan = Bilan(PlacementOutcome.COMPLETED, HiredAs.CDD_6, objective_reached=True)
        end_placement(End(placement.id, bilan), by=referent(), uow=uow, now=bench.now)
    assert told(bench) == [S.READY_TO_SIGN, S.PARTLY_SIGNED, S.PARTLY_SIGNED, S.IN_REVIEW, S.VALIDATED, S.ENDED]
    last = bench.told(PlacementChanged)[-1]
    assert (last.outcome, last.hired_as, last.ends_on) == (PlacementOutcome.COMPLETED, HiredAs.CDD_6, LAST)
    assert last.signed_by == ("person", "employer", "prescriber")
    assert last.trade_label == "Boulangerie"
    assert bench.told(IntroductionMoved)[-1].state is IntroductionState.PLACED


def test_the_hours_travel_in_the_words_of_an_offer(bench: Bench) -> None:
    agreed(bench)
    hours = bench.told(PlacementChanged)[-1].hours
    assert hours.half_days[0] is HalfDay.MON_AM
    assert (len(hours.half_days), hours.weekly, hours.daily_start, hours.daily_end) == (5, 20.0, "08:30", "12:30")
    assert not hours.night


def test_what_is_stored_comes_back_the_same(bench: Bench) -> None:
    placement = signed(bench, agreed(bench, days_off=(date(2026, 3, 11),)))
    with bench.work() as uow:
        assert uow.placements.get(placement.id) == placement


def test_a_broken_rule_is_refused_with_its_article_and_nothing_is_kept(bench: Bench) -> None:
    introduction = introduced(bench)
    with pytest.raises(Invalid, match="D5135-3"):
        agreed(bench, introduction, ends_on=date(2026, 4, 9))
    assert told(bench) == []
    assert bench.told(IntroductionMoved)[-1].state is IntroductionState.INTRODUCED


def test_where_the_law_leaves_room_a_written_reason_is_asked_and_kept(bench: Bench) -> None:
    who, first = bench.somebody(), bench.firm()
    agreed(bench, introduced(bench, who=who, company=first))
    elsewhere = introduced(bench, who=who, company=bench.firm(name="Le Port"))
    with pytest.raises(Conflict, match="écrivez pourquoi"):
        agreed(bench, elsewhere)
    reason = {"another-immersion": "Le matin ici, l'après-midi là-bas.", "not-asked": "Rien à voir ici."}
    placement = agreed(bench, elsewhere, reasons=reason)
    assert dict(placement.reasons) == {"another-immersion": "Le matin ici, l'après-midi là-bas."}


def test_sixty_days_at_one_firm_are_counted_over_the_past(bench: Bench) -> None:
    who, company = bench.somebody(), bench.firm()
    first = introduced(bench, who=who, company=company, rome="D1106")
    longest = agreed(bench, first, ends_on=date(2026, 4, 8), objective=Objective.CONFIRM)
    assert longest.status is S.READY_TO_SIGN
    bench.later(days=8)
    second = introduced(bench, who=who, company=company)
    with pytest.raises(Invalid, match="60 jours"):
        agreed(bench, second, starts_on=date(2026, 4, 13), ends_on=date(2026, 5, 12))
    agreed(bench, second, starts_on=date(2026, 4, 13), ends_on=date(2026, 5, 11))


def test_a_minor_needs_her_representative_and_does_not_work_at_night(bench: Bench) -> None:
    who = bench.somebody(legal=(LegalCondition.AT_LEAST_16,))
    introduction = introduced(bench, who=who)
    night = Week({0: (Period(300, 480),)})
    with pytest.raises(Invalid, match="L3163-1"):
        agreed(bench, introduction, week=night)
    assert Signer.LEGAL_REPRESENTATIVE in agreed(bench, introduction).signers


def test_one_placement_at_a_time_for_an_introduction_and_no_more_than_the_places(bench: Bench) -> None:
    company = bench.firm()
    introduction = introduced(bench, company=company, places=1)
    placement = agreed(bench, introduction)
    with pytest.raises(Conflict, match="déjà convenue"):
        agreed(bench, introduction)
    with bench.work() as uow:
        assert uow.placements.taken(placement.parties.offer_id) == 1
        stop_placement(placement.id, StopReason.EMPLOYER, by=referent(), uow=uow, now=bench.now)
        assert uow.placements.taken(placement.parties.offer_id) == 0
    assert told(bench)[-1] is S.DEPRECATED
    assert bench.told(IntroductionMoved)[-1].state is IntroductionState.MET
    agreed(bench, introduction)


def test_an_incomplete_convention_is_completed_by_an_edit_that_clears_signatures(bench: Bench) -> None:
    placement = agreed(bench, content=Content())
    assert placement.status is S.DRAFT
    with bench.work() as uow:
        edited = edit_placement(placement.id, two_weeks(), by=referent(), uow=uow, now=bench.now)
    assert edited.status is S.READY_TO_SIGN
    with bench.work() as uow:
        sign_convention(Sign(placement.id, Signer.EMPLOYER, Channel.PAPER), by=referent(), uow=uow, now=bench.now)
    with bench.work() as uow:
        again = edit_placement(
            placement.id, two_weeks(ends_on=date(2026, 3, 18)), by=referent(), uow=uow, now=bench.now
        )
    assert (again.status, again.signatures) == (S.READY_TO_SIGN, ())


def test_each_party_signs_for_itself_online_and_for_nobody_else(bench: Bench) -> None:
    who, company = bench.somebody(), bench.firm()
    placement = agreed(bench, introduced(bench, who=who, company=company))
    with bench.work() as uow:
        sign_convention(Sign(placement.id, Signer.PERSON), by=person(who), uow=uow, now=bench.now)
        sign_convention(Sign(placement.id, Signer.EMPLOYER), by=employer(company), uow=uow, now=bench.now)
        with pytest.raises(Forbidden):
            sign_convention(Sign(placement.id, Signer.PRESCRIBER), by=employer(company), uow=uow, now=bench.now)
        with pytest.raises(NotFound):
            sign_convention(Sign(placement.id, Signer.EMPLOYER), by=employer(uuid4()), uow=uow, now=bench.now)
        with pytest.raises(NotFound):
            sign_convention(Sign(placement.id, Signer.PERSON), by=person(uuid4()), uow=uow, now=bench.now)
        last = sign_convention(Sign(placement.id, Signer.PRESCRIBER), by=referent(), uow=uow, now=bench.now)
    assert last.status is S.IN_REVIEW


def test_an_account_that_nobody_confirmed_signs_nothing(bench: Bench) -> None:
    who, company = bench.somebody(), bench.firm()
    placement = agreed(bench, introduced(bench, who=who, company=company))
    with bench.work() as uow:
        uow.holders.keep(employer(company).id, company, 2, confirmed=False)
    with pytest.raises(Forbidden), bench.work() as uow:
        sign_convention(Sign(placement.id, Signer.EMPLOYER), by=employer(company), uow=uow, now=bench.now)


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS])
def test_a_signature_is_not_noted_from_a_phone_call(bench: Bench, channel: Channel) -> None:
    placement = agreed(bench)
    with pytest.raises(Invalid), bench.work() as uow:
        sign_convention(Sign(placement.id, Signer.EMPLOYER, channel), by=referent(), uow=uow, now=bench.now)


def test_a_signature_of_tomorrow_is_refused(bench: Bench) -> None:
    placement = agreed(bench)
    tomorrow = Sign(placement.id, Signer.EMPLOYER, Channel.PAPER, date(2026, 3, 3))
    with pytest.raises(Invalid, match="à venir"), bench.work() as uow:
        sign_convention(tomorrow, by=referent(), uow=uow, now=bench.now)


def test_a_structure_prescribes_by_a_delegation_that_is_checked_again_at_validation(bench: Bench) -> None:
    introduction = introduced(bench)
    with pytest.raises(Invalid, match="aucune délégation"):
        agreed(bench, introduction, prescriber_id=REGIE)
    lent = Delegate(REGIE, "france_travail", "France Travail", date(2026, 1, 1), date(2026, 12, 31))
    with bench.work() as uow:
        delegation = delegate_prescription(lent, new_id=new_id(), by=coordination(), uow=uow, now=bench.now)
    placement = signed(bench, agreed(bench, introduction, prescriber_id=REGIE))
    assert Signer.COMPANION in placement.signers
    with bench.work() as uow:
        withdraw_delegation(delegation.id, by=coordination(), uow=uow, now=bench.now)
    with pytest.raises(Invalid, match="aucune délégation"), bench.work() as uow:
        validate_placement(placement.id, by=referent(), uow=uow, now=bench.now)


def test_a_structure_that_prescribes_by_right_takes_no_delegation(bench: Bench) -> None:
    lent = Delegate(FRANCE_TRAVAIL, "departement", "Le département", date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(Conflict, match="de droit"), bench.work() as uow:
        delegate_prescription(lent, new_id=new_id(), by=coordination(), uow=uow, now=bench.now)
    with pytest.raises(Invalid), bench.work() as uow:
        delegate_prescription(
            replace(lent, structure_id=CCAS, given_by_kind="ville"), new_id=new_id(), by=coordination(), uow=uow,
            now=bench.now,
        )  # fmt: skip


def test_the_prescriber_may_refuse_and_the_introduction_is_open_again(bench: Bench) -> None:
    placement = signed(bench)
    with bench.work() as uow:
        refuse_placement(placement.id, StopReason.RULES, by=referent(), uow=uow, now=bench.now)
    assert told(bench)[-1] is S.REFUSED
    assert bench.told(IntroductionMoved)[-1].state is IntroductionState.MET


def test_a_cancelled_placement_is_an_outcome_with_its_reason(bench: Bench) -> None:
    placement = validated(bench)
    with bench.work() as uow:
        stopped = stop_placement(placement.id, StopReason.OUTSIDE, by=referent(), uow=uow, now=bench.now)
    assert (stopped.status, stopped.stop_reason) == (S.CANCELLED, StopReason.OUTSIDE)


def evaluation(placement: Placement, version: int = 1, **changes: Any) -> PlacementEvaluated:
    assert placement.parties.company_id is not None
    values: dict[str, Any] = {
        "placement_id": placement.id,
        "company_id": placement.parties.company_id,
        "version": version,
        "outcome": PlacementOutcome.COMPLETED,
        "skills": (ObservedSkill(label="Façonner", level=3),),
        "endorses_badge": True,
        "at": placement.agreed_at,
    }
    return PlacementEvaluated(**(values | changes))


def test_the_tutors_evaluation_ends_it_once_with_skills_for_the_badge(bench: Bench) -> None:
    placement = validated(bench)
    bench.later(days=19)
    with bench.work() as uow:
        follow_evaluation(evaluation(placement), uow=uow, now=bench.now)
        assert follow_evaluation(evaluation(placement), uow=uow, now=bench.now) is None
        assert follow_evaluation(evaluation(placement, 2, company_id=uuid4()), uow=uow, now=bench.now) is None
        assert follow_evaluation(evaluation(placement, 2, placement_id=uuid4()), uow=uow, now=bench.now) is None
    last = bench.told(PlacementChanged)[-1]
    assert (last.status, last.employer_endorses, last.ends_on) == (S.ENDED, True, LAST)
    assert [skill.label for skill in last.skills] == ["Façonner"]


def test_the_bilan_is_asked_for_at_three_and_ten_days(bench: Bench) -> None:
    validated(bench)
    asked = []
    for day in range(1, 40):
        bench.later(days=1)
        with bench.work() as uow:
            if remind_placements(uow, bench.now):
                asked.append(date(2026, 3, 2) + timedelta(days=day))
    assert asked == [LAST + timedelta(days=3), LAST + timedelta(days=10)]


def test_a_convention_nobody_validated_is_given_up_a_month_after_its_end(bench: Bench) -> None:
    placement = agreed(bench)
    bench.now += date(2026, 4, 19) - date(2026, 3, 2)
    with bench.work() as uow:
        assert give_up_late(uow, bench.now) == 0
    bench.later(days=1)
    with bench.work() as uow:
        assert give_up_late(uow, bench.now) == 1
        assert uow.placements.get(placement.id).stop_reason is StopReason.TOO_LATE
    assert bench.told(IntroductionMoved)[-1].state is IntroductionState.MET


def test_an_erased_persons_convention_is_kept_five_years_without_her(bench: Bench) -> None:
    placement = validated(bench)
    assert placement.parties.profile_id is not None
    with bench.work() as uow:
        erase_person(placement.parties.profile_id, uow=uow, now=bench.now)
    assert bench.told(PlacementChanged)[-1].profile_id is None
    for years, dropped in ((4, 0), (1, 1)):
        bench.later(days=366 * years)
        with bench.work() as uow:
            assert drop_old(uow, bench.now) == dropped


def test_a_renewal_prolongs_the_same_introduction_once(bench: Bench) -> None:
    introduction = introduced(bench, places=1)
    first = validated(bench, agreed(bench, introduction))
    bench.later(days=17)
    with bench.work() as uow:
        bilan = Bilan(PlacementOutcome.COMPLETED, objective_reached=False)
        end_placement(End(first.id, bilan), by=referent(), uow=uow, now=bench.now)
    week = {"starts_on": date(2026, 3, 23), "ends_on": date(2026, 3, 27)}
    renewal = agreed(bench, introduction, renewal_of=first.id, **week)
    assert renewal.status is S.READY_TO_SIGN
    with pytest.raises(Invalid, match="déjà été renouvelée"):
        agreed(bench, introduction, renewal_of=first.id, starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 3))


def test_a_job_is_agreed_at_once(bench: Bench) -> None:
    job = agreed(bench, introduced(bench, kind=OfferKind.CDI), ends_on=None, objective=None)
    assert (job.status, job.signers) == (S.VALIDATED, ())
    assert bench.told(PlacementChanged)[-1].ends_on is None


def test_an_immersion_may_lead_to_another_kind_than_the_offers(bench: Bench) -> None:
    job = agreed(bench, kind=OfferKind.CDD, title="Vendeuse")
    assert (job.terms.kind, job.terms.title) == (OfferKind.CDD, "Vendeuse")


def test_the_law_is_told_before_anything_is_kept(bench: Bench) -> None:
    introduction = introduced(bench)
    with bench.work() as uow:
        judged = try_terms(introduction, two_weeks(ends_on=date(2026, 4, 30)), by=referent(), uow=uow, now=bench.now)
    assert [finding.code for finding in judged.findings] == ["too-long"]
    assert told(bench) == []


def test_the_board_tells_what_waits_for_whom(bench: Bench) -> None:
    first, second = agreed(bench), validated(bench)
    with bench.work() as uow:
        cards = {card.placement.id: card for card in placements_board(set(S), by=referent(), uow=uow, now=bench.now)}
        page = placements_page(set(S), after=None, limit=1, by=referent(), uow=uow, now=bench.now)
        assert placements_board(set(S), by=referent(LEA), uow=uow, now=bench.now) == []
    assert cards[first.id].waits_for == (Signer.PERSON, Signer.EMPLOYER, Signer.PRESCRIBER)
    assert cards[second.id].phase is Phase.TO_COME
    assert [card.placement.id for card in page] == [first.id]
    bench.later(days=30)
    with bench.work() as uow:
        shown = placement_file(second.id, by=referent(), uow=uow, now=bench.now)
    assert shown.card.phase is Phase.BILAN_DUE


def test_each_party_sees_its_own_and_strangers_see_nothing(bench: Bench) -> None:
    who, company = bench.somebody(), bench.firm()
    placement = agreed(bench, introduced(bench, who=who, company=company))
    with bench.work() as uow:
        hers = placement_file(placement.id, by=person(who), uow=uow, now=bench.now)
        firm = placement_file(placement.id, by=employer(company), uow=uow, now=bench.now)
        colleague = placement_file(placement.id, by=referent(LEA), uow=uow, now=bench.now)
        for stranger in (person(uuid4()), employer(uuid4()), referent(LEA, REGIE), coordination()):
            with pytest.raises(NotFound):
                placement_file(placement.id, by=stranger, uow=uow, now=bench.now)
    assert (hers.signs_as, firm.signs_as) == ((Signer.PERSON,), (Signer.EMPLOYER,))
    assert (hers.story, firm.findings, hers.manages) == ((), (), False)
    assert colleague.signs_as == (Signer.PRESCRIBER,)
    assert not colleague.manages
