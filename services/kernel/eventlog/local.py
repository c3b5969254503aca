"""The event log of the embedded mode: one SQLite file shared by every process of a machine.

``local:///abs/path/events.db?lease=30&tombstone_days=7``. The folder ``events.db-members`` beside it holds the
locks by which members tell that they live. Refuses a topic that was not declared, and an address with an unknown
option.
"""

import json
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from uuid6 import uuid7

from services.kernel.eventlog import local_compaction, local_groups
from services.kernel.eventlog.local_file import LogFile
from services.kernel.eventlog.local_groups import Member
from services.kernel.eventlog.local_subscription import LocalSubscription
from services.kernel.eventlog.port import GroupInUse, Outgoing, Topic, TopicUnknown
from services.kernel.failpoints import reach

LEASE_SECONDS = 30.0
TOMBSTONE_DAYS = 7.0

_OPTIONS = frozenset({"lease", "tombstone_days", "durable"})
_IN_USE = "Le groupe « {} » est en cours de lecture. Arrêtez ses consommateurs d'abord."


def open_log(url: str) -> "LocalEventLog":
    """Open ``local:///abs/path/events.db``. Options: ``lease`` in seconds, ``tombstone_days``, ``durable=no``."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    if parts.netloc or not parts.path.strip("/") or options.keys() - _OPTIONS:
        raise ValueError(f"Adresse de journal illisible : {url!r}. Forme attendue : local:///chemin/events.db")
    return LocalEventLog(
        Path("/" + unquote(parts.path).lstrip("/")),
        lease=float(options.get("lease", LEASE_SECONDS)),
        tombstone_days=float(options.get("tombstone_days", TOMBSTONE_DAYS)),
        durable=options.get("durable") != "no",
    )


class LocalEventLog:
    """See ``port.EventLog``.

    ``lease`` is how long, in seconds, a member may go without polling; ``tombstone_days`` how long a tombstone outlives
    its key, so that a reader that was away learns of the deletion. ``clock`` gives seconds since the epoch. Without
    ``durable`` an event survives the death of the process, not that of the machine: for what can be played anew.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        lease: float = LEASE_SECONDS,
        tombstone_days: float = TOMBSTONE_DAYS,
        durable: bool = True,
    ) -> None:
        self._clock = clock
        self._lease = lease
        self._tombstone_days = tombstone_days
        self._file = LogFile(path, durable=durable)
        self._turn = threading.Lock()
        self._partitions: dict[str, tuple[int, ...]] = {}

    def declare(self, topics: Iterable[Topic]) -> None:
        """See the port."""
        with self._turn, self._file.writing() as connection:
            for topic in topics:
                created = connection.execute(
                    "INSERT INTO topics (name, compacted, retention_days) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    (topic.name, topic.compacted, topic.retention_days),
                ).rowcount
                if created:
                    connection.executemany(
                        "INSERT INTO partitions (topic, number) VALUES (?, ?)",
                        [(topic.name, number) for number in range(topic.partitions)],
                    )

    def append(self, records: Sequence[Outgoing]) -> None:
        """See the port. One transaction: all the records are kept, or none."""
        if not records:
            return
        with self._turn:
            places = [self._place_of(record) for record in records]
            with self._file.writing() as connection:
                _insert(connection, places, records, now=self._clock())
                reach("eventlog.appending")
            reach("eventlog.appended")

    def subscribe(self, group: str, topics: Sequence[str]) -> LocalSubscription:
        """See the port."""
        with self._turn:
            for topic in topics:
                self._partitions_of(topic)
        return LocalSubscription(
            LogFile(self._file.path, durable=False),
            Member(group, str(uuid7()), frozenset(topics)),
            clock=self._clock,
            lease=self._lease,
        )

    def lag(self, group: str, topics: Sequence[str]) -> Mapping[tuple[str, int], int]:
        """See the port. Exact on compacted topics too."""
        found: dict[tuple[str, int], int] = {}
        with self._turn:
            for topic in topics:
                self._partitions_of(topic)
                rows = self._file.rows(
                    "SELECT p.number, (SELECT count(*) FROM records r WHERE r.partition = p.id"
                    "  AND r.offset >= coalesce(l.committed, 0))"
                    " FROM partitions p LEFT JOIN leases l ON l.partition = p.id AND l.group_name = ?"
                    " WHERE p.topic = ?",
                    (group, topic),
                )
                found.update({(topic, number): count for number, count in rows})
        return found

    def forget(self, group: str, topics: Sequence[str]) -> None:
        """See the port."""
        with self._turn, self._file.writing() as connection:
            if not local_groups.forget(connection, group, topics, now=self._clock(), presences=self._file.members):
                raise GroupInUse(_IN_USE.format(group))

    def catch_up(self, group: str, topics: Sequence[str]) -> None:
        """See the port."""
        with self._turn:
            for topic in topics:
                self._partitions_of(topic)
            with self._file.writing() as connection:
                now, presences = self._clock(), self._file.members
                if not local_groups.catch_up(connection, group, topics, now=now, presences=presences):
                    raise GroupInUse(_IN_USE.format(group))

    def compact(self) -> int:
        """See the port."""
        with self._turn:
            return local_compaction.compact(self._file, now=self._clock(), tombstone_days=self._tombstone_days)

    def close(self) -> None:
        """See the port."""
        with self._turn:
            self._file.close()

    def _place_of(self, record: Outgoing) -> int:
        partitions = self._partitions_of(record.topic)
        return partitions[zlib.crc32(record.key.encode()) % len(partitions)]

    def _partitions_of(self, topic: str) -> tuple[int, ...]:
        """The rows of a topic's partitions, in order; kept, as they never change."""
        if topic not in self._partitions:
            rows = self._file.rows("SELECT id FROM partitions WHERE topic = ? ORDER BY number", (topic,))
            if not rows:
                raise TopicUnknown(topic)
            self._partitions[topic] = tuple(row[0] for row in rows)
        return self._partitions[topic]


def _insert(connection: Any, places: Sequence[int], records: Sequence[Outgoing], *, now: float) -> None:
    """Write the records at the ends of their partitions, within the caller's writing transaction."""
    ends: dict[int, int] = {}
    rows = []
    for partition, record in zip(places, records, strict=True):
        if partition not in ends:
            found = connection.execute("SELECT next_offset FROM partitions WHERE id = ?", (partition,))
            (ends[partition],) = found.fetchone()
        headers = json.dumps(dict(record.headers), ensure_ascii=False)
        rows.append((partition, ends[partition], now, record.key, headers, record.value))
        ends[partition] += 1
    connection.executemany(
        "INSERT INTO records (partition, offset, appended_at, key, headers, value) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    connection.executemany(
        "UPDATE partitions SET next_offset = ? WHERE id = ?", [(end, partition) for partition, end in ends.items()]
    )
