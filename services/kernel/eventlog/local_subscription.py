"""A member of a consumer group of a local log.

Polling renews the lease, follows the changes of hands, and reads each held partition in turn so that none starves.
Waits on the process's bell, with an occasional look at the file for what other processes wrote.
"""

import json
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.kernel.eventlog import local_groups
from services.kernel.eventlog.local_file import LogFile
from services.kernel.eventlog.local_groups import Lease, Member
from services.kernel.eventlog.port import Incoming
from services.kernel.eventlog.presence import Presence, is_gone
from services.kernel.eventlog.sharing import Place

_FIRST_LOOK = 0.1
_LONGEST_LOOK = 0.5
_PRESENCE_LOOK = 2.0


class LocalSubscription:
    """See ``port.Subscription``. Owns its connection."""

    def __init__(self, file: LogFile, member: Member, *, clock: Callable[[], float], lease: float) -> None:
        self._file = file
        self._member = member
        self._clock = clock
        self._lease = lease
        self._presence = Presence(file.members, member.name)
        self._leases: Mapping[Place, Lease] = {}
        self._positions: dict[Place, int] = {}
        self._paused: set[Place] = set()
        self._last_served: Place | None = None
        self._renewed_at = float("-inf")
        self._looked_at = time.monotonic()
        self._version = -1
        self._closed = False
        try:
            self._renew()
        except BaseException:
            self._release()
            raise

    def poll(self, *, max_records: int, timeout: float) -> Sequence[Incoming]:
        """See the port."""
        if self._closed:
            raise ValueError("the subscription is closed")
        deadline = time.monotonic() + timeout
        look = _FIRST_LOOK
        while True:
            ticket = self._file.wakeup.ticket()
            if self._must_renew():
                self._renew()
            while (records := self._read(max_records)) is None:
                self._renew()
            remaining = deadline - time.monotonic()
            if records or remaining <= 0:
                return records
            if not self._file.wakeup.wait(ticket, min(look, remaining)):
                look = min(look * 1.5, _LONGEST_LOOK)

    def commit(self, records: Iterable[Incoming]) -> None:
        """See the port."""
        ends: dict[Place, int] = {}
        for record in records:
            place = Place(record.topic, record.partition)
            ends[place] = max(ends.get(place, 0), record.offset + 1)
        held = [(self._leases[place], end) for place, end in ends.items() if place in self._leases]
        if held:
            with self._file.writing(wake=False) as connection:
                for lease, end in held:
                    local_groups.commit(connection, self._member, lease, end)

    def rewind(self, record: Incoming) -> None:
        """See the port."""
        place = Place(record.topic, record.partition)
        if place in self._positions:
            self._positions[place] = min(self._positions[place], record.offset)

    def pause(self, topic: str, partition: int) -> None:
        """See the port."""
        place = Place(topic, partition)
        if place in self._leases:
            self._paused.add(place)

    def resume(self, topic: str, partition: int) -> None:
        """See the port."""
        self._paused.discard(Place(topic, partition))

    def assignment(self) -> frozenset[tuple[str, int]]:
        """See the port."""
        return frozenset((place.topic, place.partition) for place in self._leases)

    def close(self) -> None:
        """See the port. May be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            with self._file.writing() as connection:
                local_groups.leave(connection, self._member)
        finally:
            self._leases, self._positions = {}, {}
            self._release()

    def _release(self) -> None:
        self._presence.leave()
        self._file.close()

    def _must_renew(self) -> bool:
        """Whether a third of the lease has gone, or another member's process has ended."""
        since = self._clock() - self._renewed_at
        if since >= self._lease / 3 or since < 0:
            return True
        if time.monotonic() - self._looked_at < _PRESENCE_LOOK:
            return False
        self._looked_at = time.monotonic()
        names = self._file.rows("SELECT member FROM members WHERE group_name = ?", (self._member.group,))
        return any(is_gone(self._file.members, name) for (name,) in names if name != self._member.name)

    def _renew(self) -> None:
        now = self._clock()
        with self._file.writing(wake=False) as connection:
            version, leases = local_groups.renew(
                connection, self._member, now=now, lease=self._lease, presences=self._file.members
            )
        if version != self._version:
            self._file.wakeup.ring()
        self._version = version
        self._renewed_at = now
        kept = {p for p, lease in leases.items() if p in self._leases and self._leases[p].epoch == lease.epoch}
        self._positions = {p: self._positions[p] if p in kept else lease.committed for p, lease in leases.items()}
        self._paused &= kept
        self._leases = leases

    def _read(self, max_records: int) -> list[Incoming] | None:
        """Records at the positions, from one consistent view; None when the group has changed since the renewal."""
        found: list[Incoming] = []
        with self._file.reading() as connection:
            if local_groups.version(connection, self._member.group) != self._version:
                return None
            ends = local_groups.ends(connection, self._member)
            for place in self._places_in_turn():
                if len(found) < max_records and self._positions[place] < ends.get(place, 0):
                    found.extend(self._read_place(connection, place, ends[place], max_records - len(found)))
        if found:
            self._last_served = Place(found[-1].topic, found[-1].partition)
        return found

    def _places_in_turn(self) -> list[Place]:
        """The places to read, beginning after the one served last, so that a full one does not starve the rest."""
        places = sorted(place for place in self._leases if place not in self._paused)
        start = bisect_right(places, self._last_served) if self._last_served else 0
        return places[start:] + places[:start]

    def _read_place(self, connection: Any, place: Place, end: int, limit: int) -> list[Incoming]:
        """At most ``limit`` records of a place; the position passes over the gaps that compaction left."""
        rows = connection.execute(
            "SELECT offset, key, value, headers, appended_at FROM records"
            " WHERE partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
            (self._leases[place].partition, self._positions[place], limit),
        ).fetchall()
        self._positions[place] = rows[-1][0] + 1 if len(rows) == limit else end
        return [
            Incoming(place.topic, place.partition, offset, key, value, json.loads(headers), appended_at)
            for offset, key, value, headers, appended_at in rows
        ]
