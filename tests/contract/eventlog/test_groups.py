"""How members share a group: evenly, one owner at a time, and safely when one leaves or dies."""

import pytest

from services.kernel.eventlog.port import GroupInUse, Outgoing, Subscription
from tests.contract.eventlog.stand import Stand, poll_until, read, read_together, values


def _shared(*members: Subscription, partitions: int) -> bool:
    owned = [member.assignment() for member in members]
    together = frozenset[tuple[str, int]]().union(*owned)
    return sum(map(len, owned)) == len(together) == partitions and max(map(len, owned)) - min(map(len, owned)) <= 1


def _numbers(topic: str, count: int, *, start: int = 0) -> list[Outgoing]:
    return [Outgoing(topic, f"key-{n % 12}", str(n).encode()) for n in range(start, start + count)]


def test_a_member_alone_owns_every_partition(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=5)
    member = stand.join("readers", topic)

    poll_until([member], lambda: member.assignment() == {(topic, n) for n in range(5)})


def test_two_members_share_the_partitions_and_each_record_goes_to_one(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=6)
    one, two = stand.join("readers", topic), stand.join("readers", topic)

    poll_until([one, two], lambda: _shared(one, two, partitions=6))
    stand.log.append(_numbers(topic, 40))
    records = read_together([one, two], 40)

    assert sorted(int(record.value or b"-1") for record in records) == list(range(40))
    assert stand.nothing_comes(one)
    assert stand.nothing_comes(two)


def test_three_members_share_two_topics(stand: Stand) -> None:
    first, second = stand.declared("first", partitions=4), stand.declared("second", partitions=5)
    members = [stand.join("readers", first, second) for _ in range(3)]

    poll_until(members, lambda: _shared(*members, partitions=9))


def test_more_members_than_partitions_leaves_some_waiting(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    one, two = stand.join("readers", topic), stand.join("readers", topic)

    poll_until([one, two], lambda: _shared(one, two, partitions=1))


def test_a_member_that_leaves_gives_its_partitions_and_uncommitted_records(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    one, two = stand.join("readers", topic), stand.join("readers", topic)
    poll_until([one, two], lambda: _shared(one, two, partitions=4))
    stand.log.append(_numbers(topic, 24))
    records = read_together([one, two], 24)
    lost = {record.value for record in records if (record.topic, record.partition) in two.assignment()}
    one.commit([record for record in records if record.value not in lost])

    two.close()

    assert lost
    assert set(values(read(one, len(lost)))) == lost
    assert len(one.assignment()) == 4


def test_a_member_that_stops_polling_loses_its_partitions(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    one, two = stand.join("readers", topic), stand.join("readers", topic)
    poll_until([one, two], lambda: _shared(one, two, partitions=4))

    stand.outlast_the_lease([one], until=lambda: len(one.assignment()) == 4)
    stand.log.append(_numbers(topic, 12))

    assert len(read(one, 12)) == 12


def test_the_commit_of_a_member_that_lost_the_partition_changes_nothing(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append(_numbers(topic, 3))
    slow = stand.join("readers", topic)
    records = read(slow, 3)
    heir = stand.join("readers", topic)

    replayed = stand.outlast_the_lease([heir], until=lambda: len(heir.assignment()) == 1)
    slow.commit(records)

    assert sum(stand.log.lag(stand.name("readers"), [topic]).values()) == 3
    assert values([*replayed, *read(heir, 3 - len(replayed))]) == values(records)


def test_a_member_put_out_comes_back_by_polling(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    slow, quick = stand.join("readers", topic), stand.join("readers", topic)
    poll_until([slow, quick], lambda: _shared(slow, quick, partitions=4))
    stand.outlast_the_lease([quick], until=lambda: len(quick.assignment()) == 4)

    poll_until([slow, quick], lambda: _shared(slow, quick, partitions=4))

    stand.log.append(_numbers(topic, 24))
    assert len(read_together([slow, quick], 24)) == 24


def test_a_newcomer_starts_from_what_the_group_committed(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    stand.log.append(_numbers(topic, 24))
    first = stand.join("readers", topic)
    first.commit(read(first, 24))

    second = stand.join("readers", topic)
    poll_until([first, second], lambda: _shared(first, second, partitions=4))
    stand.log.append(_numbers(topic, 24, start=24))

    records = read_together([first, second], 24)
    assert sorted(int(record.value or b"-1") for record in records) == list(range(24, 48))


def test_order_per_key_holds_through_a_change_of_hands(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    stand.log.append(_numbers(topic, 60))
    members = [stand.join("readers", topic)]
    seen: dict[str, list[int]] = {}
    while sum(map(len, seen.values())) < 60:
        for member in list(members):
            for record in member.poll(max_records=5, timeout=0.1):
                if (record.topic, record.partition) in member.assignment():
                    seen.setdefault(record.key, []).append(int(record.value or b"-1"))
                    member.commit([record])
        if len(members) == 1 and seen:
            members.append(stand.join("readers", topic))

    assert seen == {f"key-{key}": list(range(key, 60, 12)) for key in range(12)}


def test_a_group_that_caught_up_receives_only_what_comes_after(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=4)
    stand.log.append(_numbers(topic, 24))
    group = stand.name("readers")

    stand.log.catch_up(group, [topic])
    assert sum(stand.log.lag(group, [topic]).values()) == 0
    stand.log.append(_numbers(topic, 3, start=24))

    assert sorted(int(record.value or b"-1") for record in read(stand.join("readers", topic), 3)) == [24, 25, 26]


def test_a_group_is_not_moved_under_its_members(stand: Stand) -> None:
    topic = stand.declared("facts", partitions=1)
    stand.log.append(_numbers(topic, 3))
    member = stand.join("readers", topic)
    poll_until([member], lambda: len(member.assignment()) == 1)

    with pytest.raises(GroupInUse, match="Arrêtez ses consommateurs"):
        stand.log.catch_up(stand.name("readers"), [topic])
