"""Hearing everything: a log that answers late is waited for, a message that must wait is not."""

from collections.abc import Sequence
from typing import Any

import pytest

from services.kernel import hearing
from services.kernel.eventlog.port import EventLogUnavailable, Incoming
from services.kernel.hearing import hear_out
from services.kernel.problems import Unavailable
from tests.factories.plumbing import Plumbing, Poison


class Late:
    """A subscription whose first polls bring nothing, as across a network."""

    def __init__(self, subscription: Any, *, silences: int) -> None:
        self._subscription = subscription
        self.silences = silences

    def poll(self, *, max_records: int, timeout: float) -> Sequence[Incoming]:
        if self.silences:
            self.silences -= 1
            return []
        found: Sequence[Incoming] = self._subscription.poll(max_records=max_records, timeout=0)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._subscription, name)


def test_what_comes_late_is_waited_for(plumbing: Plumbing) -> None:
    consumer = plumbing.consumer()
    late = Late(plumbing.subscribe(consumer), silences=3)
    plumbing.append(("a", 1), ("a", 2))

    assert hear_out(consumer, late) == 2
    assert plumbing.written() == [("a", 1), ("a", 2)]
    assert hear_out(consumer, late) == 0


def test_a_message_that_must_wait_is_left_to_wait(plumbing: Plumbing) -> None:
    consumer = plumbing.consumer(Poison({("a", 1): Unavailable("away")}))
    plumbing.append(("a", 1), ("b", 1))

    assert hear_out(consumer, plumbing.subscribe(consumer)) <= 1
    assert consumer.waits


def test_a_log_that_never_answers_is_given_up(plumbing: Plumbing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "_PAUSE", 0.0)
    consumer = plumbing.consumer()
    plumbing.append(("a", 1))

    with pytest.raises(EventLogUnavailable, match="jusqu'au bout"):
        hear_out(consumer, Late(plumbing.subscribe(consumer), silences=10**9), patience=0.05)
