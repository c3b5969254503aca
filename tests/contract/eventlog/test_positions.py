"""Where a group stands: committed or not, rewound, paused, forgotten; and how far behind it is."""

import pytest

from services.kernel.eventlog.port import GroupInUse, Outgoing
from tests.contract.eventlog.stand import Stand, poll_until, read, values


def test_each_group_reads_everything(stand: Stand) -> None:
    topic = stand.declared("facts")
    stand.log.append([Outgoing(topic, f"k{n}", str(n).encode()) for n in range(10)])

    for group in ("first", "second"):
        assert set(values(read(stand.join(group, topic), 10))) == {str(n).encode() for n in range(10)}


def test_what_was_committed_is_not_delivered_again(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(5)])
    first = stand.join("readers", topic)
    first.commit(read(first, 3, at_a_time=3))
    first.close()

    assert values(read(stand.join("readers", topic), 2)) == [b"3", b"4"]


def test_what_was_not_committed_is_delivered_again(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(5)])
    first = stand.join("readers", topic)
    records = read(first, 5)
    first.commit(records[:2])
    first.close()

    assert values(read(stand.join("readers", topic), 3)) == [b"2", b"3", b"4"]


def test_committing_an_older_record_does_not_move_the_group_back(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(5)])
    first = stand.join("readers", topic)
    records = read(first, 5)
    first.commit(records[:4])
    first.commit(records[:1])
    first.close()

    assert values(read(stand.join("readers", topic), 1)) == [b"4"]


def test_a_record_rewound_is_the_next_one_delivered(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", str(n).encode()) for n in range(5)])
    member = stand.join("readers", topic)
    records = read(member, 4, at_a_time=4)

    member.rewind(records[3])
    member.rewind(records[1])
    member.rewind(records[2])

    assert values(read(member, 4)) == [b"1", b"2", b"3", b"4"]


def test_a_paused_partition_waits_and_the_others_go_on(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=2)
    keys = _a_key_per_partition(stand, topic)
    member = stand.join("readers", topic)
    read(member, 16)

    member.pause(topic, 0)
    stand.log.append([Outgoing(topic, keys[0], b"held"), Outgoing(topic, keys[1], b"free")])
    assert values(read(member, 1)) == [b"free"]
    assert stand.nothing_comes(member)
    assert (topic, 0) in member.assignment()

    member.resume(topic, 0)
    assert values(read(member, 1)) == [b"held"]


def test_a_rewound_and_paused_record_comes_when_its_partition_is_resumed(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append([Outgoing(topic, "k", b"1"), Outgoing(topic, "k", b"2")])
    member = stand.join("readers", topic)
    (first, _second) = read(member, 2)

    member.rewind(first)
    member.pause(topic, 0)
    assert stand.nothing_comes(member)
    member.resume(topic, 0)

    assert values(read(member, 2)) == [b"1", b"2"]


def test_a_forgotten_group_replays_from_the_start(stand: Stand) -> None:
    topic = stand.declared("facts")
    stand.log.append([Outgoing(topic, f"k{n}", str(n).encode()) for n in range(10)])
    member = stand.join("readers", topic)
    member.commit(read(member, 10))
    member.close()

    stand.log.forget(stand.name("readers"), [topic])

    assert len(read(stand.join("readers", topic), 10)) == 10


def test_a_group_being_read_is_not_forgotten(stand: Stand) -> None:
    topic = stand.declared("facts")
    stand.log.append([Outgoing(topic, "k", b"{}")])
    member = stand.join("readers", topic)
    member.commit(read(member, 1))

    with pytest.raises(GroupInUse):
        stand.log.forget(stand.name("readers"), [topic])

    assert sum(stand.log.lag(stand.name("readers"), [topic]).values()) == 0


def test_forgetting_a_group_that_never_was_is_nothing(stand: Stand) -> None:
    stand.log.forget(stand.name("never"), [stand.declared("facts")])


def test_lag_counts_what_is_appended_and_not_committed(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=2)
    group = stand.name("readers")
    assert stand.log.lag(group, [topic]) == {(topic, 0): 0, (topic, 1): 0}

    stand.log.append([Outgoing(topic, f"k{n}", b"{}") for n in range(12)])
    assert sum(stand.log.lag(group, [topic]).values()) == 12

    member = stand.join("readers", topic)
    records = read(member, 12)
    member.commit([record for record in records if record.partition == 1])
    lag = stand.log.lag(group, [topic])
    assert lag[(topic, 1)] == 0
    assert lag[(topic, 0)] == sum(1 for record in records if record.partition == 0)


def test_a_reader_that_waits_is_given_what_is_appended_later(stand: Stand) -> None:
    topic = stand.declared("facts")
    member = stand.join("readers", topic)
    poll_until([member], lambda: len(member.assignment()) == 4)
    assert stand.nothing_comes(member)

    stand.log.append([Outgoing(topic, "k", b"late")])

    assert values(read(member, 1)) == [b"late"]


def _a_key_per_partition(stand: Stand, topic: str) -> dict[int, str]:
    """Find, by writing, a key of each partition: each adapter hashes in its own way."""
    stand.log.append([Outgoing(topic, f"probe-{n}", b"{}") for n in range(16)])
    prober = stand.join("probers", topic)
    found = {record.partition: record.key for record in read(prober, 16)}
    prober.close()
    return found
