"""On PostgreSQL, where several transactions write at once, nothing is lost, doubled or inverted within a key."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, text, update
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs
from structlog.typing import EventDict

from services.kernel import deadletters, idempotency, inbox, outbox
from services.kernel.clock import new_id
from services.kernel.consumer import Patience
from services.kernel.reactions import Moment
from services.kernel.relay import AdvisoryLocks
from tests.factories.plumbing import NOON, TENANT, TOPIC, Counted, Plumbing, Poison, announce, by_name

pytestmark = pytest.mark.servers

PATIENCE = 60.0
aggregates = Table(
    "aggregates", MetaData(), Column("name", String(20), primary_key=True), Column("number", Integer, nullable=False)
)


@pytest.fixture
def plumbing(tmp_path: Path) -> Iterator[Plumbing]:
    server = os.environ.get("CITE_TEST_POSTGRESQL", "")
    if not server:
        pytest.fail("CITE_TEST_POSTGRESQL is not set: start the servers with infra/servers/all.sh")
    name = f"flow_{uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    opened = Plumbing(tmp_path, database_url=str(make_url(server).set(database=name).render_as_string(False)))
    with opened.database.transaction() as connection:
        aggregates.metadata.create_all(connection)
    yield opened
    opened.close()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the code logs, kept instead of drawn on the console."""
    with capture_logs() as entries:
        yield entries


def _together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_two_relays_and_concurrent_writers_invert_nothing_within_a_key(plumbing: Plumbing) -> None:
    names = ("a", "b", "c")
    with plumbing.database.transaction() as connection:
        connection.execute(insert(aggregates), [{"name": name, "number": 0} for name in names])

    def write() -> None:
        for turn in range(45):
            _count(plumbing, names[turn % 3])

    stop = threading.Event()
    relays = [threading.Thread(target=plumbing.relay().run, args=(stop,)) for _ in range(2)]
    for relay in relays:
        relay.start()
    _together(*[write] * 4)
    stop.set()
    for relay in relays:
        relay.join(PATIENCE)

    assert by_name(plumbing.in_log()) == {name: list(range(1, 61)) for name in names}


def _count(plumbing: Plumbing, name: str) -> None:
    """Lock the aggregate, change it, announce the change: what every use case does."""
    with plumbing.database.transaction() as connection:
        locked = select(aggregates.c.number).where(aggregates.c.name == name).with_for_update()
        number = connection.execute(locked).scalar_one() + 1
        connection.execute(update(aggregates).where(aggregates.c.name == name).values(number=number))
        announce(connection, name, number)


def test_an_event_committed_after_a_later_one_is_still_published(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as slow:
        announce(slow, "slow", 1)
        plumbing.announce(("quick", 1))
        assert plumbing.relay().publish_waiting() == 1

    assert plumbing.relay().publish_waiting() == 1
    assert sorted(plumbing.in_log()) == [("quick", 1), ("slow", 1)]


def test_a_bucket_is_held_by_one_relay_and_freed_with_its_connection(plumbing: Plumbing) -> None:
    bucket = outbox.bucket_of(f"{TENANT}:a")
    first, second = AdvisoryLocks(plumbing.database), AdvisoryLocks(plumbing.database)

    with first.holding(bucket) as held:
        assert held()
        with second.holding(bucket) as also_held:
            assert not also_held()
        with second.holding((bucket + 1) % outbox.BUCKETS) as other:
            assert other()
    with second.holding(bucket) as held_now:
        assert held_now()


def test_an_event_handled_by_two_members_at_once_is_handled_once(plumbing: Plumbing) -> None:
    event = new_id()
    news: list[bool] = []
    at_the_door = threading.Barrier(4)

    def handle() -> None:
        at_the_door.wait(PATIENCE)
        with plumbing.database.transaction() as connection:
            news.append(inbox.first_time(connection, "one", event, at=NOON))

    _together(*[handle] * 4)

    assert sorted(news) == [False, False, False, True]


def test_a_request_sent_twice_at_once_is_done_once(plumbing: Plumbing) -> None:
    at_the_door = threading.Barrier(4)
    answers: list[bytes] = []
    done: list[int] = []

    def act() -> tuple[int, bytes]:
        done.append(1)
        return 201, f"answer {len(done)}".encode()

    def send() -> None:
        at_the_door.wait(PATIENCE)
        with plumbing.database.transaction() as connection:
            _, body = idempotency.once(connection, scope="s", key="k", request=b"{}", now=NOON, act=act)
        answers.append(body)

    _together(*[send] * 4)

    assert answers == [b"answer 1"] * 4


def test_a_poison_parks_the_later_ones_of_its_key_and_a_retry_restores_their_order(plumbing: Plumbing) -> None:
    poison = Poison({("a", 2): RuntimeError("not yet")})
    plumbing.append(("a", 1), ("a", 2), ("a", 3), ("b", 1))
    consumer = plumbing.consumer(poison)
    plumbing.work(consumer, plumbing.subscribe(consumer))
    assert by_name(plumbing.written()) == {"a": [1], "b": [1]}

    poison.fails.clear()
    assert consumer.retry_key(TOPIC.name, f"{TENANT}:a") == 2

    assert by_name(plumbing.written()) == {"a": [1, 2, 3], "b": [1]}


def test_a_message_that_comes_during_a_retry_is_not_left_behind_nothing(plumbing: Plumbing) -> None:
    """The retry holds the last parked message while the next of its key comes: the newcomer waits, then is handled."""
    retrying, arrived = threading.Event(), threading.Event()
    poison = Poison({("a", 1): RuntimeError("not yet")})

    def handle(fact: Counted, moment: Moment) -> None:
        poison(fact, moment)
        if fact.number == 1:
            retrying.set()
            assert arrived.wait(PATIENCE)
            _until_someone_waits_for_a_lock(moment)

    plumbing.append(("a", 1))
    consumer = plumbing.consumer(handle, patience=Patience(attempts=1))
    subscription = plumbing.subscribe(consumer)
    plumbing.work(consumer, subscription)
    poison.fails.clear()

    def receive() -> None:
        assert retrying.wait(PATIENCE)
        plumbing.append(("a", 2))
        arrived.set()
        plumbing.work(consumer, subscription)

    def retry() -> None:
        consumer.retry_key(TOPIC.name, f"{TENANT}:a")

    _together(receive, retry)

    assert plumbing.written() == [("a", 1), ("a", 2)]
    with plumbing.reading() as connection:
        assert deadletters.listed(connection) == []


def _until_someone_waits_for_a_lock(moment: Moment) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200_000):
        if moment.connection.execute(waiting).scalar_one():
            return
    pytest.fail("nobody waited: the newcomer did not see the retry under way")
