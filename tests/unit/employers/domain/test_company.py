"""A company: existence, confirmation, pauses, capacity, contacts; and the accounts that speak for it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from services.employers.domain.company import Company, Existence, Finding, Service, Site, WhyPaused, check_name
from services.employers.domain.holder import Standing, asks
from services.employers.domain.refusals import Conflict, Invalid
from tests.factories.employers import ACCOUNT, NOW, REFERENT, TERRITORY, TODAY, a_company, a_confirmed_company

WEEK = timedelta(days=7)
OPEN = Finding(Existence.OPEN, "BISTROT DU PORT SARL", "56.10A", Site("ailleurs"))


def test_a_new_company_is_to_verify_and_receives_nobody() -> None:
    company = a_company()
    assert company.existence is Existence.TO_VERIFY
    assert not company.may_receive
    assert company.room_left(0, default=8) == 0


def test_a_company_is_checked_at_once_then_every_week() -> None:
    company = a_company()
    assert company.due_for_a_check(NOW)
    checked = company.checked(OPEN, at=NOW)
    assert not checked.due_for_a_check(NOW + WEEK - timedelta(seconds=1))
    assert checked.due_for_a_check(NOW + WEEK)


def test_the_register_opens_a_company_and_keeps_what_people_wrote() -> None:
    checked = a_company().checked(OPEN, at=NOW)
    assert checked.existence is Existence.OPEN
    assert (checked.name, checked.site.label) == ("Le Bistrot du port", "3 quai Valin")
    assert checked.version == 2


def test_the_register_fills_what_was_left_empty() -> None:
    checked = a_company(naf="", site=Site()).checked(OPEN, at=NOW)
    assert (checked.naf, checked.site.label) == ("56.10A", "ailleurs")


def test_the_register_gives_its_point_to_an_address_of_the_same_postcode_only() -> None:
    found = Site("3 QUAI VALIN", "17000", "LA ROCHELLE", 46.15, -1.15)
    written = Site("3 quai Valin", "17000", "La Rochelle")
    near = a_company(site=written).checked(Finding(Existence.OPEN, site=found), at=NOW)
    far = a_company(site=replace(written, postcode="17440")).checked(Finding(Existence.OPEN, site=found), at=NOW)
    assert (near.site.label, near.site.latitude) == ("3 quai Valin", 46.15)
    assert far.site.latitude is None


def test_a_register_that_does_not_show_the_firm_changes_nothing_but_the_day_of_the_check() -> None:
    company = a_confirmed_company()
    checked = company.checked(Finding(Existence.TO_VERIFY), at=NOW + WEEK)
    assert checked == replace(company, checked_at=NOW + WEEK)


def test_the_same_finding_again_is_no_news() -> None:
    company = a_company().checked(OPEN, at=NOW)
    assert company.checked(OPEN, at=NOW + WEEK).version == company.version


def test_a_company_that_closes_receives_nobody_any_more() -> None:
    closed = a_confirmed_company().checked(Finding(Existence.CLOSED), at=NOW)
    assert closed.confirmed
    assert not closed.may_receive
    with pytest.raises(Conflict):
        a_company(existence=Existence.CLOSED).confirm(by=REFERENT, at=NOW)


def test_a_referent_confirms_once() -> None:
    confirmed = a_company().confirm(by=REFERENT, at=NOW)
    assert confirmed.may_receive
    assert confirmed.confirm(by=uuid7(), at=NOW + WEEK) is confirmed


def test_answering_ends_a_pause_for_silence_but_not_one_that_was_asked_for() -> None:
    silent = a_confirmed_company().pause(WhyPaused.UNANSWERED, at=NOW)
    asked = a_confirmed_company().pause(WhyPaused.ASKED, at=NOW)
    assert not silent.may_receive
    assert silent.answered().may_receive
    assert asked.answered() is asked
    assert asked.resume().may_receive
    assert asked.pause(WhyPaused.UNANSWERED, at=NOW) is asked


def test_a_month_has_as_many_introductions_as_the_firm_says_else_the_territory() -> None:
    company = a_confirmed_company()
    assert company.room_left(3, default=8) == 5
    assert company.with_capacity(2).room_left(3, default=8) == 0
    assert company.with_capacity(0).room_left(0, default=8) == 0
    assert company.with_capacity(None) is company


@pytest.mark.parametrize("count", [-1, 81])
def test_an_absurd_capacity_is_refused(count: int) -> None:
    with pytest.raises(Invalid) as refused:
        a_company().with_capacity(count)
    assert "introductions_per_month" in refused.value.fields


def test_one_siret_may_have_several_services_with_their_own_contact() -> None:
    company = a_company()
    kitchen = Service(uuid7(), "Cuisine centrale", "Camille Exemple", "cuisine@example.org")
    both = company.with_service(kitchen)
    moved = both.with_service(replace(kitchen, contact_name="Sacha Exemple"))
    assert [service.name for service in moved.services] == ["Direction", "Cuisine centrale"]
    assert moved.services[1].contact_name == "Sacha Exemple"
    assert moved.version == company.version
    assert company.contact is not None
    assert company.contact.name == "Direction"


def test_joining_keeps_the_first_day() -> None:
    known = a_company(joined_on=None)
    member = known.join(on=TODAY)
    assert (known.is_member, member.is_member) == (False, True)
    assert member.join(on=TODAY + WEEK) is member


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_company_has_a_name_of_a_reasonable_length(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_name(name)
    assert "name" in refused.value.fields


def test_an_emoji_in_a_name_is_a_name() -> None:
    assert check_name("  Chez  Lulu 🥖 ") == "Chez Lulu 🥖"


def company_of(holder_company: Company, vouched: bool) -> Standing:
    holder = asks(
        company_id=holder_company.id,
        account_id=ACCOUNT,
        territory=TERRITORY,
        name="Dominique",
        email="bistrot@example.org",
        vouched_by=REFERENT if vouched else None,
        at=NOW,
    )
    return holder.standing


def test_a_holder_asks_and_is_confirmed_at_once_only_with_a_link_given_by_a_referent() -> None:
    assert company_of(a_company(), vouched=False) is Standing.ASKED
    assert company_of(a_company(), vouched=True) is Standing.CONFIRMED


def test_a_refused_holder_may_be_confirmed_later_and_each_judgement_is_a_version() -> None:
    holder = asks(
        company_id=uuid7(), account_id=ACCOUNT, territory=TERRITORY, name="", email="", vouched_by=None, at=NOW
    )
    refused = holder.judged(Standing.REFUSED, by=REFERENT, at=NOW)
    confirmed = refused.judged(Standing.CONFIRMED, by=REFERENT, at=NOW)
    assert [holder.confirmed, refused.confirmed, confirmed.confirmed] == [False, False, True]
    assert confirmed.version == 3
    assert confirmed.judged(Standing.CONFIRMED, by=uuid7(), at=NOW) is confirmed
