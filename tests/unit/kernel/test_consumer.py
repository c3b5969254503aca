"""A consumer handles each event once, in order per key, and puts aside only what cannot be handled."""

import threading
from collections.abc import Iterable
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from services.kernel import deadletters
from services.kernel.clock import new_id
from services.kernel.consumer import CeilingReached, Consumer, Patience
from services.kernel.deadletters import DeadLetter
from services.kernel.eventlog.port import Incoming, Outgoing
from services.kernel.problems import Unavailable
from tests.factories.plumbing import TENANT, TOPIC, Counted, Plumbing, Poison, by_name, record


def _letters(plumbing: Plumbing) -> list[DeadLetter]:
    with plumbing.reading() as connection:
        return list(deadletters.listed(connection))


def _lag(plumbing: Plumbing, consumer: Consumer) -> int:
    return sum(plumbing.log.lag(consumer.name, [TOPIC.name]).values())


def test_events_are_handled_in_order_and_their_offsets_committed(plumbing: Plumbing) -> None:
    facts = [(f"key-{n % 3}", n) for n in range(20)]
    plumbing.append(*facts)
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert by_name(plumbing.written()) == by_name(facts)
    assert _lag(plumbing, consumer) == 0


def test_an_event_delivered_twice_is_handled_once(plumbing: Plumbing) -> None:
    event = new_id()
    plumbing.append(("a", 1), event_id=event)
    plumbing.append(("a", 1), event_id=event)
    plumbing.append(("a", 2))
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert plumbing.written() == [("a", 1), ("a", 2)]


def _lose_the_commit(records: Iterable[Incoming]) -> None:
    """The process dies here."""


def test_a_death_between_the_transaction_and_the_offset_doubles_nothing(plumbing: Plumbing) -> None:
    plumbing.append(("a", 1), ("a", 2))
    dying = plumbing.consumer()
    subscription = plumbing.subscribe(dying)
    subscription.commit = _lose_the_commit  # type: ignore[method-assign]
    plumbing.work(dying, subscription)
    subscription.close()

    reborn = plumbing.consumer()
    plumbing.work(reborn, plumbing.subscribe(reborn))

    assert plumbing.written() == [("a", 1), ("a", 2)]
    assert _lag(plumbing, reborn) == 0


def test_what_concerns_nobody_here_is_passed_over(plumbing: Plumbing) -> None:
    unknown = record("a", 1).value or b""
    plumbing.log.append(
        [
            Outgoing(TOPIC.name, "a", unknown.replace(b"plumbing.Counted", b"plumbing.Unheard")),
            Outgoing(TOPIC.name, "a", None),
            Outgoing(TOPIC.name, "a", unknown.replace(b'"number":1', b'"number":1,"colour":"new"')),
        ]
    )
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert plumbing.written() == [("a", 1)]
    assert _letters(plumbing) == []


def test_a_failing_event_is_tried_again_later_while_other_partitions_go_on(plumbing: Plumbing) -> None:
    poison = Poison({("a", 1): RuntimeError("the tool is out")})
    plumbing.append(("a", 1), ("a", 2), *[(f"key-{n}", 1) for n in range(12)])
    consumer = plumbing.consumer(poison)
    subscription = plumbing.subscribe(consumer)

    plumbing.work(consumer, subscription, patiently=False)
    assert poison.calls.count(("a", 1)) == 1
    assert ("a", 2) not in poison.calls
    assert len(plumbing.written()) > 0

    poison.fails.clear()
    plumbing.work(consumer, subscription)
    assert by_name(plumbing.written())["a"] == [1, 2]
    assert len(plumbing.written()) == 14
    assert _letters(plumbing) == []


def test_a_failed_try_leaves_nothing_behind(plumbing: Plumbing) -> None:
    def write_then_fail(fact: Counted, moment: object) -> None:
        Poison()(fact, moment)  # type: ignore[arg-type]
        raise RuntimeError("after writing")

    plumbing.append(("a", 1))
    consumer = plumbing.consumer(write_then_fail)

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert plumbing.written() == []
    assert len(_letters(plumbing)) == 1


