"""What only PostgreSQL lets happen: transactions that write at once, and commit in another order than they began."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from services.kernel import deadletters
from services.kernel.consumer import Patience
from services.kernel.reactions import Moment
from tests.contract.database.conftest import PATIENCE, together
from tests.factories import postgresql
from tests.factories.plumbing import TENANT, TOPIC, Counted, Plumbing, Poison, announce

pytestmark = pytest.mark.servers


@pytest.fixture
def url() -> Iterator[str]:
    with postgresql.database() as made:
        yield made


def test_an_event_committed_after_a_later_one_is_still_published(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as slow:
        announce(slow, "slow", 1)
        plumbing.announce(("quick", 1))
        assert plumbing.relay().publish_waiting() == 1

    assert plumbing.relay().publish_waiting() == 1
    assert sorted(plumbing.in_log()) == [("quick", 1), ("slow", 1)]


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

    together(receive, retry)

    assert plumbing.written() == [("a", 1), ("a", 2)]
    with plumbing.reading() as connection:
        assert deadletters.listed(connection) == []


def _until_someone_waits_for_a_lock(moment: Moment) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200_000):
        if moment.connection.execute(waiting).scalar_one():
            return
    pytest.fail("nobody waited: the newcomer did not see the retry under way")
