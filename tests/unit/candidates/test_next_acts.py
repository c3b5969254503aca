"""« Aujourd'hui »: what each situation of a file asks for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.candidates.domain.contacts import Contact, ContactPlace, Reached
from services.candidates.domain.followed_moves import FollowedAward
from services.candidates.domain.freins import FreinKind, identify, work_on
from services.candidates.domain.next_acts import Act, ActKind, acts
from services.candidates.domain.prescriptions import Motive, prescribe
from services.candidates.domain.profile import Profile
from services.contracts.vocabulary import AwardStatus, Channel, IntroductionState, PlacementStatus
from tests.factories.people import CCAS, PROFILE, REFERENT, TODAY, a_file, a_placement, an_introduction


def due(**changes: Any) -> tuple[Act, ...]:
    return acts(a_file(**changes), TODAY)


def kinds(**changes: Any) -> list[ActKind]:
    return [act.kind for act in due(**changes)]


def test_a_file_in_order_asks_for_nothing() -> None:
    assert due() == ()


def test_a_kept_offer_waits_for_the_agreement_then_for_the_introduction() -> None:
    assert kinds(introductions=(an_introduction(),)) == [ActKind.ASK]
    assert kinds(introductions=(an_introduction(state=IntroductionState.AGREED),)) == [ActKind.INTRODUCE]


def test_an_employer_who_does_not_answer_is_chased_when_due_and_not_before() -> None:
    late = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)
    introduced = an_introduction(state=IntroductionState.INTRODUCED, due_at=late)
    found = due(introductions=(introduced,))
    assert [act.kind for act in found] == [ActKind.CHASE]
    assert found[0].late_days(TODAY) == 2
    assert (
        due(introductions=(an_introduction(state=IntroductionState.INTRODUCED, due_at=late + timedelta(days=30)),))
        == ()
    )


def test_a_meeting_is_announced_then_asked_about() -> None:
    tomorrow = an_introduction(state=IntroductionState.MEETING, meeting_at=datetime(2026, 3, 11, 9, tzinfo=UTC))
    passed = an_introduction(state=IntroductionState.MEETING, meeting_at=datetime(2026, 3, 9, 9, tzinfo=UTC))
    assert kinds(introductions=(tomorrow,)) == [ActKind.MEET]
    assert kinds(introductions=(passed,)) == [ActKind.CALL]


@pytest.mark.parametrize(("days", "kind"), [(1, ActKind.CALL), (0, ActKind.CALL), (-5, ActKind.VISIT)])
def test_around_a_start_one_calls_then_visits(days: int, kind: ActKind) -> None:
    placement = a_placement(starts_on=TODAY + timedelta(days=days), ends_on=TODAY + timedelta(days=days + 11))
    assert kinds(placements=(placement,)) == [kind]


@pytest.mark.parametrize(("days", "since"), [(1, 0), (3, 3), (9, 3), (10, 10), (40, 10)])
def test_the_bilan_is_asked_at_the_end_and_again_at_3_and_10_days(days: int, since: int) -> None:
    ended = TODAY - timedelta(days=days)
    found = due(placements=(a_placement(ends_on=ended),))
    evaluate = next(act for act in found if act.kind is ActKind.EVALUATE)
    assert evaluate.due == ended + timedelta(days=since)


def test_a_placement_not_signed_five_days_before_is_chased() -> None:
    soon = a_placement(status=PlacementStatus.PARTLY_SIGNED, starts_on=TODAY + timedelta(days=4))
    assert kinds(placements=(soon,)) == [ActKind.CHASE]


def test_thirty_days_without_contact_ask_for_a_call() -> None:
    assert kinds(registered_on=TODAY - timedelta(days=30)) == [ActKind.CALL]
    assert kinds(registered_on=TODAY - timedelta(days=29)) == []


def test_a_planned_contact_comes_on_its_day() -> None:
    met = Contact(
        UUID(int=1), datetime(2026, 3, 1, tzinfo=UTC), ContactPlace.WALK_IN, Channel.IN_PERSON, Reached.REACHED,
        REFERENT, next_on=TODAY,
    )  # fmt: skip
    assert kinds(contacts=(met,)) == [ActKind.CALL]


def test_a_partner_silent_for_two_weeks_is_chased() -> None:
    asked = TODAY - timedelta(days=14)
    frein = identify((), frein_id=UUID(int=1), kind=FreinKind.HOUSING, on=asked)
    assert kinds(freins=(work_on(frein, on=asked, partner="CCAS"),)) == [ActKind.CHASE]


def test_what_is_due_never_names_the_frein() -> None:
    asked = TODAY - timedelta(days=14)
    frein = identify((), frein_id=UUID(int=1), kind=FreinKind.HEALTH, on=asked)
    said = due(freins=(work_on(frein, on=asked, partner="Maison des solidarités"),))[0].text
    assert "Santé" not in said
    assert "solidarités" not in said


def test_a_prescription_asks_for_a_first_call_within_a_week() -> None:
    sent = prescribe(
        prescription_id=UUID(int=1), by=REFERENT, structure_id=CCAS, motive=Motive.LIFT, on=TODAY - timedelta(days=8)
    )
    found = due(prescriptions=(sent,))
    assert (found[0].kind, found[0].late_days(TODAY)) == (ActKind.CALL, 1)


def test_an_empty_profile_asks_to_be_described_and_a_badge_to_be_shown() -> None:
    empty = due(profile=Profile(PROFILE), registered_on=TODAY - timedelta(days=7))
    assert [act.kind for act in empty] == [ActKind.DESCRIBE]
    award = FollowedAward(
        UUID(int=1), 1, UUID(int=2), PROFILE, "Cuisine", AwardStatus.PROPOSED, datetime(2026, 3, 9, tzinfo=UTC)
    )
    assert kinds(awards=(award,)) == [ActKind.ASK]


def test_a_file_without_activity_for_23_months_is_to_be_decided() -> None:
    assert ActKind.KEEP in kinds(registered_on=date(2024, 4, 1))


def test_the_most_pressing_comes_first() -> None:
    found = due(
        introductions=(an_introduction(),),
        placements=(a_placement(starts_on=TODAY + timedelta(days=2), status=PlacementStatus.READY_TO_SIGN),),
    )
    assert [act.due for act in found] == sorted(act.due for act in found)


def test_what_has_a_day_of_its_own_comes_before_what_has_lasted() -> None:
    found = due(introductions=(an_introduction(),), registered_on=TODAY - timedelta(days=90), profile=Profile(PROFILE))
    assert [act.kind for act in found] == [ActKind.ASK, ActKind.DESCRIBE, ActKind.CALL]
