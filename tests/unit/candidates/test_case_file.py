"""The whole file: who sees it, what leaves it, when it goes."""

from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.candidates.domain.case_file import Announced, announced, next_announcement
from services.candidates.domain.delegations import Delegation
from services.candidates.domain.exclusive_schemes import Enrolment
from services.candidates.domain.experience import Contract
from services.candidates.domain.freins import FreinKind, identify
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.paths import Step, StepEntry
from services.candidates.domain.readiness import Judgement
from services.candidates.domain.refusals import Forbidden
from services.candidates.domain.retention import Keeping, anonymise_on, keeping, refused_is_over, remains
from services.candidates.domain.timeline import Chapter, story
from services.contracts.vocabulary import LegalCondition, OfferKind, PlacementOutcome, PlacementStatus
from tests.factories.people import (
    COLLEAGUE,
    PERSON,
    REFERENT,
    STRANGER,
    TODAY,
    a_file,
    a_placement,
    an_introduction,
)

EXCLUSIVE = ("CEJ",)
RELAY = Delegation(UUID(int=1), REFERENT, COLLEAGUE, TODAY, TODAY + timedelta(days=7))


def test_what_leaves_holds_neither_name_nor_person_id_nor_cohort_nor_frein() -> None:
    frein = identify((), frein_id=UUID(int=1), kind=FreinKind.HEALTH, on=TODAY)
    left = announced(a_file(cohort="jeunes", freins=(frein,)), exclusive=EXCLUSIVE, today=TODAY)
    told = repr(asdict(left))
    for secret in ("Amina", "Benali", "jeunes", str(PERSON), "2005", "health", "woman", "district", "rue du Lac"):
        assert secret not in told
    assert set(Announced.__dataclass_fields__) == {
        "profile_id", "active", "structure_id", "access", "description", "legal",
    }  # fmt: skip


def test_the_same_profile_leaves_whatever_the_sex_the_cohort_and_the_district() -> None:
    one = announced(a_file(cohort="jeunes"), exclusive=EXCLUSIVE, today=TODAY)
    other = announced(a_file(cohort="femmes", freins=()), exclusive=EXCLUSIVE, today=TODAY)
    assert one == other


def test_in_an_exclusive_scheme_or_after_leaving_a_profile_is_not_active() -> None:
    assert announced(a_file(), exclusive=EXCLUSIVE, today=TODAY).active
    barred = a_file(enrolments=(Enrolment("CEJ", date(2026, 1, 1)),))
    assert not announced(barred, exclusive=EXCLUSIVE, today=TODAY).active
    assert not announced(a_file(followed=False), exclusive=EXCLUSIVE, today=TODAY).active


def test_a_colleague_who_stands_in_has_access_until_the_end_of_the_relay() -> None:
    left = announced(a_file(delegations=(RELAY,)), exclusive=EXCLUSIVE, today=TODAY)
    assert (COLLEAGUE, RELAY.since, RELAY.until) in left.access
    after = announced(a_file(delegations=(RELAY,)), exclusive=EXCLUSIVE, today=RELAY.until + timedelta(days=1))
    assert [access[0] for access in after.access] == [REFERENT]


def test_the_daily_job_knows_the_next_day_something_changes_by_itself() -> None:
    case = a_file(delegations=(RELAY,), enrolments=(Enrolment("CEJ", TODAY, TODAY + timedelta(days=3)),))
    assert next_announcement(case, exclusive=EXCLUSIVE, today=TODAY) == TODAY + timedelta(days=4)
    assert next_announcement(a_file(), exclusive=EXCLUSIVE, today=TODAY) == date(2031, 9, 14)


def test_a_birthday_changes_what_is_published() -> None:
    case = a_file(status=LegalStatus())
    before = announced(case, exclusive=EXCLUSIVE, today=date(2031, 9, 13)).legal
    after = announced(case, exclusive=EXCLUSIVE, today=date(2031, 9, 14)).legal
    assert set(before) - set(after) == {LegalCondition.MAY_SERVE_CIVIC, LegalCondition.MAY_PROFESSIONALISE}


def test_another_referent_does_not_open_the_file() -> None:
    with pytest.raises(Forbidden):
        a_file().must_be_accompanied_by(STRANGER, TODAY)
    a_file(delegations=(RELAY,)).must_be_accompanied_by(COLLEAGUE, TODAY)


def test_experience_adds_placements_held_and_contracts_seen_on_paper() -> None:
    held = a_placement(
        kind=OfferKind.CDD, starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31), status=PlacementStatus.ENDED
    )
    missed = a_placement(
        id=UUID(int=9), kind=OfferKind.CDD, starts_on=date(2025, 6, 1), ends_on=date(2025, 12, 31),
        status=PlacementStatus.ENDED, outcome=PlacementOutcome.NO_SHOW_EMPLOYER,
    )  # fmt: skip
    paper = Contract(OfferKind.CDD, date(2025, 4, 1), date(2025, 6, 30))
    assert a_file(placements=(held, missed), contracts=(paper,)).experience(TODAY, 6).reached
    assert not a_file(placements=(held, missed)).experience(TODAY, 6).reached


def test_a_file_is_kept_24_months_and_nobody_goes_without_30_days_of_warning() -> None:
    last = date(2024, 3, 10)
    due = anonymise_on(last)
    assert due == TODAY
    assert keeping(last, due - timedelta(days=31)) is Keeping.KEEP
    assert keeping(last, due - timedelta(days=30)) is Keeping.WARN
    assert keeping(last, due) is Keeping.WARN
    assert keeping(last, due, warned_on=due - timedelta(days=30)) is Keeping.ANONYMISE
    assert keeping(last, due, warned_on=due - timedelta(days=5)) is Keeping.KEEP
    assert keeping(last, due, warned_on=last - timedelta(days=1)) is Keeping.WARN


def test_what_remains_tells_a_month_a_cohort_and_an_outcome() -> None:
    assert remains(registered_on=TODAY, cohort="jeunes", outcome="cdi").entered == "2026-03"
    assert refused_is_over(date(2025, 3, 10), TODAY)
    assert not refused_is_over(date(2025, 3, 11), TODAY)


def test_the_story_tells_everything_newest_first() -> None:
    lines = story(a_file(introductions=(an_introduction(),), placements=(a_placement(),), delegations=(RELAY,)))
    assert [line.chapter for line in lines] == [
        Chapter.RELAY, Chapter.INTRODUCTION, Chapter.PLACEMENT, Chapter.PATH,
    ]  # fmt: skip
    assert lines[-1].text == "Dossier ouvert"


def test_without_a_step_the_judgement_says_who_is_in_the_cite_and_a_step_overrules_it() -> None:
    ready = Judgement(True, TODAY, REFERENT)
    earlier = (StepEntry("youth", Step.MISSION_LOCALE, TODAY, REFERENT),)
    assert not a_file().in_cite(TODAY)
    assert a_file(judgement=ready).in_cite(TODAY)
    assert not a_file(judgement=ready, steps=earlier).in_cite(TODAY)
