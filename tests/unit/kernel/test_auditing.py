"""The audit trail is written with the act, and read newest first."""

import json

import pytest

from services.kernel import auditing
from services.kernel.correlation import correlated
from tests.factories.plumbing import NOON, Plumbing


def test_an_act_leaves_its_trace_with_the_thread_of_its_request(plumbing: Plumbing) -> None:
    with correlated("request-7"), plumbing.database.transaction() as connection:
        auditing.record(
            connection,
            at=NOON,
            tenant="t",
            actor="referent:1",
            verb="profile.viewed",
            subject="profile:9",
            details={"offer": "é"},
        )
    with plumbing.reading() as connection:
        (row,) = auditing.trail(connection, tenant="t", subject="profile:9")
    assert (row["actor"], row["verb"], row["at"], row["correlation_id"]) == (
        "referent:1",
        "profile.viewed",
        NOON,
        "request-7",
    )
    assert json.loads(row["details"]) == {"offer": "é"}


def test_an_act_that_failed_leaves_no_trace(plumbing: Plumbing) -> None:
    def act_then_fail() -> None:
        with plumbing.database.transaction() as connection:
            auditing.record(connection, at=NOON, tenant="t", actor="a:1", verb="v", subject="s:1")
            raise LookupError

    with pytest.raises(LookupError):
        act_then_fail()
    with plumbing.reading() as connection:
        assert auditing.trail(connection, tenant="t", subject="s:1") == []


def test_several_traces_are_written_at_once_and_read_newest_first(plumbing: Plumbing) -> None:
    row = {"at": NOON, "tenant": "t", "actor": "a:1", "subject": "s:1"}
    with plumbing.database.transaction() as connection:
        auditing.record_many(connection, [])
        auditing.record_many(connection, [row | {"verb": "one"}, row | {"verb": "two", "details": {"n": 2}}])
        auditing.record_many(connection, [row | {"verb": "three", "subject": "s:2"}])
    with plumbing.reading() as connection:
        assert [found["verb"] for found in auditing.trail(connection, tenant="t", subject="s:1")] == ["two", "one"]
        assert [found["verb"] for found in auditing.trail(connection, tenant="t", subject="s:1", limit=1)] == ["two"]
        assert auditing.trail(connection, tenant="another", subject="s:1") == []
