"""The person's agreement: for one employer, dated, withdrawable, checked each time a card is shown."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.candidates.domain.agreements import (
    Agreement,
    AgreementStatus,
    find,
    must_allow_card,
    record,
    text_in_force,
    withdraw,
)
from services.candidates.domain.refusals import Conflict, Forbidden, Invalid, NotFound
from services.contracts.vocabulary import Channel
from tests.factories.people import COMPANY, INTRODUCTION, NOW, OTHER_COMPANY, PROFILE, REFERENT, TODAY

AGREEMENT = UUID(int=0x8001)


def say(known: tuple[Agreement, ...] = (), **changes: Any) -> Agreement:
    given: dict[str, Any] = {
        "agreement_id": AGREEMENT,
        "profile_id": PROFILE,
        "company_id": COMPANY,
        "introduction_id": INTRODUCTION,
        "agrees": True,
        "at": NOW,
        "now": NOW,
        "channel": Channel.IN_PERSON,
        "recorded_by": REFERENT,
    }
    return record(known, **{**given, **changes})


@pytest.mark.parametrize("channel", [Channel.IN_PERSON, Channel.PAPER, Channel.PHONE, Channel.LETTER])
def test_no_email_nor_smartphone_is_needed_to_agree(channel: Channel) -> None:
    agreement = say(channel=channel)
    assert (agreement.valid, agreement.version, agreement.channel) == (True, 1, channel)
    assert agreement.text_version == text_in_force(TODAY).version


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.EMAIL])
def test_a_message_alone_proves_nothing(channel: Channel) -> None:
    with pytest.raises(Invalid):
        say(channel=channel)


def test_somebody_must_have_heard_it_unless_it_came_by_the_link() -> None:
    assert say(channel=Channel.LINK, recorded_by=None).recorded_by is None
    with pytest.raises(Invalid, match="qui a recueilli"):
        say(recorded_by=None)
    with pytest.raises(Invalid, match="futur"):
        say(at=NOW + timedelta(days=1))


def test_two_clicks_make_one_agreement_and_a_change_of_mind_makes_its_next_version() -> None:
    first = say()
    assert say((first,), agreement_id=UUID(int=9)) is first
    refused = say((first,), agreement_id=UUID(int=9), agrees=False)
    assert (refused.id, refused.version, refused.status) == (first.id, 2, AgreementStatus.DECLINED)


def test_an_agreement_is_for_one_employer_only() -> None:
    assert find((say(),), company_id=OTHER_COMPANY, introduction_id=INTRODUCTION) is None
    with pytest.raises(NotFound):
        must_allow_card(say(), company_ids=frozenset({OTHER_COMPANY}), introduction_id=INTRODUCTION)
    with pytest.raises(NotFound):
        must_allow_card(say(), company_ids=frozenset({COMPANY}), introduction_id=UUID(int=1))


def test_the_card_is_shown_while_the_agreement_holds() -> None:
    agreement = say()
    assert must_allow_card(agreement, company_ids=frozenset({COMPANY}), introduction_id=INTRODUCTION) is agreement


def test_withdrawal_closes_the_card_at_once() -> None:
    gone = withdraw(say(), at=NOW, channel=Channel.SMS, recorded_by=REFERENT)
    assert (gone.status, gone.version) == (AgreementStatus.WITHDRAWN, 2)
    with pytest.raises(Forbidden):
        must_allow_card(gone, company_ids=frozenset({COMPANY}), introduction_id=INTRODUCTION)
    with pytest.raises(Conflict):
        withdraw(gone, at=NOW, channel=Channel.PHONE, recorded_by=REFERENT)


def test_without_agreement_nothing_tells_that_the_person_exists() -> None:
    with pytest.raises(NotFound):
        must_allow_card(None, company_ids=frozenset({COMPANY}), introduction_id=INTRODUCTION)


def test_the_text_says_for_whom_what_is_transmitted_and_that_it_can_be_withdrawn() -> None:
    text = text_in_force(TODAY).text
    assert "{company}" in text
    assert "retirer" in text
    assert "téléphone" in text
