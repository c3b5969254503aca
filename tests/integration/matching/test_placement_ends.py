"""A placement ends: cancelled, evaluated, asked about, given up, renewed; what is kept of it, and how long."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.employers import ObservedSkill, PlacementEvaluated
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import (
    IntroductionState,
    PlacementOutcome,
    PlacementStatus,
)
from services.kernel.problems import Invalid
from services.matching.domain.placements.bilan import Bilan, StopReason
from services.matching.domain.placements.placement import Placement
from services.matching.use_cases.end_placement import End, end_placement, follow_evaluation
from services.matching.use_cases.follow_person import erase_person
from services.matching.use_cases.remind_placements import drop_old, give_up_late, remind_placements
from services.matching.use_cases.stop_placement import stop_placement
from tests.factories.placing import (
    LAST,
    Bench,
    referent,
)
from tests.factories.placing_steps import agreed, introduced, validated

S = PlacementStatus


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
