"""The broker stops, is killed, and comes back while everybody works: nothing lost, nothing doubled, order kept."""

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kernel import deadletters
from tests.factories.own_servers import plumbing_on
from tests.factories.plumbing import TENANT, TOPIC, Plumbing, Poison, by_name
from tests.factories.servers import OwnServer
from tests.integration.faults.crowd import QUICK, Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH = 3, 100


@pytest.fixture
def plumbing(kafka: OwnServer, tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service on PostgreSQL and this broker."""
    with plumbing_on(kafka.kafka, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_and_killed_under_writers_relays_and_consumers(
    plumbing: Plumbing, kafka: OwnServer, how: signal.Signals
) -> None:
    with Crowd(plumbing) as crowd:
        crowd.start(writers=WRITERS, each=EACH)
        crowd.await_handled(20)
        kafka.restart(how)
        figures = crowd.finish(WRITERS * EACH)
    print(f"\nKafka restarted ({how.name}): {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)


def test_a_poison_waits_for_a_human_and_the_later_ones_of_its_key_behind_it(plumbing: Plumbing) -> None:
    poison = Poison({("a", 2): RuntimeError("pas encore")})
    consumer = plumbing.consumer(poison, patience=QUICK, monotonic=time.monotonic)
    stop = threading.Event()
    thread = threading.Thread(target=consumer.run, args=(stop,))
    thread.start()
    plumbing.append(("a", 1), ("a", 2), ("a", 3), ("b", 1), ("a", 4), ("b", 2))
    parked = await_parked(plumbing, 3)
    stop.set()
    thread.join(60.0)

    assert [letter.behind for letter in parked] == [False, True, True]
    assert "pas encore" in parked[0].reason
    assert by_name(plumbing.written()) == {"a": [1], "b": [1, 2]}
    poison.fails.clear()
    assert consumer.retry_key(TOPIC.name, f"{TENANT}:a") == 3
    assert by_name(plumbing.written())["a"] == [1, 2, 3, 4]


def await_parked(plumbing: Plumbing, count: int) -> list[deadletters.DeadLetter]:
    """The letters, once there are so many and the others were handled."""
    deadline = time.monotonic() + 60.0
    while True:
        with plumbing.reading() as connection:
            found = list(deadletters.listed(connection))
        if len(found) == count and len(plumbing.written()) == 3:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
