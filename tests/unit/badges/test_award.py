"""The life of an award: nothing without the person's agreement, and every move told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.badges.domain.award import MOVES, Agreement, Award, AwardState
from services.badges.domain.status import StatusEntry
from services.contracts.vocabulary import AwardStatus, Channel
from services.kernel.problems import Conflict
from tests.factories.badges import NOW, BadgeHouse, an_award

LATER = NOW + timedelta(hours=1)
AGREEMENT = Agreement(LATER, Channel.LINK, uuid4())
PLACE = StatusEntry(uuid4(), 5)


def proposed() -> Award:
    return an_award(BadgeHouse().achievement())


def issued() -> Award:
    return proposed().accepted(AGREEMENT, subject="urn:uuid:x").issued(status=PLACE, at=LATER)


def test_nothing_is_issued_without_the_persons_agreement() -> None:
    with pytest.raises(Conflict, match="il manque l’accord"):
        proposed().issued(status=PLACE, at=LATER)


def test_acceptance_keeps_who_when_how_and_on_which_text() -> None:
    award = proposed().accepted(AGREEMENT, subject="urn:uuid:x")
    assert award.agreement == AGREEMENT
    assert award.agreement is not None
    assert award.agreement.text_version
    assert award.wire_status is AwardStatus.PROPOSED


def test_a_person_may_change_her_mind_after_declining() -> None:
    assert proposed().declined(at=NOW).accepted(AGREEMENT, subject="urn:uuid:x").state is AwardState.ACCEPTED


def test_declining_takes_the_agreement_back() -> None:
    assert proposed().accepted(AGREEMENT, subject="urn:uuid:x").declined(at=LATER).agreement is None


def test_a_second_agreement_opens_the_page_and_the_badge_stays_without_it() -> None:
    award = issued()
    assert not award.public
    opened = award.published(AGREEMENT)
    assert opened.public
    closed = opened.unpublished(at=LATER)
    assert (closed.public, closed.state) == (False, AwardState.ISSUED)


def test_a_page_is_never_public_before_the_badge_is_issued() -> None:
    with pytest.raises(Conflict):
        proposed().accepted(AGREEMENT, subject="urn:uuid:x").published(AGREEMENT)


@pytest.mark.parametrize("end", ["revoked", "withdrawn"])
def test_the_end_of_a_badge_closes_its_page_and_is_told_as_revoked(end: str) -> None:
    ended = getattr(issued().published(AGREEMENT), end)(at=LATER)
    assert (ended.public, ended.publication, ended.wire_status) == (False, None, AwardStatus.REVOKED)


def test_a_corrected_placement_proposes_again_what_was_never_issued() -> None:
    assert proposed().revoked(at=NOW).proposed_again(at=LATER).state is AwardState.PROPOSED
    with pytest.raises(Conflict):
        issued().revoked(at=NOW).proposed_again(at=LATER)


def test_erasing_leaves_the_place_in_the_list_and_nothing_of_the_person() -> None:
    erased = issued().published(AGREEMENT).erased(at=LATER)
    assert (erased.profile_id, erased.subject, erased.observed) == (None, None, ())
    assert (erased.agreement, erased.publication) == (None, None)
    assert erased.status == PLACE
    assert erased.state is AwardState.WITHDRAWN


MOVE = st.sampled_from(
    ["accepted", "declined", "issued", "revoked", "withdrawn", "published", "unpublished", "proposed_again"]
)


@given(st.lists(MOVE, max_size=8))
def test_whatever_the_clicks_only_allowed_moves_happen(moves: list[str]) -> None:
    award = proposed()
    for move in moves:
        before = award
        try:
            award = _play(award, move)
        except Conflict:
            continue
        assert award.state is before.state or award.state in MOVES[before.state]
        assert award.version - before.version in (0, 1)
        if award.state is AwardState.ISSUED:
            assert award.agreement is not None
            assert award.subject is not None


def _play(award: Award, move: str) -> Award:
    if move == "accepted":
        return award.accepted(AGREEMENT, subject="urn:uuid:x")
    if move == "issued":
        return award.issued(status=PLACE, at=LATER)
    if move == "published":
        return award.published(AGREEMENT)
    moved: Award = getattr(award, move)(at=LATER)
    return moved
