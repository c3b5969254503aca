"""The life of an offer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.contracts.vocabulary import OfferKind
from services.employers.domain.offer import LIVES_FOR, MAY_BECOME, Status, last_day_shown
from services.employers.domain.refusals import Conflict
from tests.factories.employers import NOW, TODAY, a_job, an_immersion, an_offer

LATER = NOW + timedelta(hours=1)


def test_a_posted_offer_waits_then_is_published_once() -> None:
    waiting = an_offer()
    published = waiting.publish(at=LATER)
    assert waiting.status is Status.WAITING
    assert published.status is Status.PUBLISHED
    assert (published.version, published.published_at) == (2, LATER)
    assert published.publish(at=LATER + timedelta(days=1)) is published


def test_the_last_place_fills_the_offer_and_one_given_back_shows_it_again() -> None:
    published = an_offer(terms=an_immersion(places=2)).publish(at=NOW)
    one = published.with_taken(1, at=LATER)
    full = one.with_taken(2, at=LATER)
    back = full.with_taken(1, at=LATER)
    assert (one.status, one.places_left) == (Status.PUBLISHED, 1)
    assert (full.status, back.status) == (Status.FILLED, Status.PUBLISHED)
    assert back.published_at == NOW


def test_a_filled_offer_given_one_more_place_is_shown_again() -> None:
    full = an_offer().publish(at=NOW).with_taken(1, at=NOW)
    assert full.change(an_immersion(places=2), reason="", at=LATER).status is Status.PUBLISHED


def test_places_already_taken_cannot_be_given_up() -> None:
    offer = an_offer(terms=an_immersion(places=3)).publish(at=NOW).with_taken(2, at=NOW)
    with pytest.raises(Conflict, match="2 place"):
        offer.change(an_immersion(places=1), reason="", at=LATER)


def test_the_same_content_twice_changes_nothing() -> None:
    offer = an_offer().publish(at=NOW)
    assert offer.change(offer.terms, reason="", at=LATER) is offer


def test_a_change_makes_a_new_version() -> None:
    offer = an_offer().publish(at=NOW)
    changed = offer.change(replace(offer.terms, title="Plongeur"), reason="", at=LATER)
    assert (changed.version, changed.status) == (offer.version + 1, Status.PUBLISHED)


def test_what_is_closed_stays_closed() -> None:
    closed = an_offer().publish(at=NOW).close(at=LATER)
    assert closed.close(at=LATER) is closed
    with pytest.raises(Conflict):
        closed.publish(at=LATER)
    with pytest.raises(Conflict):
        closed.change(an_immersion(places=2), reason="", at=LATER)
    with pytest.raises(Conflict):
        closed.renew(an_immersion(), at=LATER)


def test_an_offer_leaves_the_day_after_its_last_day() -> None:
    offer = an_offer(terms=an_immersion(expires_on=TODAY)).publish(at=NOW)
    assert offer.expire(today=TODAY, at=LATER) is offer
    expired = offer.expire(today=TODAY + timedelta(days=1), at=LATER)
    assert expired.status is Status.EXPIRED
    assert expired.expire(today=TODAY + timedelta(days=9), at=LATER) is expired


def test_an_expired_offer_may_be_renewed_with_new_dates() -> None:
    offer = an_offer(terms=an_immersion(expires_on=TODAY)).publish(at=NOW)
    expired = offer.expire(today=TODAY + timedelta(days=1), at=LATER)
    terms = an_immersion(expires_on=TODAY + timedelta(days=30))
    assert expired.renew(terms, at=LATER).status is Status.PUBLISHED
    with pytest.raises(Conflict):
        offer.renew(terms, at=LATER)


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        (a_job(), TODAY + LIVES_FOR),
        (a_job(starts_on=TODAY + timedelta(days=100)), TODAY + timedelta(days=100) + LIVES_FOR),
        (an_immersion(), an_immersion().ends_on),
        (a_job(OfferKind.VISIT, starts_on=TODAY + timedelta(days=5)), TODAY + timedelta(days=5)),
        (a_job(expires_on=TODAY + timedelta(days=3)), TODAY + timedelta(days=3)),
    ],
)
def test_an_offer_has_a_last_day_even_when_its_employer_names_none(terms: object, last: date) -> None:
    assert last_day_shown(terms, today=TODAY) == last  # type: ignore[arg-type]


class LifeOfAnOffer(RuleBasedStateMachine):
    """Whatever the order of acts, versions only grow and places never go below zero."""

    def __init__(self) -> None:
        super().__init__()
        self.offer = an_offer(terms=an_immersion(places=2))
        self.versions = [self.offer.version]

    def follow(self, offer: object) -> None:
        self.offer = offer  # type: ignore[assignment]
        self.versions.append(self.offer.version)

    @rule(taken=st.integers(0, 3))
    def take(self, taken: int) -> None:
        self.follow(self.offer.with_taken(taken, at=LATER))

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.follow(self.offer.expire(today=TODAY + timedelta(days=days), at=LATER))

    @precondition(lambda self: self.offer.places_left > 0 and Status.PUBLISHED in MAY_BECOME[self.offer.status])
    @rule()
    def publish(self) -> None:
        self.follow(self.offer.publish(at=LATER))

    @precondition(lambda self: self.offer.is_open)
    @rule(places=st.integers(3, 5))
    def widen(self, places: int) -> None:
        self.follow(self.offer.change(replace(self.offer.terms, places=places), reason="", at=LATER))

    @precondition(lambda self: self.offer.status is not Status.CLOSED)
    @rule()
    def close(self) -> None:
        self.follow(self.offer.close(at=LATER))

    @invariant()
    def versions_only_grow(self) -> None:
        assert self.versions == sorted(self.versions)

    @invariant()
    def shown_means_there_is_room(self) -> None:
        assert self.offer.places_left >= 0
        if self.offer.status is Status.PUBLISHED:
            assert self.offer.places_left > 0


TestLifeOfAnOffer = LifeOfAnOffer.TestCase
