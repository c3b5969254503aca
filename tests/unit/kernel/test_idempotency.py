"""A write sent twice is done once, and answered twice the same."""

from datetime import timedelta

import pytest

from services.kernel import idempotency
from services.kernel.problems import Conflict, Malformed
from tests.factories.plumbing import NOON, Plumbing


class Act:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> tuple[int, bytes]:
        self.done += 1
        return 201, f"answer {self.done}".encode()


def _send(plumbing: Plumbing, act: Act, *, key: str | None = "k", body: bytes = b"{}", scope: str = "s") -> bytes:
    with plumbing.database.transaction() as connection:
        status, answer = idempotency.once(connection, scope=scope, key=key, request=body, now=NOON, act=act)
    assert status == 201
    return answer


def test_the_same_request_with_the_same_key_is_done_once(plumbing: Plumbing) -> None:
    act = Act()
    assert _send(plumbing, act) == _send(plumbing, act) == b"answer 1"
    assert act.done == 1


def test_another_key_another_scope_or_no_key_is_another_act(plumbing: Plumbing) -> None:
    act = Act()
    for key, scope in (("k", "s"), ("other", "s"), ("k", "other"), (None, "s"), (None, "s"), ("", "s")):
        _send(plumbing, act, key=key, scope=scope)
    assert act.done == 6


def test_a_key_used_for_another_request_is_refused_and_nothing_is_done(plumbing: Plumbing) -> None:
    act = Act()
    _send(plumbing, act, body=b"one")
    with pytest.raises(Conflict, match="autre demande"):
        _send(plumbing, act, body=b"two")
    assert act.done == 1


@pytest.mark.parametrize("key", ["x" * 201, "a\nb", "a\x00b"])
def test_a_key_that_is_not_one_is_refused(plumbing: Plumbing, key: str) -> None:
    act = Act()
    with pytest.raises(Malformed):
        _send(plumbing, act, key=key)
    assert act.done == 0


def test_an_act_that_failed_may_be_sent_again(plumbing: Plumbing) -> None:
    def fail() -> tuple[int, bytes]:
        raise LookupError

    with pytest.raises(LookupError):
        _send(plumbing, fail)  # type: ignore[arg-type]
    assert _send(plumbing, Act()) == b"answer 1"


def test_answers_are_kept_a_week(plumbing: Plumbing) -> None:
    _send(plumbing, Act())
    with plumbing.database.transaction() as connection:
        assert idempotency.prune(connection, now=NOON + idempotency.KEPT) == 0
        assert idempotency.prune(connection, now=NOON + idempotency.KEPT + timedelta(seconds=1)) == 1
