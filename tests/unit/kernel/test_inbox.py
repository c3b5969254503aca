"""An event is handled once per consumer."""

from datetime import timedelta

from services.kernel import inbox
from services.kernel.clock import new_id
from tests.factories.plumbing import NOON, Plumbing


def test_an_event_is_new_once_per_consumer(plumbing: Plumbing) -> None:
    event = new_id()
    with plumbing.database.transaction() as connection:
        assert inbox.first_time(connection, "one", event, at=NOON)
        assert not inbox.first_time(connection, "one", event, at=NOON)
        assert inbox.first_time(connection, "two", event, at=NOON)
        assert inbox.first_time(connection, "one", new_id(), at=NOON)


def test_a_consumer_rebuilt_from_the_start_forgets_only_what_it_handled(plumbing: Plumbing) -> None:
    event = new_id()
    with plumbing.database.transaction() as connection:
        inbox.first_time(connection, "one", event, at=NOON)
        inbox.first_time(connection, "two", event, at=NOON)
        inbox.forget(connection, "one")
        assert inbox.first_time(connection, "one", event, at=NOON)
        assert not inbox.first_time(connection, "two", event, at=NOON)


def test_what_is_pruned_is_older_than_any_fact_in_the_log(plumbing: Plumbing) -> None:
    old, young = new_id(), new_id()
    with plumbing.database.transaction() as connection:
        inbox.first_time(connection, "one", old, at=NOON - inbox.KEPT - timedelta(seconds=1))
        inbox.first_time(connection, "one", young, at=NOON - inbox.KEPT + timedelta(seconds=1))
        assert inbox.prune(connection, now=NOON) == 1
        assert not inbox.first_time(connection, "one", young, at=NOON)
        assert inbox.first_time(connection, "one", old, at=NOON)
