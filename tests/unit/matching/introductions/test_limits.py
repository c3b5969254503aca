"""Firms are not flooded and nobody is sent twice: each obstacle is told with its reason and its end."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Channel
from services.kernel.problems import Conflict
from services.matching.domain.introductions.life_cycle import Doer
from services.matching.domain.introductions.limits import (
    CompanyStanding,
    OfferStanding,
    capacity,
    company_obstacles,
    month_of,
    must_be_free,
    offer_obstacles,
    repeated,
    silent,
)
from tests.factories.introductions import (
    BAKERY,
    NOW,
    a_proposal,
    an_imported_proposal,
    introduced,
    kept,
    refused,
)

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
OPEN_BAKERY = CompanyStanding(BAKERY, "Le Fournil", confirmed=True, open=True, cap=8)


def codes(obstacles: object) -> list[str]:
    assert isinstance(obstacles, tuple)
    return [obstacle.code for obstacle in obstacles]


def test_no_second_introduction_to_the_same_employer_within_a_day() -> None:
    first = refused(a_proposal(rome="D1102"))
    other_trade = a_proposal(rome="N1105")
    assert codes(repeated(other_trade, [first], NOW + timedelta(hours=23), itself=uuid4())) == ["same-employer"]
    assert repeated(other_trade, [first], NOW + timedelta(hours=24), itself=uuid4()) == ()


def test_the_same_request_is_blocked_for_seven_days() -> None:
    first = refused(a_proposal(rome="D1102"))
    same_trade = a_proposal(rome="D1102")
    found = repeated(same_trade, [first], NOW + timedelta(days=6), itself=uuid4())
    assert codes(found) == ["same-request"]
    assert found[0].until == NOW + timedelta(days=7)
    assert repeated(same_trade, [first], NOW + timedelta(days=7), itself=uuid4()) == ()


def test_the_same_imported_offer_is_blocked_for_seven_days_too() -> None:
    proposal = an_imported_proposal()
    first = introduced(proposal).close(by=Doer.REFERENT, at=NOW)
    assert codes(repeated(proposal, [first], NOW + timedelta(days=3), itself=uuid4())) == ["same-request"]


def test_two_imported_offers_of_no_account_are_not_one_employer() -> None:
    first = introduced(an_imported_proposal())
    assert repeated(an_imported_proposal(), [first], NOW, itself=uuid4()) == ()


def test_an_introduction_under_way_for_the_offer_is_told_at_any_age() -> None:
    proposal = a_proposal()
    first = introduced(proposal)
    assert codes(repeated(proposal, [first], NOW + timedelta(days=30), itself=uuid4())) == ["already-introduced"]


def test_what_was_only_kept_blocks_nothing() -> None:
    proposal = a_proposal()
    assert repeated(proposal, [kept(proposal)], NOW, itself=uuid4()) == ()


def test_an_introduction_is_not_its_own_obstacle() -> None:
    proposal = a_proposal()
    itself = introduced(proposal)
    assert repeated(proposal, [itself], NOW, itself=itself.id) == ()


def test_a_full_month_is_refused_until_the_first_of_the_next() -> None:
    full = CompanyStanding(BAKERY, "Le Fournil", confirmed=True, open=True, cap=2)
    received = [refused(at=NOW - timedelta(days=2)), refused(at=NOW - timedelta(days=3))]
    found = company_obstacles(full, received, NOW, PARIS)
    assert codes(found) == ["company-full"]
    assert found[0].until is not None
    assert found[0].until.astimezone(PARIS).isoformat() == "2026-04-01T00:00:00+02:00"


def test_last_months_introductions_do_not_count() -> None:
    assert capacity(OPEN_BAKERY, [datetime(2026, 2, 27, 12, tzinfo=UTC)], NOW, PARIS) == 8


def test_the_month_is_that_of_the_territory() -> None:
    almost_april_in_paris = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    assert month_of(almost_april_in_paris, PARIS)[0].month == 3
    assert month_of(almost_april_in_paris, REUNION)[0].month == 4


@given(st.integers(0, 200_000))
def test_every_instant_is_in_its_month(quarters: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    start, end = month_of(now, PARIS)
    assert start <= now < end
    assert (start.day, start.hour, end.day, end.hour) == (1, 0, 1, 0)


@given(st.integers(0, 12), st.integers(0, 12))
def test_capacity_is_never_negative(cap: int, received: int) -> None:
    company = CompanyStanding(BAKERY, "Le Fournil", confirmed=True, cap=cap)
    assert capacity(company, [NOW] * received, NOW, PARIS) == max(0, cap - received)


def test_five_introductions_left_without_answer_pause_the_firm() -> None:
    waiting = [introduced(person=uuid4(), at=NOW - timedelta(days=10 + n)) for n in range(5)]
    assert silent(waiting, NOW)
    assert codes(company_obstacles(OPEN_BAKERY, waiting[:4], NOW, PARIS)) == []
    assert "company-paused" in codes(company_obstacles(OPEN_BAKERY, waiting, NOW, PARIS))


def test_introductions_of_this_week_are_not_without_answer_yet() -> None:
    assert not silent([introduced(person=uuid4(), at=NOW - timedelta(days=2)) for _ in range(6)], NOW)


def test_introductions_older_than_sixty_days_no_longer_count() -> None:
    assert not silent([introduced(person=uuid4(), at=NOW - timedelta(days=61)) for _ in range(6)], NOW)


def test_a_paused_firm_comes_back_by_answering_any_one() -> None:
    waiting = [introduced(person=uuid4(), at=NOW - timedelta(days=10 + n)) for n in range(7)]
    answered = waiting[3].postpone(by=Doer.EMPLOYER, channel=Channel.PHONE, at=NOW)
    assert not silent([*waiting[:3], answered, *waiting[4:]], NOW)


def test_those_a_person_took_back_are_not_held_against_the_firm() -> None:
    taken_back = [
        introduced(person=uuid4(), at=NOW - timedelta(days=12)).decline(at=NOW - timedelta(days=11)) for _ in range(5)
    ]
    assert not silent(taken_back, NOW)


def test_nobody_is_sent_to_a_firm_before_its_holder_is_confirmed() -> None:
    unconfirmed = CompanyStanding(BAKERY, "Le Fournil", confirmed=False)
    assert codes(company_obstacles(unconfirmed, [], NOW, PARIS)) == ["company-not-confirmed"]


def test_a_firm_that_the_register_could_not_check_is_accepted() -> None:
    assert company_obstacles(CompanyStanding(BAKERY, "Le Fournil", confirmed=True, open=None), [], NOW, PARIS) == ()


def test_a_firm_that_the_register_closed_is_refused() -> None:
    closed = CompanyStanding(BAKERY, "Le Fournil", confirmed=True, open=False)
    assert codes(company_obstacles(closed, [], NOW, PARIS)) == ["company-closed"]


def test_an_offer_takes_no_more_people_than_its_places() -> None:
    assert offer_obstacles(OfferStanding(places=2, places_taken=1)) == ()
    assert codes(offer_obstacles(OfferStanding(places=2, places_taken=2))) == ["no-place-left"]
    assert codes(offer_obstacles(OfferStanding(withdrawn="filled"))) == ["offer-withdrawn"]


def test_all_the_obstacles_are_told_at_once() -> None:
    obstacles = company_obstacles(
        CompanyStanding(BAKERY, "Le Fournil", confirmed=False, open=False, cap=0), [], NOW, PARIS
    )
    with pytest.raises(Conflict) as refusal:
        must_be_free(obstacles)
    assert refusal.value.code == "company-closed"
    assert "fermée" in refusal.value.message
    assert "limite" in refusal.value.message
