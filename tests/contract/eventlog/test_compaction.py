"""State topics keep the last record of each key; a fact topic keeps them all."""

import time
from collections.abc import Callable

from services.kernel.eventlog.port import Incoming, Outgoing, Subscription
from tests.contract.eventlog.stand import PATIENCE, Stand


def test_a_compacted_topic_keeps_the_last_record_of_each_key(stand: Stand) -> None:
    topic = stand.declared("states", partitions=2, compacted=True)
    for version in range(5):
        stand.log.append([Outgoing(topic, f"key-{n}", str(version).encode()) for n in range(6)])

    states = _compacted(stand, topic, lambda records: len(records) == 6)

    assert {record.key: record.value for record in states} == {f"key-{n}": b"4" for n in range(6)}


def test_a_tombstone_ends_by_taking_its_key_away(stand: Stand) -> None:
    topic = stand.declared("states", partitions=1, compacted=True)
    stand.log.append([Outgoing(topic, "kept", b"1"), Outgoing(topic, "erased", b"1"), Outgoing(topic, "erased", None)])

    states = _compacted(stand, topic, lambda records: {record.key for record in records} == {"kept"})

    assert [record.value for record in states] == [b"1"]


def test_compaction_never_gives_an_offset_twice(stand: Stand) -> None:
    topic = stand.declared("states", partitions=1, compacted=True)
    stand.log.append([Outgoing(topic, "k", b"1"), Outgoing(topic, "k", b"2"), Outgoing(topic, "k", None)])
    _compacted(stand, topic, lambda records: not records)

    stand.log.append([Outgoing(topic, "k", b"3")])

    (record,) = _everything(stand, topic)
    assert record.value == b"3"
    assert record.offset >= 3


def test_a_group_reads_over_what_compaction_removed(stand: Stand) -> None:
    topic = stand.declared("states", partitions=1, compacted=True)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(10)])
    member = stand.join("readers", topic)
    first = member.poll(max_records=3, timeout=PATIENCE)
    member.commit(first)
    member.close()

    _compacted(stand, topic, lambda records: len(records) == 1)
    member = stand.join("readers", topic)
    rest = [record for record in _drain(stand, member) if record.key == "k"]

    assert [record.value for record in rest] == [b"9"]
    assert rest[0].offset == 9


def test_a_fact_topic_keeps_every_record_of_a_key(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(5)])
    stand.log.compact()

    assert [record.value for record in _everything(stand, topic)] == [b"0", b"1", b"2", b"3", b"4"]


def _compacted(stand: Stand, topic: str, expected: Callable[[list[Incoming]], bool]) -> list[Incoming]:
    """Compact until what a new group reads is as expected: an engine compacts in its own time."""
    deadline = time.monotonic() + PATIENCE
    while True:
        stand.compact(topic)
        records = _everything(stand, topic)
        if expected(records) or time.monotonic() > deadline:
            return records


def _everything(stand: Stand, topic: str) -> list[Incoming]:
    """What a group that never committed reads, the fillers of the stand left aside."""
    member = stand.log.subscribe(stand.name(f"group-{time.monotonic_ns()}"), [topic])
    try:
        return [record for record in _drain(stand, member) if not record.key.startswith("filler-")]
    finally:
        member.close()


def _drain(stand: Stand, member: Subscription) -> list[Incoming]:
    records: list[Incoming] = []
    while not member.assignment():
        records.extend(member.poll(max_records=500, timeout=0.1))
    while True:
        batch = member.poll(max_records=500, timeout=stand.quiet)
        if not batch:
            return records
        records.extend(batch)
