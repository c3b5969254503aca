"""Taking the log back to an instant, once the databases were put back as they were then.

What was published since speaks of a time that no database remembers: a reader who heard it would know people and offers
that their own service does not, and would take the next change of an aggregate for an old one. In each topic that holds
such records, those of before are appended again, in the order of each key and with the ids that every inbox knows; only
then does everything that was there before go. Cut short, it is run again: what it had already appended is recognised.

Refuses, before anything has changed: a consumer that still runs, an instant from which the log holds nothing. And
before anything goes: somebody who still writes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec

from infra.plan import Kind, Step
from services.kernel.eventlog.kafka import KafkaEventLog
from services.kernel.eventlog.kafka_connection import port_errors, read_address
from services.kernel.eventlog.port import EventLogUnavailable, Incoming, Outgoing
from services.kernel.problems import Conflict

FIRST_APPENDED = "first-appended"
"""Header of a record that was appended again: when it was appended at first, in seconds since the epoch."""
AT_ONCE = 500
SILENCES = 60
"""Polls in a row without a record, of half a second each, after which the log is said not to answer."""
GONE = "ce qui a été publié depuis cet instant s'efface"
NOTHING_BEFORE = "Le journal ne contient rien d'avant cet instant. Rien n'a été fait : relisez l'instant."
STILL_WRITES = "Quelqu'un écrit encore dans {} : arrêtez tous les services, puis recommencez. Rien n'a été effacé."


@dataclass(slots=True)
class Share:
    """What a topic holds: how many records stay, how many go, and where each partition ended when it was read."""

    ends: Mapping[int, int]
    kept: int = 0
    gone: Counter[int] = field(default_factory=Counter)
    """By partition."""


class KafkaRewind:
    """The topics of a cluster, to be taken back to ``instant``. Close it when done."""

    def __init__(self, url: str, topics: Sequence[str], instant: datetime) -> None:
        address = read_address(url)
        self._topics = sorted(topics)
        self._until = instant.timestamp()
        self._log = KafkaEventLog(address)
        with port_errors():
            self._admin: Any = KafkaAdminClient(**address.client_options())

    def close(self) -> None:
        """Release the connections."""
        self._admin.close()
        self._log.close()

    def plan(self) -> list[Step]:
        """What stays and what goes, topic by topic. Raises Conflict when the log holds nothing of before."""
        shares = {topic: self._share(topic) for topic in self._topics}
        if not any(share.kept for share in shares.values()) and any(share.gone for share in shares.values()):
            raise Conflict(NOTHING_BEFORE)
        return [self._step(topic, share) for topic, share in shares.items()]

    def _step(self, topic: str, share: Share) -> Step:
        what = f"sujet {topic}"
        if not share.gone:
            return Step(Kind.KEEP, what)
        detail = f"{share.kept} enregistrement(s) gardé(s), {share.gone.total()} effacé(s)"
        return Step(Kind.DESTROY, what, detail, partial(self._take_back, topic, share), why=GONE)

    def _share(self, topic: str) -> Share:
        with port_errors():
            count = len(self._admin.describe_topics([topic])[0]["partitions"])
        share = Share(self._ends(topic, range(count)))
        for record, stays in self._read(topic, share.ends):
            if stays:
                share.kept += 1
            else:
                share.gone[record.partition] += 1
        return share

    def _take_back(self, topic: str, share: Share) -> None:
        """Append again what stays in the partitions that lose something, then let go of all that they held."""
        appended: Counter[int] = Counter()
        waiting: list[Outgoing] = []
        for record, stays in self._read(topic, share.ends):
            if stays and share.gone[record.partition]:
                again = {**record.headers, FIRST_APPENDED: str(first_appended(record))}
                waiting.append(Outgoing(topic, record.key, record.value, again))
                appended[record.partition] += 1
            if len(waiting) >= AT_ONCE:
                self._log.append(waiting)
                waiting = []
        if waiting:
            self._log.append(waiting)
        now = self._ends(topic, share.ends)
        if any(now[number] != end + appended[number] for number, end in share.ends.items()):
            raise Conflict(STILL_WRITES.format(topic))
        self._let_go(topic, {number: end for number, end in share.ends.items() if share.gone[number]})

    def _let_go(self, topic: str, ends: Mapping[int, int]) -> None:
        """Delete what is before these offsets: a compacted topic must say meanwhile that it may be deleted from."""
        described = ConfigResource(ConfigResourceType.TOPIC, topic)
        with port_errors():
            held = next(iter(self._admin.describe_configs([described], config_filter="all").values()))[topic]
            policy, retention = held["cleanup.policy"]["value"], held["retention.ms"]["value"]
            if "delete" not in policy:
                self._alter(topic, {"cleanup.policy": f"{policy},delete", "retention.ms": "-1"})
            self._admin.delete_records({TopicPartition(topic, number): end for number, end in ends.items()})
            if "delete" not in policy:
                self._alter(topic, {"cleanup.policy": policy, "retention.ms": retention})

    def _alter(self, topic: str, configs: dict[str, str]) -> None:
        self._admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs)])

    def _ends(self, topic: str, partitions: Iterator[int] | range | Mapping[int, int]) -> dict[int, int]:
        places = [TopicPartition(topic, number) for number in partitions]
        with port_errors():
            found = self._admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
        return {place.partition: found[place].offset for place in places}

    def _read(self, topic: str, ends: Mapping[int, int]) -> Iterator[tuple[Incoming, bool]]:
        """Each record that is there before these ends, and whether it stays: once, if it is of before the instant."""
        seen: set[tuple[str, float, bytes]] = set()
        for record in self._records(topic):
            if record.offset >= ends[record.partition]:
                continue
            once = (record.key, first_appended(record), hashlib.sha256(record.value or b"").digest())
            yield record, once[1] < self._until and once not in seen
            seen.add(once)

    def _records(self, topic: str) -> Iterator[Incoming]:
        """Every record of the topic, from its start, in the order of each partition."""
        group = f"infra.rewind-{uuid4().hex[:8]}"
        subscription = self._log.subscribe(group, [topic])
        silences = 0
        try:
            while silences < SILENCES:
                records = subscription.poll(max_records=AT_ONCE, timeout=0.5 if silences else 0.05)
                yield from records
                subscription.commit(records)
                silences = 0 if records else silences + 1
                if not records and subscription.assignment() and not any(self._log.lag(group, [topic]).values()):
                    return
        finally:
            subscription.close()
            self._log.forget(group, [topic])
        raise EventLogUnavailable(f"{topic} n'a pas pu être lu jusqu'au bout. Rien n'a été effacé.")


def first_appended(record: Incoming) -> float:
    """When this record was appended at first, whether or not it was appended again since."""
    return float(record.headers.get(FIRST_APPENDED, record.appended_at))