def test_after_the_last_try_an_event_is_parked_with_its_reason_and_those_of_its_key_behind_it(
    plumbing: Plumbing,
) -> None:
    poison = Poison({("a", 2): RuntimeError("unreadable date")})
    plumbing.append(("a", 1), ("a", 2), ("a", 3), ("b", 1), ("a", 4))
    consumer = plumbing.consumer(poison)

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert poison.calls.count(("a", 2)) == 3
    assert by_name(plumbing.written()) == {"a": [1], "b": [1]}
    head, *behind = _letters(plumbing)
    assert (head.reason, head.behind, head.attempts, head.key) == (
        "RuntimeError : unreadable date",
        False,
        3,
        f"{TENANT}:a",
    )
    assert [letter.behind for letter in behind] == [True, True]
    assert _lag(plumbing, consumer) == 0


def test_an_unreadable_record_is_parked_at_once(plumbing: Plumbing) -> None:
    plumbing.log.append([Outgoing(TOPIC.name, "a", b"[[["), record("b", 1)])
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer), patiently=False)

    (letter,) = _letters(plumbing)
    assert letter.value == b"[[["
    assert "illisible" in letter.reason
    assert plumbing.written() == [("b", 1)]


def test_a_fact_that_does_not_fit_its_model_is_parked_with_the_place_of_the_fault(plumbing: Plumbing) -> None:
    broken = (record("a", 1).value or b"").replace(b'"number":1', b'"number":"many"')
    plumbing.log.append([Outgoing(TOPIC.name, "a", broken)])
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer))

    (letter,) = _letters(plumbing)
    assert letter.reason == "plumbing.Counted illisible (number : int_parsing)"


def test_a_part_out_of_reach_is_waited_for_longer_and_longer_and_parks_nothing(plumbing: Plumbing) -> None:
    poison = Poison({("a", 1): Unavailable("l'index ne répond pas")})
    plumbing.append(("a", 1))
    consumer = plumbing.consumer(poison)
    subscription = plumbing.subscribe(consumer)

    delays = []
    for _ in range(8):
        consumer.step(subscription, timeout=0.0)
        (until,) = consumer._paused_until.values()
        delays.append(until - plumbing.hands.seconds)
        plumbing.hands.seconds = until

    assert all(later > 1.3 * earlier for earlier, later in pairwise(delays[:5]))
    assert delays[-1] <= 36.0
    assert _letters(plumbing) == []
    poison.fails.clear()
    plumbing.work(consumer, subscription)
    assert plumbing.written() == [("a", 1)]


def test_a_partition_lost_and_received_again_while_it_waits_skips_nothing(plumbing: Plumbing) -> None:
    poison = Poison({("a", 1): RuntimeError("later")})
    plumbing.append(("a", 1), ("a", 2), ("a", 3))
    slow = plumbing.consumer(poison, patience=Patience(attempts=9, first_delay=500.0, longest_delay=500.0))
    subscription = plumbing.subscribe(slow)
    slow.step(subscription, timeout=0.0)
    heir = plumbing.log.subscribe(slow.name, [TOPIC.name])
    plumbing.hands.seconds += 31.0
    heir.poll(max_records=1, timeout=0.0)
    assert len(heir.assignment()) == 4
    heir.close()

    for _ in range(3):
        slow.step(subscription, timeout=0.0)
    poison.fails.clear()
    plumbing.hands.seconds += 700.0
    plumbing.work(slow, subscription)

    assert plumbing.written() == [("a", 1), ("a", 2), ("a", 3)]
    assert _lag(plumbing, slow) == 0


def test_a_consumer_told_to_stop_finishes_its_message_and_gives_the_others_back(plumbing: Plumbing) -> None:
    stop = threading.Event()
    calls: list[int] = []

    def stop_at_two(fact: Counted, _moment: object) -> None:
        calls.append(fact.number)
        if fact.number == 2:
            stop.set()

    plumbing.append(*[("a", n) for n in range(1, 6)])
    consumer = plumbing.consumer(stop_at_two)

    consumer.run(stop)

    assert calls == [1, 2]
    assert _lag(plumbing, consumer) == 3


