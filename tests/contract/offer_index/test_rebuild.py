"""A rebuild from the log: blue and green, nobody waits, nothing written meanwhile is lost, vectors never mix."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from services.kernel.problems import Conflict
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.ports import OfferQuery, OfferRemoval
from tests.contract.offer_index.corpus import HERE, document
from tests.contract.offer_index.stand import Change, ElasticStand, LocalStand, Stand, WordPieces, nothing

ALL = OfferQuery()


def log_of(*batches: Sequence[Change]) -> "Log":
    return Log(list(batches))


class Log:
    """A log that may grow while it is read (``ports.Drain``)."""

    def __init__(self, batches: list[Sequence[Change]]) -> None:
        self.batches = batches
        self.before_end = lambda: None

    def __call__(self) -> Iterator[Sequence[Change]]:
        while self.batches:
            yield self.batches.pop(0)
        self.before_end()


def test_the_index_holds_what_the_log_says_and_nothing_else(stand: Stand) -> None:
    stand.index.apply([document(1), document(9)])
    log = log_of([document(1, version=2), document(2)], [], [OfferRemoval(HERE, document(2).offer_id, 2), document(3)])

    assert stand.index.rebuild(log) == 2
    assert set(stand.index.search(HERE, ALL).offer_ids) == {document(1).offer_id, document(3).offer_id}
    assert stand.index.is_current()


def test_readers_are_answered_whole_during_the_whole_rebuild(stand: Stand) -> None:
    held = [document(number) for number in range(1, 61)]
    stand.index.apply(held)
    stop, seen, wrong = threading.Event(), [0], list[object]()

    def read() -> None:
        reader = stand.another()
        while not stop.is_set():
            try:
                words = reader.search(HERE, OfferQuery(words="boulanger"), limit=100)
                counts = (reader.search(HERE, ALL, limit=100).total, words.total, len(words.offer_ids))
            except Exception as error:  # noqa: BLE001  whatever a reader meets is the finding
                wrong.append(error)
                return
            seen[0] += 1
            if counts != (60, 60, 60):
                wrong.append(counts)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    rebuilt, deadline = 0, time.monotonic() + 60
    while (rebuilt < 3 or seen[0] < 20) and not wrong and time.monotonic() < deadline:
        stand.index.rebuild(log_of(*([one] for one in held)))
        rebuilt += 1
    stop.set()
    for reader in readers:
        reader.join(30)

    assert wrong == []
    assert seen[0] >= 20


def test_what_is_written_during_a_rebuild_is_in_the_new_index(stand: Stand) -> None:
    stand.index.apply([document(1)])
    writer = stand.another()
    log = log_of([document(1)])
    if isinstance(stand, ElasticStand):
        # What a consumer reads after the replay has passed.
        log.before_end = lambda: writer.apply([document(2), document(1, version=3, title="Grutier", trade_label="")])
    else:
        # The file has one writer at a time: what was written meanwhile is found in the log again.
        writer.apply([document(2), document(1, version=3)])
        log.batches.append([document(2), document(1, version=3, title="Grutier", trade_label="")])

    stand.index.rebuild(log)

    assert set(stand.index.search(HERE, ALL).offer_ids) == {document(1).offer_id, document(2).offer_id}
    assert document(1).offer_id in stand.index.search(HERE, OfferQuery(words="grutier")).offer_ids


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(stand: Stand) -> None:
    stand.index.apply([document(1)])

    def broken() -> Iterator[Sequence[Change]]:
        yield [document(2)]
        raise ConnectionError("the log went away")

    with pytest.raises(ConnectionError):
        stand.index.rebuild(broken)

    assert stand.index.search(HERE, ALL).offer_ids == (document(1).offer_id,)
    assert stand.index.rebuild(log_of([document(3)])) == 1


def test_an_index_never_filled_from_the_log_is_out_of_date(tmp_path: Path) -> None:
    fresh = LocalStand.another(LocalStand(tmp_path / "one"))
    assert fresh.is_current()
    empty = tmp_path / "two"
    stand = object.__new__(LocalStand)
    stand._folder = empty
    assert not stand.another().is_current()


@pytest.mark.servers
def test_two_rebuilds_at_once_are_refused_and_a_dead_one_can_be_given_up(stand: Stand) -> None:
    if isinstance(stand, LocalStand):
        pytest.skip("the lock of the file makes the second wait")
    index = cast(ElasticOfferIndex, stand.index)
    index.generations.begin(restart=False)

    with pytest.raises(Conflict, match="déjà en cours"):
        index.rebuild(nothing)

    assert index.rebuild(log_of([document(1)]), restart=True) == 1
    assert len(index.generations.all()) == 1


@pytest.mark.servers
def test_another_embedder_makes_another_index_and_vectors_never_mix(stand: Stand) -> None:
    if isinstance(stand, LocalStand):
        pytest.skip("the local index keeps vectors by model")
    stand.index.apply([document(1, title="Agent de nettoyage", trade_label="", skills=(), description="")])
    other = cast(ElasticOfferIndex, stand.another(WordPieces("other-model/2")))
    meaning = OfferQuery(words="nettoyer des locaux, propreté")

    assert not other.is_current()
    # Before its own index exists, the other model's process is answered by words alone, and writes no foreign vector.
    assert other.search(HERE, OfferQuery(words="nettoyage")).total == 1
    assert other.search(HERE, meaning).total == 0
    other.apply([document(2, title="Agent de propreté", trade_label="", skills=(), description="")])
    live = other.generations.live()
    mapped = stand.client.indices.get_mapping(index=live or "")[live or ""]["mappings"]["properties"]
    assert [field for field in mapped if field.startswith("vector")] != [other.generations.vector_field]

    other.rebuild(log_of([document(1, title="Agent de nettoyage", trade_label="", skills=(), description="")]))

    assert other.is_current()
    assert "other-model-2" in (other.generations.live() or "")
    assert other.search(HERE, meaning).total == 1
    assert stand.index.search(HERE, OfferQuery(words="nettoyage")).total == 1
