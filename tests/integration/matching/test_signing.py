"""A convention is signed by each party for itself, and validated by who may prescribe."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from services.contracts.matching import IntroductionMoved
from services.contracts.vocabulary import (
    Channel,
    IntroductionState,
    PlacementStatus,
)
from services.kernel.clock import new_id
from services.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from services.matching.domain.placements.bilan import StopReason
from services.matching.domain.placements.signatures import Signer
from services.matching.domain.placements.terms import Content
from services.matching.use_cases.agree_placement import edit_placement
from services.matching.use_cases.delegate_prescription import Delegate, delegate_prescription, withdraw_delegation
from services.matching.use_cases.sign_convention import Sign, sign_convention
from services.matching.use_cases.validate_placement import refuse_placement, validate_placement
from tests.factories.placing import (
    CCAS,
    FRANCE_TRAVAIL,
    REGIE,
    Bench,
    coordination,
    employer,
    person,
    referent,
    two_weeks,
)
from tests.factories.placing_steps import agreed, introduced, signed, told

S = PlacementStatus


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
