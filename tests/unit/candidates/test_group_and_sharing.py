"""The groupe opérationnel: every six weeks, and only what the person agreed to share."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.candidates.domain.operational_group import (
    Meeting,
    Review,
    Session,
    days_late,
    done,
    next_session,
    propose,
    review,
)
from services.candidates.domain.refusals import Conflict, Invalid
from services.candidates.domain.sharing import (
    Item,
    SharingAgreement,
    agree,
    shared_with,
    shared_with_all,
    withdraw,
)
from services.contracts.vocabulary import Channel
from tests.factories.people import CCAS, DIAGONALES, PERSON, REFERENT, STRANGER, TODAY

SESSION = Session(UUID(int=1), Meeting.OPERATIONAL, TODAY, frozenset({CCAS, DIAGONALES}))


def share(structure: UUID, *items: Item, on: date = TODAY) -> SharingAgreement:
    return agree(
        agreement_id=UUID(int=1), person_id=PERSON, structure_id=structure, items=frozenset(items), on=on,
        channel=Channel.PAPER, by=REFERENT,
    )  # fmt: skip


def held() -> Review:
    return review(review_id=UUID(int=1), session=SESSION, person_id=PERSON, problem="Pas de garde le mercredi")


def test_by_default_nothing_is_shared() -> None:
    assert shared_with((), person_id=PERSON, structure_id=CCAS, day=TODAY) == frozenset()
    assert shared_with_all((), person_id=PERSON, structures=frozenset({CCAS}), day=TODAY) == frozenset()
    with pytest.raises(Invalid):
        share(CCAS)


def test_each_structure_hears_what_was_agreed_for_it_and_nothing_else() -> None:
    given = (share(CCAS, Item.NAME, Item.WISHES), share(DIAGONALES, Item.WISHES))
    assert shared_with(given, person_id=PERSON, structure_id=CCAS, day=TODAY) == {Item.NAME, Item.WISHES}
    assert shared_with(given, person_id=PERSON, structure_id=DIAGONALES, day=TODAY) == {Item.WISHES}
    assert shared_with(given, person_id=STRANGER, structure_id=CCAS, day=TODAY) == frozenset()


def test_aloud_in_a_room_only_what_everybody_present_may_hear() -> None:
    given = (share(CCAS, Item.NAME, Item.WISHES), share(DIAGONALES, Item.WISHES))
    together = shared_with_all(given, person_id=PERSON, structures=SESSION.structures, day=TODAY)
    assert together == {Item.WISHES}
    assert shared_with_all(given, person_id=PERSON, structures=frozenset(), day=TODAY) == frozenset()


def test_sharing_lasts_a_year_and_is_withdrawn_at_once() -> None:
    given = share(CCAS, Item.NAME)
    assert given.holds(TODAY + timedelta(days=365))
    assert not given.holds(TODAY + timedelta(days=366))
    assert not withdraw(given, TODAY).holds(TODAY)
    with pytest.raises(Conflict):
        withdraw(withdraw(given, TODAY), TODAY)


def test_the_group_meets_every_six_weeks() -> None:
    assert next_session(TODAY, TODAY) == TODAY + timedelta(days=42)
    assert next_session(None, TODAY) == TODAY
    assert days_late(TODAY - timedelta(days=45), TODAY) == 3


def test_a_review_names_a_problem_and_solutions_with_somebody_in_charge() -> None:
    with_action = propose(
        held(), action_id=UUID(int=1), what="Place en halte-garderie", structure_id=CCAS, due=TODAY, session=SESSION
    )
    finished = done(with_action, UUID(int=1), TODAY)
    assert finished.actions[0].done_on == TODAY
    with pytest.raises(Conflict):
        done(finished, UUID(int=1), TODAY)


def test_who_was_not_there_is_given_nothing_to_do() -> None:
    with pytest.raises(Invalid, match="réunion"):
        propose(held(), action_id=UUID(int=1), what="Appeler", structure_id=STRANGER, due=TODAY, session=SESSION)


def test_the_text_of_a_review_passes_the_check() -> None:
    with pytest.raises(Invalid):
        review(review_id=UUID(int=1), session=SESSION, person_id=PERSON, problem="Il boit, alcoolisme")
    with pytest.raises(Invalid):
        review(review_id=UUID(int=1), session=SESSION, person_id=PERSON, problem="")
