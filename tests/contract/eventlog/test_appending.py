"""What is appended is kept, whole and in order per key."""

import threading
from collections import defaultdict

import pytest

from services.kernel.eventlog.port import Outgoing, Topic, TopicUnknown
from tests.contract.eventlog.stand import Stand, read


def test_a_record_comes_back_as_it_was_appended(stand: Stand) -> None:
    topic = stand.declared("facts")
    stand.log.append([Outgoing(topic, "territoire:é-1", '{"mot":"déjà"}'.encode(), {"type": "X", "note": "ü"})])

    (record,) = read(stand.join("readers", topic), 1)

    assert (record.topic, record.key, record.value) == (topic, "territoire:é-1", '{"mot":"déjà"}'.encode())
    assert record.headers == {"type": "X", "note": "ü"}
    assert record.offset == 0
    assert record.appended_at > 1_600_000_000


def test_a_tombstone_is_read_as_no_value(stand: Stand) -> None:
    topic = stand.declared("states", compacted=True)
    stand.log.append([Outgoing(topic, "k", b"{}"), Outgoing(topic, "k", None)])

    assert [record.value for record in read(stand.join("readers", topic), 2)] == [b"{}", None]


def test_records_of_a_key_keep_their_order_whatever_the_batches(stand: Stand) -> None:
    topic = stand.declared("facts")
    numbered = [Outgoing(topic, f"key-{n % 7}", str(n).encode()) for n in range(210)]
    for start in range(0, 210, 30):
        stand.log.append(numbered[start : start + 30])

    by_key: dict[str, list[int]] = defaultdict(list)
    for record in read(stand.join("readers", topic), 210, at_a_time=11):
        by_key[record.key].append(int(record.value or b"-1"))

    assert by_key == {f"key-{k}": [n for n in range(210) if n % 7 == k] for k in range(7)}


def test_a_key_always_goes_to_the_same_partition(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=6)
    for _ in range(3):
        stand.log.append([Outgoing(topic, f"key-{n}", b"{}") for n in range(20)])

    partitions: dict[str, set[int]] = defaultdict(set)
    for record in read(stand.join("readers", topic), 60):
        partitions[record.key].add(record.partition)

    assert all(len(found) == 1 for found in partitions.values())
    assert len(set.union(*partitions.values())) > 1


def test_offsets_only_grow_in_a_partition(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=2)
    stand.log.append([Outgoing(topic, f"key-{n}", b"{}") for n in range(50)])

    last: dict[int, int] = {}
    for record in read(stand.join("readers", topic), 50):
        assert record.offset > last.get(record.partition, -1)
        last[record.partition] = record.offset


def test_threads_appending_together_lose_and_double_nothing(stand: Stand) -> None:
    topic = stand.declared("facts")

    def write(writer: int) -> None:
        for n in range(25):
            stand.log.append([Outgoing(topic, f"writer-{writer}", str(n).encode())])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    member = stand.join("readers", topic)
    by_writer: dict[str, list[int]] = defaultdict(list)
    for record in read(member, 150):
        by_writer[record.key].append(int(record.value or b"-1"))
    assert by_writer == {f"writer-{writer}": list(range(25)) for writer in range(6)}
    assert stand.nothing_comes(member)


def test_a_topic_must_be_declared_before_it_is_written_or_read(stand: Stand) -> None:
    topic = stand.declared("facts")
    with pytest.raises(TopicUnknown):
        stand.log.append([Outgoing(topic, "k", b"{}"), Outgoing(stand.name("unknown"), "k", b"{}")])
    with pytest.raises(TopicUnknown):
        stand.log.subscribe(stand.name("readers"), [stand.name("unknown")])
    assert stand.nothing_comes(stand.join("readers", topic))


def test_declaring_again_changes_nothing(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=3)
    stand.log.append([Outgoing(topic, "k", b"1")])

    stand.log.declare([Topic(topic, partitions=5), Topic(stand.name("another"))])

    assert set(stand.log.lag(stand.name("nobody"), [topic])) == {(topic, n) for n in range(3)}
    assert [record.value for record in read(stand.join("readers", topic), 1)] == [b"1"]


def test_appending_nothing_is_nothing(stand: Stand) -> None:
    stand.log.append([])
