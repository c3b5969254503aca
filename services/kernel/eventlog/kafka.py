"""The event log on Apache Kafka, for territories that outgrow one machine.

``kafka://host:9092,…`` (see ``kafka_connection``). Topics are declared through the administration client, never made by
a stray write; compacted ones are cleaned by the brokers within a week, so that what was erased does not linger.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    GroupIdNotFoundError,
    GroupSubscribedToTopicError,
    NoError,
    NonEmptyGroupError,
    RebalanceInProgressError,
    TopicAlreadyExistsError,
    UnknownMemberIdError,
    for_code,
)
from kafka.structs import OffsetAndMetadata

from services.kernel.eventlog.kafka_appender import KafkaAppender
from services.kernel.eventlog.kafka_connection import KafkaAddress, port_errors, read_address
from services.kernel.eventlog.kafka_subscription import KafkaSubscription
from services.kernel.eventlog.port import GroupInUse, Outgoing, Topic, TopicUnknown

_DAY_MS = 86_400_000
_COORDINATED_WITHIN = 15.0
_IN_USE = "Le groupe « {} » est en cours de lecture. Arrêtez ses consommateurs d'abord."

COMPACTION: Mapping[str, str] = {
    "delete.retention.ms": str(14 * _DAY_MS),
    "min.compaction.lag.ms": str(2 * _DAY_MS),
    "max.compaction.lag.ms": str(7 * _DAY_MS),
    "segment.ms": str(_DAY_MS),
    "min.cleanable.dirty.ratio": "0.1",
}
"""Nothing superseded stays for more than a week; a tombstone stays for two, longer than any outage that we accept.

Together less than a month. Two days at least: the log can be taken back to the last nightly backup. `cite infra apply`
declares the same (a test says so)."""


def _once_coordinated(ask: Callable[[], Any]) -> Any:
    """The answer about a group, which a new cluster cannot give before it has made its own topic of offsets."""
    deadline = time.monotonic() + _COORDINATED_WITHIN
    while True:
        try:
            return ask()
        except (CoordinatorLoadInProgressError, CoordinatorNotAvailableError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def open_log(url: str) -> "KafkaEventLog":
    """Open ``kafka://host:port[,host:port]?...``; the cluster is reached at the first use."""
    return KafkaEventLog(read_address(url))


class KafkaEventLog:
    """See ``port.EventLog``. ``compaction`` is the configuration given to compacted topics."""

    def __init__(self, address: KafkaAddress, *, compaction: Mapping[str, str] = COMPACTION) -> None:
        self._address = address
        self._compaction = compaction
        self._appender = KafkaAppender(address)
        self._turn = threading.Lock()
        self._opened_admin: Any = None
        self._partitions: dict[str, int] = {}

    def declare(self, topics: Iterable[Topic]) -> None:
        """See the port."""
        wanted = {topic.name: topic for topic in topics}
        with self._turn, port_errors():
            for name in self._admin().list_topics():
                wanted.pop(name, None)
            if not wanted:
                return
            answer = self._admin().create_topics(
                {topic.name: self._described(topic) for topic in wanted.values()}, raise_errors=False
            )
            for topic in answer["topics"]:
                error = for_code(topic["error_code"])
                if error not in (NoError, TopicAlreadyExistsError):
                    raise error(topic.get("error_message"))
            self._admin().wait_for_topics(list(wanted))

    def append(self, records: Sequence[Outgoing]) -> None:
        """See the port. Returns once every in-sync replica has every record."""
        for topic in {record.topic for record in records}:
            self._partitions_of(topic)
        self._appender.append(records)

    def subscribe(self, group: str, topics: Sequence[str]) -> KafkaSubscription:
        """See the port. The member receives its partitions while it polls."""
        return KafkaSubscription(self._address, group, topics)

    def lag(self, group: str, topics: Sequence[str]) -> Mapping[tuple[str, int], int]:
        """See the port. Counts offsets: on a compacted topic, removed records too."""
        places = self._places(topics)
        with self._turn, port_errors():
            admin = self._admin()
            ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
            starts = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
            try:
                committed = _once_coordinated(lambda: admin.list_group_offsets({group: places}))[group]
            except GroupIdNotFoundError:
                committed = {}
        found = {}
        for place in places:
            offset = committed[place].offset if place in committed else -1
            found[(place.topic, place.partition)] = ends[place].offset - max(offset, starts[place].offset)
        return found

    def forget(self, group: str, topics: Sequence[str]) -> None:
        """See the port."""
        places = self._places(topics)
        with self._turn, port_errors():
            try:
                errors = set(self._admin().delete_group_offsets(group, places).values())
            except GroupIdNotFoundError:
                return
            except NonEmptyGroupError:
                errors = {NonEmptyGroupError}
        if errors & {NonEmptyGroupError, GroupSubscribedToTopicError}:
            raise GroupInUse(_IN_USE.format(group))

    def catch_up(self, group: str, topics: Sequence[str]) -> None:
        """See the port."""
        places = self._places(topics)
        with self._turn, port_errors():
            ends = self._admin().list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
            wanted = {place: OffsetAndMetadata(ends[place].offset, "", -1) for place in places}
            errors = _once_coordinated(lambda: self._altered(group, wanted))
            if errors & {UnknownMemberIdError, NonEmptyGroupError, RebalanceInProgressError}:
                raise GroupInUse(_IN_USE.format(group))
            for error in errors:
                raise error(f"group {group}")

    def compact(self) -> int:
        """See the port: the brokers compact by themselves."""
        return 0

    def close(self) -> None:
        """See the port."""
        self._appender.close()
        with self._turn:
            if self._opened_admin is not None:
                self._opened_admin.close()
                self._opened_admin = None

    def _altered(self, group: str, wanted: Mapping[TopicPartition, OffsetAndMetadata]) -> set[Any]:
        """The kinds of errors met. Raises those that pass by themselves."""
        errors = set(self._admin().alter_group_offsets(group, wanted).values()) - {NoError}
        for passing in errors & {CoordinatorLoadInProgressError, CoordinatorNotAvailableError}:
            raise passing(f"group {group}")
        return errors

    def _described(self, topic: Topic) -> dict[str, object]:
        if topic.compacted:
            configs = {"cleanup.policy": "compact", **self._compaction}
        else:
            days = topic.retention_days
            configs = {"cleanup.policy": "delete", "retention.ms": "-1" if days is None else str(days * _DAY_MS)}
        return {
            "num_partitions": topic.partitions,
            "replication_factor": self._address.replication,
            "configs": configs | {"message.timestamp.type": "LogAppendTime"},
        }

    def _places(self, topics: Iterable[str]) -> list[TopicPartition]:
        return [TopicPartition(topic, number) for topic in topics for number in range(self._partitions_of(topic))]

    def _partitions_of(self, topic: str) -> int:
        """How many partitions a topic has; kept, as it never changes."""
        with self._turn, port_errors():
            if topic not in self._partitions:
                (found,) = self._admin().describe_topics([topic])
                if for_code(found["error_code"]) is not NoError:
                    raise TopicUnknown(topic)
                self._partitions[topic] = len(found["partitions"])
            return self._partitions[topic]

    def _admin(self) -> Any:
        if self._opened_admin is None:
            self._opened_admin = KafkaAdminClient(**self._address.client_options())
        return self._opened_admin
