"""A member of a Kafka consumer group: offsets are committed by hand after processing, partitions move one at a time.

The library sends heartbeats by itself; a member that stops polling for longer than its lease is put out by it. Kafka
does not fence a commit per partition: a commit is kept to what was delivered since the partition was last received.
"""

import threading
from collections.abc import Iterable, Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import CommitFailedError, RebalanceInProgressError
from kafka.structs import OffsetAndMetadata

from services.kernel.eventlog import kafka_faults
from services.kernel.eventlog.kafka_connection import KafkaAddress, port_errors
from services.kernel.eventlog.port import Incoming, TopicUnknown


class _Losses(ConsumerRebalanceListener):  # type: ignore[misc]  # the library carries no types
    """Partitions taken from this member since last asked; told from the library's own thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._places: set[TopicPartition] = set()

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        with self._turn:
            self._places |= set(revoked)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Nothing to do: a received partition has delivered nothing yet."""

    def take(self) -> set[TopicPartition]:
        with self._turn:
            places, self._places = self._places, set()
        return places


class KafkaSubscription:
    """See ``port.Subscription``."""

    def __init__(self, address: KafkaAddress, group: str, topics: Sequence[str]) -> None:
        self._losses = _Losses()
        self._delivered: dict[TopicPartition, int] = {}
        self._committed: dict[TopicPartition, int] = {}
        self._to_commit: dict[TopicPartition, int] = {}
        self._rewound: dict[TopicPartition, int] = {}
        with port_errors():
            self._consumer: Any = _open_consumer(address, group)
            kafka_faults.finish_joins(self._consumer)
            absent = [topic for topic in topics if not self._consumer.partitions_for_topic(topic)]
            if absent:
                self._consumer.close(autocommit=False)
                raise TopicUnknown(", ".join(absent))
            self._consumer.subscribe(list(topics), listener=self._losses)

    def poll(self, *, max_records: int, timeout: float) -> Sequence[Incoming]:
        """See the port."""
        self._rewound.clear()
        kafka_faults.let_parked_records_out(self._consumer)
        with port_errors():
            batches = self._consumer.poll(timeout_ms=int(timeout * 1000), max_records=max_records)
            self._forget_losses()
            self._commit_now()
        records: list[Incoming] = []
        for place, batch in batches.items():
            self._delivered[place] = batch[-1].offset + 1
            records.extend(_incoming(record) for record in batch)
        return records

    def commit(self, records: Iterable[Incoming]) -> None:
        """See the port. While the group is being shared anew, the commit is kept for the next poll."""
        self._forget_losses()
        for record in records:
            place = TopicPartition(record.topic, record.partition)
            if record.offset < self._delivered.get(place, 0):
                self._to_commit[place] = max(self._to_commit.get(place, 0), record.offset + 1)
        with port_errors():
            self._commit_now()

    def rewind(self, record: Incoming) -> None:
        """See the port."""
        place = TopicPartition(record.topic, record.partition)
        self._forget_losses()
        if place in self._delivered and record.offset < self._rewound.get(place, self._delivered[place]):
            self._rewound[place] = record.offset
            self._consumer.seek(place, record.offset)

    def pause(self, topic: str, partition: int) -> None:
        """See the port."""
        place = TopicPartition(topic, partition)
        if place in self._consumer.assignment():
            self._consumer.pause(place)

    def resume(self, topic: str, partition: int) -> None:
        """See the port."""
        place = TopicPartition(topic, partition)
        if place in self._consumer.assignment():
            self._consumer.resume(place)

    def assignment(self) -> frozenset[tuple[str, int]]:
        """See the port."""
        return frozenset((place.topic, place.partition) for place in self._consumer.assignment())

    def close(self) -> None:
        """See the port. May be called twice."""
        with port_errors():
            self._consumer.close(autocommit=False, timeout_ms=5_000)

    def _forget_losses(self) -> None:
        for place in self._losses.take():
            for known in (self._delivered, self._committed, self._to_commit, self._rewound):
                known.pop(place, None)

    def _commit_now(self) -> None:
        offsets = {
            place: OffsetAndMetadata(end, "", -1)
            for place, end in self._to_commit.items()
            if end > self._committed.get(place, 0)
        }
        if not offsets:
            self._to_commit.clear()
            return
        try:
            self._consumer.commit(offsets)
        except (CommitFailedError, RebalanceInProgressError):
            # Said again at the next poll, for the partitions that are still ours after it.
            return
        self._committed |= {place: offset.offset for place, offset in offsets.items()}
        self._to_commit.clear()


def _open_consumer(address: KafkaAddress, group: str) -> Any:
    session_ms = int(address.session * 1000)
    return KafkaConsumer(
        **address.client_options(),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        partition_assignment_strategy=(CooperativeStickyAssignor,),
        max_poll_interval_ms=int(address.lease * 1000),
        session_timeout_ms=session_ms,
        heartbeat_interval_ms=session_ms // 4,
        allow_auto_create_topics=False,
        metrics_enabled=False,
    )


def _incoming(record: Any) -> Incoming:
    """Whatever somebody wrote to the topic can be handed over: what it means is judged later, and parked if need be."""
    return Incoming(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=_read(record.key),
        value=record.value,
        headers={name: _read(text) for name, text in record.headers},
        appended_at=record.timestamp / 1000,
    )


def _read(text: bytes | None) -> str:
    return (text or b"").decode(errors="replace")
