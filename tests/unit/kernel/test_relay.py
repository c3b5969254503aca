"""The relay publishes in order, at least once, and keeps what the log did not take."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel import outbox
from services.kernel.eventlog.port import EventLogUnavailable
from services.kernel.relay import BATCH, FileLocks, Relay
from tests.factories.plumbing import FailingLog, Plumbing, announce, by_name


def _waiting(plumbing: Plumbing) -> int:
    with plumbing.reading() as connection:
        return outbox.waiting(connection)


def test_what_was_announced_is_published_in_order_and_leaves_the_outbox(plumbing: Plumbing) -> None:
    facts = [(f"key-{n % 5}", n) for n in range(40)]
    plumbing.announce(*facts)

    assert plumbing.relay().publish_waiting() == 40

    assert by_name(plumbing.in_log()) == by_name(facts)
    assert _waiting(plumbing) == 0
    assert plumbing.relay().publish_waiting() == 0


def test_more_than_a_batch_is_published_in_order(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as connection:
        for n in range(2 * BATCH + 7):
            announce(connection, "a", n)

    assert plumbing.relay().publish_waiting() == 2 * BATCH + 7
    assert by_name(plumbing.in_log()) == {"a": list(range(2 * BATCH + 7))}


def test_a_log_out_of_reach_loses_nothing(plumbing: Plumbing) -> None:
    plumbing.announce(("a", 1), ("a", 2))
    relay = Relay("plumbing", plumbing.database, FailingLog(plumbing.log, failures=1))  # type: ignore[arg-type]

    with pytest.raises(EventLogUnavailable):
        relay.publish_waiting()
    assert _waiting(plumbing) == 2

    assert relay.publish_waiting() == 2
    assert plumbing.in_log() == [("a", 1), ("a", 2)]


def test_after_a_part_was_kept_everything_is_sent_again_from_the_first(plumbing: Plumbing) -> None:
    plumbing.announce(("a", 1), ("a", 2), ("a", 3))
    log = FailingLog(plumbing.log, failures=1, kept_before_failing=2)
    relay = Relay("plumbing", plumbing.database, log)  # type: ignore[arg-type]
    with pytest.raises(EventLogUnavailable):
        relay.publish_waiting()
    plumbing.announce(("a", 4))

    relay.publish_waiting()

    assert plumbing.in_log() == [("a", n) for n in (1, 2, 1, 2, 3, 4)]


def test_a_bucket_held_by_another_relay_is_left_to_it(plumbing: Plumbing, tmp_path: Path) -> None:
    plumbing.announce(("a", 1), *[(f"key-{n}", 1) for n in range(20)])
    bucket = outbox.bucket_of("villeneuve:a")

    with FileLocks(tmp_path / "plumbing.db").holding(bucket) as held:
        assert held()
        plumbing.relay().publish_waiting()
        assert ("a", 1) not in plumbing.in_log()
        assert _waiting(plumbing) >= 1

    plumbing.relay().publish_waiting()
    assert ("a", 1) in plumbing.in_log()


def test_a_running_relay_publishes_as_soon_as_a_change_is_committed(plumbing: Plumbing) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=plumbing.relay().run, args=(stop,))
    thread.start()
    member = plumbing.log.subscribe("onlooker", ["plumbing.counted"])

    plumbing.announce(("a", 1))
    arrived = member.poll(max_records=1, timeout=20.0)
    stop.set()
    thread.join(20.0)

    assert len(arrived) == 1
    assert not thread.is_alive()
    member.close()


def test_a_relay_told_to_stop_first_publishes_what_is_written(plumbing: Plumbing) -> None:
    plumbing.announce(("a", 1), ("b", 1))
    stop = threading.Event()
    stop.set()

    plumbing.relay().run(stop)

    assert sorted(plumbing.in_log()) == [("a", 1), ("b", 1)]


def test_a_running_relay_outlives_a_log_out_of_reach(plumbing: Plumbing) -> None:
    plumbing.announce(("a", 1))
    stop = threading.Event()
    log = FailingLog(plumbing.log, failures=1)
    thread = threading.Thread(target=Relay("plumbing", plumbing.database, log).run, args=(stop,))  # type: ignore[arg-type]
    thread.start()
    member = plumbing.log.subscribe("onlooker", ["plumbing.counted"])

    arrived = member.poll(max_records=1, timeout=20.0)
    stop.set()
    thread.join(20.0)

    assert len(arrived) == 1
    member.close()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=1, max_value=3), st.integers(min_value=1, max_value=25))
def test_two_relays_and_several_writers_invert_nothing_within_a_key(
    tmp_path_factory: pytest.TempPathFactory, writers: int, each: int
) -> None:
    plumbing = Plumbing(tmp_path_factory.mktemp("relays"))
    stop = threading.Event()

    def write(writer: int) -> None:
        for n in range(each):
            plumbing.announce((f"writer-{writer}", n), (f"writer-{writer}-too", n))

    relays = [threading.Thread(target=plumbing.relay().run, args=(stop,)) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in [*relays, *threads]:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    stop.set()
    for thread in relays:
        thread.join(60.0)

    found = by_name(plumbing.in_log())
    assert found == {name: list(range(each)) for n in range(writers) for name in (f"writer-{n}", f"writer-{n}-too")}
    plumbing.close()
