"""Likeness is one figure from the vectors, whatever engine holds the titles."""

from uuid import uuid4

import pytest

from services.matching.ports import OfferRemoval
from tests.contract.offer_index.corpus import ELSEWHERE, HERE, document, offers
from tests.contract.offer_index.stand import ElasticStand, LocalStand, Stand

WISHES = ("cuisinier", "agent d'entretien")


def test_the_nearest_wish_counts_and_the_figure_is_between_nought_and_one(stand: Stand) -> None:
    cook, mason = document(1, title="Cuisinière"), document(2, title="Maçon")
    stand.index.apply([cook, mason])

    found = stand.index.likeness(HERE, WISHES, [cook.offer_id, mason.offer_id])

    assert 0.9 < found[cook.offer_id] <= 1.0
    assert 0.0 <= found[mason.offer_id] < 0.5


def test_what_the_index_does_not_hold_is_absent(stand: Stand) -> None:
    stand.index.apply([document(1), document(2, title=""), document(3), document(4, territory=ELSEWHERE)])
    stand.index.apply([OfferRemoval(HERE, document(3).offer_id, 2)])
    asked = [*(document(number).offer_id for number in range(1, 5)), uuid4()]

    assert set(stand.index.likeness(HERE, WISHES, asked)) == {document(1).offer_id}
    assert stand.index.likeness(HERE, [], asked) == {}
    assert stand.index.likeness(HERE, WISHES, []) == {}


def test_a_title_that_changed_is_compared_by_its_new_words(stand: Stand) -> None:
    stand.index.apply([document(1, title="Maçon")])
    before = stand.index.likeness(HERE, WISHES, [document(1).offer_id])
    stand.index.apply([document(1, version=2, title="Cuisinier")])

    assert stand.index.likeness(HERE, WISHES, [document(1).offer_id])[document(1).offer_id] > 0.9
    assert before[document(1).offer_id] < 0.5


@pytest.mark.servers
def test_both_indexes_give_the_same_figure(both: tuple[LocalStand, ElasticStand]) -> None:
    held = offers(400, seed=5)
    ids = [one.offer_id for one in held]
    for stand in both:
        stand.index.apply(held)
    local, elastic = both

    # A process that wrote nothing reads the vectors back from the server.
    found = elastic.another().likeness(HERE, WISHES, ids)

    assert found == local.index.likeness(HERE, WISHES, ids)
    assert len(found) > 250
