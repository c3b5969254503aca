"""Copying a log into another one: every topic, every record with its key and headers, in the order of each key.

Partitions are not numbered alike in two engines, so that offsets mean nothing in the other: the groups are moved when
they have read everything here, and then have read everything there. Refuses a log that already holds something, unless
told that a copy was cut short: what is sent twice bears the same event id, which every inbox knows.
"""

import time
from collections.abc import Sequence
from uuid import uuid4

from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Outgoing
from services.kernel.problems import Conflict

AT_ONCE = 500


def count_records(log: EventLog, topics: Sequence[str]) -> int:
    """How many records the topics hold (on Kafka, those that compaction removed may be counted too)."""
    return sum(log.lag(_nobody(), topics).values())


def await_log(log: EventLog, topics: Sequence[str], *, patience: float = 60.0) -> None:
    """Wait until a log answers questions about groups: a new cluster takes some seconds. Raises EventLogUnavailable."""
    deadline = time.monotonic() + patience
    while True:
        try:
            count_records(log, topics)
        except EventLogUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def copy_records(source: EventLog, target: EventLog, topics: Sequence[str], *, again: bool) -> int:
    """Append to the target everything that the topics hold; return how many records. Raises Conflict."""
    if not again and count_records(target, topics):
        raise Conflict(
            "Le journal de destination contient déjà des événements. Une copie interrompue ? Ajoutez --again."
        )
    waiting = count_records(source, topics)
    group = _nobody()
    subscription = source.subscribe(group, topics)
    copied = 0
    try:
        while copied < waiting:
            records = subscription.poll(max_records=AT_ONCE, timeout=10.0)
            if not records and not any(source.lag(group, topics).values()):
                break
            target.append([Outgoing(one.topic, one.key, one.value, one.headers) for one in records])
            subscription.commit(records)
            copied += len(records)
    finally:
        subscription.close()
    return copied


def _nobody() -> str:
    """A group that never read anything."""
    return f"move-{uuid4().hex}"
