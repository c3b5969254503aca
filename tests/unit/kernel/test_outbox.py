"""An event is written with the change that it announces, or not at all."""

import json

import pytest
from sqlalchemy import select

from services.kernel import outbox, tables
from services.kernel.correlation import correlated
from services.kernel.envelope import Envelope
from tests.factories.plumbing import NOON, TENANT, TOPIC, Counted, Plumbing, announce


def test_an_event_waits_in_the_transaction_of_its_change(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as connection:
        announce(connection, "a", 1)
        assert outbox.waiting(connection) == 1
    with plumbing.reading() as connection:
        assert outbox.waiting(connection) == 1


def test_an_event_of_a_change_that_failed_is_never_announced(plumbing: Plumbing) -> None:
    def announce_then_fail() -> None:
        with plumbing.database.transaction() as connection:
            announce(connection, "a", 1)
            raise LookupError

    with pytest.raises(LookupError):
        announce_then_fail()

    with plumbing.reading() as connection:
        assert outbox.waiting(connection) == 0


def test_the_key_begins_with_the_tenant_and_the_bucket_comes_from_the_key(plumbing: Plumbing) -> None:
    plumbing.announce(("a", 1))

    with plumbing.reading() as connection:
        row = connection.execute(select(tables.outbox)).one()
    assert row.key == f"{TENANT}:a"
    assert row.bucket == outbox.bucket_of(f"{TENANT}:a")
    assert row.topic == TOPIC.name
    assert json.loads(row.headers) == {"type": "plumbing.Counted", "tenant": TENANT}


def test_the_envelope_carries_who_when_and_the_thread_of_the_request(plumbing: Plumbing) -> None:
    with correlated("request-7"), plumbing.database.transaction() as connection:
        fact = Counted(name="a", number=1)
        outbox.announce(connection, fact, source="plumbing", tenant=TENANT, at=NOON, actor="referent:7")

    with plumbing.reading() as connection:
        row = connection.execute(select(tables.outbox)).one()
    envelope = Envelope.from_bytes(row.value)
    assert str(envelope.id) == row.event_id
    assert (envelope.source, envelope.type, envelope.subject) == ("/plumbing", "plumbing.Counted", "a")
    assert (envelope.tenant, envelope.actor, envelope.correlation_id) == (TENANT, "referent:7", "request-7")
    assert envelope.time == NOON
    assert envelope.data == {"name": "a", "number": 1}


def test_an_event_too_large_for_a_log_is_refused_where_it_is_written(plumbing: Plumbing) -> None:
    with pytest.raises(ValueError, match="too large"), plumbing.database.transaction() as connection:
        announce(connection, "x" * outbox.MAX_VALUE_BYTES, 1)


def test_buckets_are_stable_and_all_used() -> None:
    found = {outbox.bucket_of(f"{TENANT}:{n}") for n in range(200)}
    assert found == set(range(outbox.BUCKETS))
    assert outbox.bucket_of("villeneuve:a") == 5
