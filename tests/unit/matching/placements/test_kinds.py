"""What each kind asks beside its hours: conditions of the person, of the firm, lengths."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.contracts.vocabulary import LegalCondition, OfferKind
from services.matching.domain.placements.check import check
from services.matching.domain.placements.findings import Weight
from services.matching.domain.placements.hours import Period, Week
from services.matching.domain.placements.kinds import DEMANDS
from services.matching.domain.placements.terms import Terms
from tests.factories.placements import ADULT, BAKERY_HOST, an_immersion, circumstances, judged

K, L = OfferKind, LegalCondition
FULL_TIME = Week(dict.fromkeys(range(5), (Period(540, 750), Period(810, 1020))))


def a(kind: OfferKind, ends: date | None = date(2026, 10, 31), starts: date = date(2026, 4, 1), **more: Any) -> Terms:
    return replace(an_immersion(starts, starts, kind=kind, week=FULL_TIME, **more), ends_on=ends)


def test_every_kind_of_offer_has_its_demands() -> None:
    assert set(DEMANDS) == set(OfferKind)


@pytest.mark.parametrize(
    ("kind", "condition", "article"),
    [
        (K.INTERNSHIP, L.IN_TRAINING_COURSE, "L124-1"),
        (K.CIVIC_SERVICE, L.MAY_SERVE_CIVIC, "L120-1"),
        (K.APPRENTICESHIP, L.MAY_BE_APPRENTICE, "L6222-1"),
        (K.PROFESSIONALISATION, L.MAY_PROFESSIONALISE, "L6325-1"),
        (K.CDDI, L.IAE_ELIGIBLE, "L5132-3"),
    ],
)
def test_a_kind_asks_a_condition_of_the_person(kind: OfferKind, condition: LegalCondition, article: str) -> None:
    host = replace(BAKERY_HOST, accredited_civic_service=True, is_siae=True)
    without = check(a(kind, ends=date(2026, 9, 30)), circumstances(host=host))
    assert [(f.code, f.weight) for f in without if f.code == condition.value] == [(condition.value, Weight.REFUSED)]
    assert any(article in finding.article for finding in without)
    assert condition.value not in judged(a(kind), host=host, legal=ADULT | {condition})


@pytest.mark.parametrize(
    ("kind", "quality"),
    [(K.CIVIC_SERVICE, "accredited_civic_service"), (K.CDDI, "is_siae"), (K.TEMPORARY, "is_temp_agency")],
)
def test_a_kind_asks_a_quality_of_the_firm(kind: OfferKind, quality: str) -> None:
    legal = ADULT | set(LegalCondition)
    assert "host" in judged(a(kind), legal=legal)
    good: dict[str, Any] = {quality: True}
    assert "host" not in judged(a(kind), legal=legal, host=replace(BAKERY_HOST, **good))


CIVIC: dict[str, Any] = {
    "legal": ADULT | {L.MAY_SERVE_CIVIC},
    "host": replace(BAKERY_HOST, accredited_civic_service=True),
}


def test_a_civic_service_lasts_six_to_twelve_months() -> None:
    assert judged(a(K.CIVIC_SERVICE, ends=date(2026, 9, 29)), **CIVIC) == ["too-short"]
    assert judged(a(K.CIVIC_SERVICE, ends=date(2026, 9, 30)), **CIVIC) == []
    assert judged(a(K.CIVIC_SERVICE, ends=date(2027, 3, 31)), **CIVIC) == []
    assert judged(a(K.CIVIC_SERVICE, ends=date(2027, 4, 1)), **CIVIC) == ["too-long"]


def test_a_civic_service_counts_at_least_twenty_four_hours_a_week() -> None:
    short = replace(a(K.CIVIC_SERVICE), week=Week(dict.fromkeys(range(5), (Period(540, 780),))))
    assert judged(short, **CIVIC) == ["week-too-short"]


def test_a_stage_lasts_at_most_six_months_and_is_paid_beyond_two() -> None:
    student: dict[str, Any] = {"legal": ADULT | {L.IN_TRAINING_COURSE}}
    assert judged(a(K.INTERNSHIP, ends=date(2026, 10, 1)), **student) == ["too-long", "internship-paid"]
    assert judged(a(K.INTERNSHIP, ends=date(2026, 9, 30)), **student) == ["internship-paid"]
    assert judged(a(K.INTERNSHIP, ends=date(2026, 5, 31)), **student) == []


def test_a_fixed_term_beyond_eighteen_months_asks_for_a_reason() -> None:
    findings = check(a(K.CDD, ends=date(2027, 10, 1)), circumstances())
    assert [(finding.code, finding.weight) for finding in findings] == [("too-long", Weight.TO_CONFIRM)]


def test_a_cdi_has_no_end_and_its_hours_are_judged_all_the_same() -> None:
    assert judged(a(K.CDI, ends=None)) == []
    assert judged(a(K.CDD, ends=None)) == ["no-end"]
    eleven_hours = Week({0: (Period(420, 720), Period(780, 1140))})
    assert judged(replace(a(K.CDI, ends=None), week=eleven_hours)) == ["day-too-long"]


def test_work_with_children_asks_for_a_checked_record() -> None:
    lunch = a(K.PART_TIME_BREAK, with_children=True)
    assert "record-unchecked" in judged(lunch)
    assert "record-unchecked" not in judged(lunch, legal=ADULT | {L.RECORD_CHECKED})


def test_a_job_that_began_last_week_may_still_be_recorded() -> None:
    assert judged(a(K.CDI, starts=date(2026, 2, 20), ends=None)) == []


def test_a_closed_firm_hosts_nobody() -> None:
    assert judged(an_immersion(), host=replace(BAKERY_HOST, open=False)) == ["host-closed"]
