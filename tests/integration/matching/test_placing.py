"""A placement is agreed: from a meeting to the bilan; refused with its article; seen by whom it concerns."""

from datetime import date
from uuid import uuid4

import pytest

from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import (
    HalfDay,
    HiredAs,
    IntroductionState,
    LegalCondition,
    Objective,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)
from services.kernel.problems import Conflict, Invalid, NotFound
from services.matching.domain.placements.bilan import Bilan, StopReason
from services.matching.domain.placements.hours import Period, Week
from services.matching.domain.placements.signatures import Signer
from services.matching.use_cases.agree_placement import try_terms
from services.matching.use_cases.end_placement import End, end_placement
from services.matching.use_cases.show_placements import Phase, placement_file, placements_board, placements_page
from services.matching.use_cases.stop_placement import stop_placement
from tests.factories.placing import (
    LAST,
    LEA,
    REGIE,
    Bench,
    coordination,
    employer,
    person,
    referent,
    two_weeks,
)
from tests.factories.placing_steps import agreed, introduced, signed, told, validated

S = PlacementStatus


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
