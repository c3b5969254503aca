"""The event log: ordered, partitioned, replayable topics shared by consumer groups.

Two adapters keep the same contract (``tests/contract/eventlog``): ``local`` (one SQLite file, many
processes) and ``kafka``. Delivery is at least once; a record is delivered again until the group commits
an offset beyond it. Order is kept per partition, hence per key. A record whose ``value`` is ``None`` is a
tombstone: on a compacted topic it deletes its key once compaction has run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class EventLogUnavailable(Exception):
    """The log cannot be reached now; the caller may try again later, nothing was lost."""


class TopicUnknown(Exception):
    """A topic was named that nobody declared: ``declare`` comes first."""


class GroupInUse(Exception):
    """The group has live members, so its offsets cannot be erased: stop its consumers first."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A declared topic.

    ``compacted`` topics keep the last record of each key (state); the others keep every record for
    ``retention_days`` (facts). ``partitions`` never changes once records exist: it would break order per key.
    """

    name: str
    partitions: int = 6
    compacted: bool = False
    retention_days: int | None = 28


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to append. ``key`` chooses the partition; ``value`` is UTF-8 JSON, or None for a tombstone."""

    topic: str
    key: str
    value: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record read by a group, with its position (``offset`` starts at 0 and only grows in a partition)."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes | None
    headers: Mapping[str, str]
    appended_at: float
    """Seconds since the epoch, set by the log when the record was appended."""


class Subscription(Protocol):
    """One member of a consumer group. Not thread-safe: one thread owns it.

    Partitions are shared among the live members of the group; a member that closes, or stops polling for
    longer than its lease, gives its partitions to the others, who start again from the committed offsets.
    A partition may change hands at any ``poll``: records of a partition that is no longer in ``assignment()``
    are the new owner's to process, their commit here would be refused.
    """

    def poll(self, *, max_records: int, timeout: float) -> Sequence[Incoming]:
        """Return records at the member's positions, in order per partition.

        Waits up to ``timeout`` seconds for the first one; may return none. Polling moves the position,
        it commits nothing.
        """

    def commit(self, records: Iterable[Incoming]) -> None:
        """Record that the group has processed these records (and all before them in their partitions).

        A commit by a member that lost the partition since is refused silently: the new owner replays. A commit
        never moves a group back. Raises EventLogUnavailable when the log could not keep it.
        """

    def rewind(self, record: Incoming) -> None:
        """Move the position of the record's partition back, so that the next poll returns it again.

        Without effect when the partition has been lost since.
        """

    def pause(self, topic: str, partition: int) -> None:
        """Stop returning this partition's records, keeping membership alive, until ``resume``."""

    def resume(self, topic: str, partition: int) -> None:
        """Return this partition's records again, from where the position stands."""

    def assignment(self) -> frozenset[tuple[str, int]]:
        """The (topic, partition) pairs this member owns now."""

    def close(self) -> None:
        """Leave the group at once: uncommitted records go to the others."""


class EventLog(Protocol):
    """A place to append records and to subscribe to them. Thread-safe."""

    def declare(self, topics: Iterable[Topic]) -> None:
        """Create the topics that do not exist; leave the others untouched (idempotent)."""

    def append(self, records: Sequence[Outgoing]) -> None:
        """Append in order, durably: on return every record is kept.

        Raises EventLogUnavailable otherwise, in which case a part may have been kept, a prefix of each
        partition's records: the caller sends all of them again. Raises TopicUnknown before keeping any.
        """

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """Join a group. A group that never committed starts from the earliest record. Raises TopicUnknown."""

    def lag(self, group: str, topics: Sequence[str]) -> Mapping[tuple[str, int], int]:
        """Records appended but not committed by the group, per (topic, partition), idle partitions included.

        On a compacted topic an engine may count the records that compaction removed.
        """

    def forget(self, group: str, topics: Sequence[str]) -> None:
        """Erase the group's committed offsets: the next subscription replays from the start.

        Raises GroupInUse while the group has live members.
        """

    def catch_up(self, group: str, topics: Sequence[str]) -> None:
        """Record that the group has processed everything that the topics hold now, as after a move of its records.

        Raises GroupInUse while the group has live members.
        """

    def compact(self) -> int:
        """Remove superseded records of compacted topics and expired ones of the others; return how many.

        A log whose engine compacts by itself returns 0.
        """

    def close(self) -> None:
        """Release connections. Subscriptions are closed first by their owners."""
