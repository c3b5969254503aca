"""Writes are versioned: replay and disorder change nothing, a removal is remembered until the next rebuild."""

import random

import pytest

from services.matching.ports import OfferQuery, OfferRemoval
from tests.contract.offer_index.corpus import HERE, document, offers
from tests.contract.offer_index.stand import Change, Stand, WordPieces

ID = document(1).offer_id


def title_words(stand: Stand, words: str) -> int:
    return stand.index.search(HERE, OfferQuery(words=words)).total


def test_what_was_applied_is_found_at_once(stand: Stand) -> None:
    stand.index.apply([document(1)])

    assert stand.index.search(HERE, OfferQuery()).offer_ids == (ID,)


def test_an_older_version_changes_nothing_and_an_equal_one_is_written_again(stand: Stand) -> None:
    stand.index.apply([document(1, version=5, title="Soudeur", trade_label="", skills=())])
    stand.index.apply([document(1, version=4, title="Grutier", trade_label="", skills=())])
    assert title_words(stand, "soudeur") == 1
    stand.index.apply([document(1, version=5, title="Grutier", trade_label="", skills=())])

    assert stand.index.search(HERE, OfferQuery(words="grutier")).offer_ids == (ID,)


def test_a_removal_outlives_the_older_writes_that_come_after_it(stand: Stand) -> None:
    stand.index.apply([document(1, version=2)])
    stand.index.apply([OfferRemoval(HERE, ID, 3)])
    stand.index.apply([document(1, version=2)])
    assert stand.index.search(HERE, OfferQuery()).total == 0

    stand.index.apply([document(1, version=4)])
    assert stand.index.search(HERE, OfferQuery()).total == 1


def test_a_removal_of_what_was_never_seen_is_remembered_too(stand: Stand) -> None:
    stand.index.apply([OfferRemoval(HERE, ID, 7)])
    stand.index.apply([document(1, version=6)])

    assert stand.index.search(HERE, OfferQuery()).total == 0
    assert stand.index.likeness(HERE, ["boulanger"], [ID]) == {}


def test_one_batch_may_hold_an_offer_twice(stand: Stand) -> None:
    stand.index.apply([document(1), OfferRemoval(HERE, ID, 2), document(1, version=1)])

    assert stand.index.search(HERE, OfferQuery()).total == 0


def test_an_empty_batch_is_nothing(stand: Stand) -> None:
    stand.index.apply([])

    assert stand.index.search(HERE, OfferQuery()).total == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_and_any_repetition_end_in_the_same_index(stand: Stand, seed: int) -> None:
    chance = random.Random(seed)
    history: list[Change] = []
    for one in offers(40, seed=seed):
        versions = [document(one.offer_id.int - 0xE00, territory=HERE, version=v) for v in range(1, 4)]
        history += versions
        if chance.random() < 0.4:
            history.append(OfferRemoval(HERE, one.offer_id, chance.randint(1, 4)))
    newest: dict[object, Change] = {}
    for change in sorted(history, key=lambda c: c.version):
        newest[change.offer_id] = change
    chance.shuffle(history)
    told = [*history, *chance.sample(history, 40)]
    # An equal version is written again, as a replay would: the order of equals is the log's.
    told = [c for c in told if newest[c.offer_id].version != c.version] + list(newest.values())
    chance.shuffle(told)
    for start in range(0, len(told), 60):
        stand.index.apply(told[start : start + 60])

    standing = {one for one, change in newest.items() if not isinstance(change, OfferRemoval)}
    assert set(stand.index.search(HERE, OfferQuery(), limit=100).offer_ids) == standing


def test_another_process_sees_what_was_written(stand: Stand) -> None:
    stand.index.apply([document(1)])

    assert stand.another(WordPieces()).search(HERE, OfferQuery(words="boulangère")).offer_ids == (ID,)
