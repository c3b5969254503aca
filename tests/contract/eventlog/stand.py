"""What the contract suite needs of an adapter, beyond the port: time that passes, compaction that happens."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from services.kernel.eventlog.kafka import KafkaEventLog
from services.kernel.eventlog.kafka_connection import KafkaAddress
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import EventLog, Incoming, Outgoing, Subscription, Topic

PATIENCE = 40.0
"""Seconds after which what was awaited is declared absent."""


class Stand(ABC):
    """One adapter under test, with unique names and everything closed at the end."""

    log: EventLog
    quiet: float
    """Seconds of polling without a record after which there is none."""

    def __init__(self) -> None:
        self._run = uuid4().hex[:8]
        self._subscriptions: list[Subscription] = []

    def name(self, what: str) -> str:
        """A topic or group name that no other test uses."""
        return f"{what}.{self._run}"

    def declared(self, what: str, *, partitions: int = 4, compacted: bool = False) -> str:
        """Declare a topic under a unique name."""
        name = self.name(what)
        self.log.declare([Topic(name, partitions=partitions, compacted=compacted)])
        return name

    def join(self, group: str, *topics: str) -> Subscription:
        """Subscribe to a group; left at the end of the test if it was not before."""
        subscription = self.log.subscribe(self.name(group), topics)
        self._subscriptions.append(subscription)
        return subscription

    def nothing_comes(self, member: Subscription) -> bool:
        """Whether a member polled for a while receives nothing."""
        return not member.poll(max_records=100, timeout=self.quiet)

    def close(self) -> None:
        for subscription in self._subscriptions:
            subscription.close()
        self.log.close()

    @abstractmethod
    def outlast_the_lease(self, survivors: Sequence[Subscription], *, until: Callable[[], bool]) -> list[Incoming]:
        """Let the members that do not poll be put out, while the survivors poll; return what came."""

    @abstractmethod
    def compact(self, topic: str) -> None:
        """Make the engine compact what was appended so far, or be about to."""


class LocalStand(Stand):
    """The SQLite file, on a clock that the test moves."""

    quiet = 0.0

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.now = 1_700_000_000.0
        self.path = folder / "events.db"
        self.log = LocalEventLog(self.path, clock=lambda: self.now)

    def outlast_the_lease(self, survivors: Sequence[Subscription], *, until: Callable[[], bool]) -> list[Incoming]:
        self.now += 31.0
        return poll_until(survivors, until)

    def compact(self, topic: str) -> None:
        self.log.compact()
        self.now += 8 * 86_400.0
        self.log.compact()


class KafkaStand(Stand):
    """A real broker, with a short lease and a cleaner in a hurry."""

    quiet = 0.7

    def __init__(self, server: str) -> None:
        super().__init__()
        hurried = {
            "segment.ms": "50",
            "min.cleanable.dirty.ratio": "0.001",
            "max.compaction.lag.ms": "100",
            "delete.retention.ms": "100",
        }
        self.log = KafkaEventLog(KafkaAddress((server,), lease=6.0, session=6.0), compaction=hurried)

    def outlast_the_lease(self, survivors: Sequence[Subscription], *, until: Callable[[], bool]) -> list[Incoming]:
        return poll_until(survivors, until)

    def compact(self, topic: str) -> None:
        # The segment being written is never cleaned: a later record closes it.
        self.log.append([Outgoing(topic, f"filler-{n}", b"{}") for n in range(40)])


def poll_until(members: Sequence[Subscription], reached: Callable[[], bool]) -> list[Incoming]:
    """Poll the members in turn until the state is reached; return what came meanwhile."""
    deadline = time.monotonic() + PATIENCE
    records: list[Incoming] = []
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        for member in members:
            records.extend(member.poll(max_records=100, timeout=0.05))
    return records


def read(member: Subscription, count: int, *, at_a_time: int = 100) -> list[Incoming]:
    """Poll until ``count`` records came; fails when they do not."""
    deadline = time.monotonic() + PATIENCE
    records: list[Incoming] = []
    while len(records) < count:
        assert time.monotonic() < deadline, f"{len(records)} of {count} records came"
        records.extend(member.poll(max_records=min(at_a_time, count - len(records)), timeout=0.2))
    return records


def read_together(members: Sequence[Subscription], count: int) -> list[Incoming]:
    """Poll the members of a group in turn until ``count`` records came among them, in the order received."""
    deadline = time.monotonic() + PATIENCE
    records: list[Incoming] = []
    while len(records) < count:
        assert time.monotonic() < deadline, f"{len(records)} of {count} records came"
        for member in members:
            records.extend(member.poll(max_records=100, timeout=0.05))
    return records


def values(records: Sequence[Incoming]) -> list[bytes | None]:
    """The values, in the order received."""
    return [record.value for record in records]
