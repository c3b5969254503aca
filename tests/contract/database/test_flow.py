"""The flow on either database: nothing lost, doubled or inverted within a key, whoever works at the same time."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from services.employers.bootstrap import MIGRATIONS
from services.kernel import idempotency, inbox, migrate, outbox, tables
from services.kernel.clock import new_id
from services.kernel.database import Database
from services.kernel.dialects import locked
from services.kernel.eventlog.port import Outgoing
from services.kernel.jobs import Job, Scheduler
from services.kernel.relay import locks_for
from tests.contract.database.conftest import PATIENCE, aggregates, together
from tests.factories.plumbing import NOON, TENANT, TOPIC, Plumbing, Poison, announce, by_name, handled


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
    together(*[write] * 4)
    stop.set()
    for relay in relays:
        relay.join(PATIENCE)

    assert by_name(plumbing.in_log()) == {name: list(range(1, 61)) for name in names}


def _count(plumbing: Plumbing, name: str) -> None:
    """Lock the aggregate, change it, announce the change: what every use case does."""
    with plumbing.database.transaction() as connection:
        query = locked(select(aggregates.c.number).where(aggregates.c.name == name), connection)
        number = connection.execute(query).scalar_one() + 1
        connection.execute(update(aggregates).where(aggregates.c.name == name).values(number=number))
        announce(connection, name, number)


def test_a_bucket_is_held_by_one_relay_and_freed_with_its_connection(plumbing: Plumbing) -> None:
    bucket = outbox.bucket_of(f"{TENANT}:a")
    first, second = locks_for(plumbing.database), locks_for(plumbing.database)

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

    together(*[handle] * 4)

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

    together(*[send] * 4)

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


def test_a_relay_that_sends_twice_is_put_right_by_the_inbox(plumbing: Plumbing) -> None:
    """At least once: the rows are sent, the relay dies before it deletes them, its successor sends them again."""
    plumbing.announce(("a", 1), ("a", 2), ("b", 1))
    with plumbing.reading() as connection:
        rows = connection.execute(select(tables.outbox).order_by(tables.outbox.c.id)).all()
    plumbing.log.append([Outgoing(row.topic, row.key, row.value) for row in rows])
    assert plumbing.relay().publish_waiting() == 3

    assert len(plumbing.in_log()) == 6
    consumer = plumbing.consumer()
    plumbing.work(consumer, plumbing.subscribe(consumer))
    assert by_name(plumbing.written()) == {"a": [1, 2], "b": [1]}


def test_what_a_rolled_back_transaction_announced_is_never_published(plumbing: Plumbing) -> None:
    def announce_then_fail() -> None:
        with plumbing.database.transaction() as connection:
            announce(connection, "a", 1)
            raise LookupError

    with pytest.raises(LookupError):
        announce_then_fail()
    assert plumbing.relay().publish_waiting() == 0


def test_several_schedulers_run_a_job_once_each_time_it_is_due(plumbing: Plumbing, url: str) -> None:
    def work(connection: Connection, now: datetime) -> None:
        connection.execute(insert(handled).values(name="job", number=now.hour))

    databases = [Database(url) for _ in range(4)]
    job = Job("job", timedelta(hours=1), work)
    schedulers = [Scheduler(database, [job], clock=plumbing.hands.now) for database in databases]
    ran: list[str] = []
    for turn in range(3):
        together(*[lambda one=one: ran.extend(one.run_due()) for one in schedulers])  # type: ignore[misc]
        assert ran == ["job"] * (turn + 1)
        plumbing.hands.seconds += 3_600

    assert plumbing.written() == [("job", 12), ("job", 13), ("job", 14)]
    for database in databases:
        database.close()


def test_two_that_migrate_at_once_make_one_base(url: str) -> None:
    databases = [Database(url) for _ in range(3)]
    applied: list[list[str]] = []
    together(
        *[lambda one=one: applied.append(migrate.upgrade(one, "employers", MIGRATIONS)) for one in databases]  # type: ignore[misc]
    )
    assert sorted(len(done) for done in applied) == [0, 0, 2]
    assert all(migrate.is_current(one, "employers", MIGRATIONS) for one in databases)
    for database in databases:
        database.close()
