"""Contacts, prescriptions and personal links."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.candidates.domain.contacts import Contact, ContactPlace, Reached, contact, last_reached, planned
from services.candidates.domain.personal_links import LIFETIME, cut, fresh_token, hashed, issue, must_open
from services.candidates.domain.prescriptions import (
    Motive,
    Prescription,
    PrescriptionState,
    moved,
    prescribe,
    waits,
)
from services.candidates.domain.refusals import Conflict, Invalid, NotFound
from services.contracts.vocabulary import Channel
from tests.factories.people import CCAS, NOW, PERSON, REFERENT, TODAY


def met(at: datetime = NOW, **changes: Any) -> Contact:
    return contact(
        contact_id=UUID(int=1),
        at=at,
        place=changes.pop("place", ContactPlace.MARKET_DESK),
        channel=Channel.IN_PERSON,
        by=REFERENT,
        now=NOW,
        **changes,
    )


def sent() -> Prescription:
    return prescribe(prescription_id=UUID(int=1), by=REFERENT, structure_id=CCAS, motive=Motive.FIND_WORK, on=TODAY)


def test_outreach_walk_in_market_desk_and_defi_are_places_of_contact() -> None:
    assert {"street", "walk_in", "market_desk", "defi_point", "company"} <= {place.value for place in ContactPlace}


def test_a_contact_is_recorded_after_it_took_place() -> None:
    with pytest.raises(Invalid):
        met(NOW + timedelta(hours=1))
    with pytest.raises(Invalid):
        met(next_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        met(note="sous traitement")


def test_a_message_left_is_no_contact_with_the_person() -> None:
    called = met(NOW - timedelta(days=3))
    message = met(reached=Reached.MESSAGE_LEFT, next_on=TODAY + timedelta(days=2))
    assert last_reached((called, message)) is called
    assert planned((called, message)) == TODAY + timedelta(days=2)


def test_a_prescription_tells_what_became_of_it() -> None:
    joined = moved(moved(sent(), PrescriptionState.CONTACTED, TODAY), PrescriptionState.JOINED, TODAY)
    assert joined.state is PrescriptionState.JOINED
    assert moved(joined, PrescriptionState.JOINED, date(2027, 1, 1)) is joined
    with pytest.raises(Conflict):
        moved(joined, PrescriptionState.CONTACTED, TODAY)
    with pytest.raises(Invalid):
        moved(sent(), PrescriptionState.CONTACTED, date(2026, 1, 1))


def test_a_prescription_without_a_call_for_a_week_waits() -> None:
    assert not waits(sent(), TODAY + timedelta(days=6))
    assert waits(sent(), TODAY + timedelta(days=7))
    assert not waits(moved(sent(), PrescriptionState.CONTACTED, TODAY), TODAY + timedelta(days=30))


def test_the_reason_of_a_prescription_passes_the_check() -> None:
    with pytest.raises(Invalid):
        prescribe(
            prescription_id=UUID(int=1),
            by=REFERENT,
            structure_id=CCAS,
            motive=Motive.LIFT,
            on=TODAY,
            reason="sort de prison",
        )


def test_only_the_hash_of_a_personal_link_is_kept() -> None:
    token = fresh_token()
    link = issue(link_id=UUID(int=1), person_id=PERSON, token=token, by=REFERENT, now=NOW)
    assert token not in repr(link)
    assert link.hash == hashed(token)
    assert len({fresh_token() for _ in range(100)}) == 100


def test_unknown_cut_and_ended_links_are_refused_with_the_same_words() -> None:
    link = issue(link_id=UUID(int=1), person_id=PERSON, token="t", by=REFERENT, now=NOW)
    assert must_open(link, NOW) is link
    said = set()
    for wrong, at in ((None, NOW), (cut(link, NOW), NOW), (link, NOW + LIFETIME)):
        with pytest.raises(NotFound) as refused:
            must_open(wrong, at)
        said.add(refused.value.message)
    assert len(said) == 1
    assert cut(cut(link, NOW), NOW + timedelta(days=1)).cut_at == NOW