def test_a_ceiling_of_dead_letters_stops_the_consumer(plumbing: Plumbing) -> None:
    names = [f"key-{n}" for n in range(8)]
    poison = Poison({(name, 1): RuntimeError("always") for name in names})
    plumbing.append(*[(name, 1) for name in names])
    consumer = plumbing.consumer(poison)

    with pytest.raises(CeilingReached, match="5 messages de côté"):
        plumbing.work(consumer, plumbing.subscribe(consumer))

    assert len(_letters(plumbing)) == 5
    assert _lag(plumbing, consumer) > 0


def test_messages_waiting_behind_another_do_not_count_towards_the_ceiling(plumbing: Plumbing) -> None:
    poison = Poison({("a", 1): RuntimeError("always")})
    plumbing.append(*[("a", n) for n in range(1, 20)])
    consumer = plumbing.consumer(poison)

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert len(_letters(plumbing)) == 19


def test_a_stopped_consumer_goes_on_once_its_dead_letters_are_mended(plumbing: Plumbing) -> None:
    names = [f"key-{n}" for n in range(8)]
    poison = Poison({(name, 1): RuntimeError("always") for name in names})
    plumbing.append(*[(name, 1) for name in names])
    done = threading.Event()

    def tell(fact: Counted, moment: object) -> None:
        poison(fact, moment)  # type: ignore[arg-type]
        if len(plumbing.written()) == 7:
            done.set()

    consumer = plumbing.consumer(tell, patience=Patience(attempts=1, ceiling=5, mending_look=0.01))
    stop = threading.Event()
    thread = threading.Thread(target=consumer.run, args=(stop,))
    thread.start()
    _wait_for(lambda: consumer.stopped_because != "")
    poison.fails.clear()
    for letter in _letters(plumbing):
        consumer.retry_key(letter.topic, letter.key)

    assert done.wait(20.0)
    stop.set()
    thread.join(20.0)
    assert consumer.stopped_because == ""
    assert sorted(plumbing.written()) == [(name, 1) for name in names]


def _wait_for(reached) -> None:  # type: ignore[no-untyped-def]
    tick = threading.Event()
    for _ in range(2_000):
        if reached():
            return
        tick.wait(0.01)
    pytest.fail("not reached in time")


def test_a_batch_is_one_transaction_and_one_bulk(plumbing: Plumbing) -> None:
    bulks: list[int] = []
    plumbing.append(*[(f"key-{n}", 1) for n in range(30)])
    poison = Poison()

    def send(_connection: Connection) -> None:
        bulks.append(len(poison.calls))

    consumer = plumbing.consumer(poison, batch_size=50, before_commit=send)

    consumer.step(plumbing.subscribe(consumer), timeout=0.0)

    assert bulks == [30]
    assert len(plumbing.written()) == 30
    assert _lag(plumbing, consumer) == 0


def test_a_batch_with_a_poison_is_undone_then_handled_one_by_one(plumbing: Plumbing) -> None:
    bulk: list[tuple[str, int]] = []
    sent: list[tuple[str, int]] = []

    def gather(fact: Counted, moment: object) -> None:
        bulk.append((fact.name, fact.number))
        Poison({("b", 1): RuntimeError("always")})(fact, moment)  # type: ignore[arg-type]

    def send(_connection: Connection) -> None:
        sent.extend(bulk)
        bulk.clear()

    plumbing.append(("a", 1), ("b", 1), ("b", 2), ("c", 1))
    consumer = plumbing.consumer(gather, batch_size=50, before_commit=send, on_rollback=bulk.clear)

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert sorted(sent) == sorted(plumbing.written()) == [("a", 1), ("c", 1)]
    assert [letter.behind for letter in _letters(plumbing)] == [False, True]


def test_a_bulk_that_cannot_be_sent_undoes_the_transaction(plumbing: Plumbing) -> None:
    out = [True]

    def send(_connection: Connection) -> None:
        if out[0]:
            raise Unavailable("l'index ne répond pas")

    plumbing.append(("a", 1), ("b", 1))
    consumer = plumbing.consumer(batch_size=50, before_commit=send)
    subscription = plumbing.subscribe(consumer)

    plumbing.work(consumer, subscription, patiently=False)
    assert plumbing.written() == []
    assert _lag(plumbing, consumer) == 2

    out[0] = False
    plumbing.work(consumer, subscription)
    assert sorted(plumbing.written()) == [("a", 1), ("b", 1)]
