"""The tutor's evaluation, and the year of a committed firm."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from uuid6 import uuid7

from services.contracts.vocabulary import HiredAs, OfferKind, PlacementOutcome, PlacementStatus
from services.employers.domain.commitment import Act, Pledge, check_act, check_promises, pledge_of, the_year
from services.employers.domain.evaluation import Evaluation, Hosting, SkillSeen, evaluate
from services.employers.domain.refusals import Conflict, Invalid
from tests.factories.employers import ACCOUNT, NOW, TERRITORY, TODAY, a_hosting

SERVED = (SkillSeen("Dresser une assiette", 3),)


def evaluated(
    hosting: Hosting | None = None,
    before: Evaluation | None = None,
    *,
    outcome: PlacementOutcome = PlacementOutcome.COMPLETED,
    hired_as: HiredAs = HiredAs.NONE,
    skills: tuple[SkillSeen, ...] = SERVED,
    endorses: bool = True,
    by: UUID = ACCOUNT,
    days_later: int = 0,
) -> Evaluation:
    return evaluate(
        hosting or a_hosting(),
        before,
        outcome=outcome,
        hired_as=hired_as,
        skills=skills,
        endorses=endorses,
        by=by,
        at=NOW + timedelta(days=days_later),
        today=TODAY + timedelta(days=days_later),
    )


def test_a_completed_placement_is_evaluated_and_its_badge_endorsed() -> None:
    evaluation = evaluated(hired_as=HiredAs.CDD_6)
    assert (evaluation.version, evaluation.endorses_badge, evaluation.hired_as) == (1, True, HiredAs.CDD_6)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": PlacementOutcome.NO_SHOW_PERSON, "endorses": False}, "skills"),
        (
            {
                "outcome": PlacementOutcome.NO_SHOW_EMPLOYER,
                "skills": (),
                "hired_as": HiredAs.CDI,
                "endorses": False,
            },
            "hired_as",
        ),
        ({"outcome": PlacementOutcome.NO_SHOW_PERSON, "skills": ()}, "endorses_badge"),
        ({"skills": ()}, "endorses_badge"),
        ({"skills": (SkillSeen("Servir", 4),)}, "skills"),
        ({"skills": (SkillSeen("Servir", 1), SkillSeen(" servir", 2))}, "skills"),
        ({"skills": (SkillSeen("x" * 121, 1),)}, "skills"),
        ({"skills": (SkillSeen(" ", 1),)}, "skills"),
        ({"skills": tuple(SkillSeen(f"s{n}", 1) for n in range(13))}, "skills"),
    ],
)
def test_an_evaluation_that_contradicts_itself_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        evaluated(**changes)  # type: ignore[arg-type]
    assert field in refused.value.fields


@pytest.mark.parametrize("status", [PlacementStatus.DRAFT, PlacementStatus.CANCELLED, PlacementStatus.REFUSED])
def test_what_did_not_take_place_is_not_evaluated(status: PlacementStatus) -> None:
    with pytest.raises(Conflict):
        evaluated(a_hosting(status=status))


def test_nobody_is_evaluated_before_the_first_day() -> None:
    with pytest.raises(Conflict, match="pas commencé"):
        evaluated(a_hosting(starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=5)))


def test_the_same_evaluation_twice_is_one() -> None:
    hosting = a_hosting()
    first = evaluated(hosting)
    assert evaluated(hosting, first, by=uuid7(), days_later=3) is first


def test_an_evaluation_may_be_put_right_for_thirty_days() -> None:
    hosting = a_hosting()
    first = evaluated(hosting)
    second = evaluated(hosting, first, skills=(SkillSeen("Servir", 2),), days_later=30)
    assert (second.version, second.first_at) == (2, first.first_at)
    with pytest.raises(Conflict, match="trente jours"):
        evaluated(hosting, first, skills=(), endorses=False, days_later=31)


def test_an_evaluation_is_waited_for_from_the_last_day() -> None:
    hosting = a_hosting()
    assert hosting.waits_for_evaluation(today=TODAY, evaluated=False)
    assert not hosting.waits_for_evaluation(today=TODAY - timedelta(days=1), evaluated=False)
    assert not hosting.waits_for_evaluation(today=TODAY, evaluated=True)
    cancelled = replace(hosting, status=PlacementStatus.CANCELLED)
    assert not cancelled.waits_for_evaluation(today=TODAY, evaluated=False)


def act(pledge: Pledge, on: date, count: int = 1) -> Act:
    return Act(uuid7(), uuid7(), TERRITORY, pledge, on, count)


def test_the_year_tells_what_was_promised_and_what_was_done() -> None:
    promised = {Pledge.IMMERSION: 2, Pledge.VISIT: 1}
    acts = [act(Pledge.IMMERSION, TODAY, 2), act(Pledge.BADGE, TODAY), act(Pledge.VISIT, date(2025, 12, 31))]
    lines = {line.pledge: (line.promised, line.honoured, line.kept) for line in the_year(promised, acts, year=2026)}
    assert lines == {
        Pledge.IMMERSION: (2, 2, True),
        Pledge.VISIT: (1, 0, False),
        Pledge.BADGE: (0, 1, False),
    }


@pytest.mark.parametrize(
    ("kind", "pledge"),
    [
        (OfferKind.IMMERSION, Pledge.IMMERSION),
        (OfferKind.INTERNSHIP, Pledge.INTERNSHIP),
        (OfferKind.CDDI, Pledge.JOB),
        (OfferKind.APPRENTICESHIP, Pledge.JOB),
    ],
)
def test_a_placement_honours_the_pledge_of_its_kind(kind: OfferKind, pledge: Pledge) -> None:
    assert pledge_of(kind) is pledge


def test_promises_are_small_positive_numbers_for_this_year_or_the_next() -> None:
    assert check_promises({Pledge.JOB: 0, Pledge.TUTOR: 3}, year=2026, today=TODAY) == {Pledge.TUTOR: 3}
    for promised, year, field in (
        ({Pledge.JOB: -1}, 2026, "job"),
        ({Pledge.JOB: 201}, 2026, "job"),
        ({Pledge.JOB: 1}, 2028, "year"),
    ):
        with pytest.raises(Invalid) as refused:
            check_promises(promised, year=year, today=TODAY)
        assert field in refused.value.fields


def test_an_act_is_recorded_after_it_was_done() -> None:
    check_act(count=1, on=TODAY, today=TODAY)
    for count, on in ((0, TODAY), (1, TODAY + timedelta(days=1))):
        with pytest.raises(Invalid):
            check_act(count=count, on=on, today=TODAY)
