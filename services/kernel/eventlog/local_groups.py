"""Consumer groups of a local log: who is a member, who holds which partition, how far the group has come.

A partition is leased to one member with an epoch that grows at each change of hands: a commit under an older epoch
changes nothing. A member lives until its lease ends without a poll, or its process ends. Every function runs in the
caller's transaction.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kernel.eventlog.presence import is_gone
from services.kernel.eventlog.sharing import Place, share


@dataclass(frozen=True, slots=True)
class Member:
    """One subscription to a group: its own name, and the topics that it reads."""

    group: str
    name: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lease:
    """A member's hold on a partition. ``partition`` is the row of the partition, not its number."""

    place: Place
    partition: int
    epoch: int
    committed: int


def version(connection: Any, group: str) -> int:
    """A number that grows with each change of members or leases of the group."""
    row = connection.execute("SELECT version FROM groups WHERE name = ?", (group,)).fetchone()
    return int(row[0]) if row else 0


def renew(
    connection: Any, member: Member, *, now: float, lease: float, presences: Path
) -> tuple[int, Mapping[Place, Lease]]:
    """Say that the member is alive, put out the dead, take and give partitions; return version and leases."""
    changed = _put_out_the_dead(connection, member, now=now, presences=presences)
    changed |= _enter(connection, member, alive_until=now + lease)
    changed |= _exchange(connection, member)
    if changed:
        _new_version(connection, member.group)
    return version(connection, member.group), _leases(connection, member)


def ends(connection: Any, member: Member) -> Mapping[Place, int]:
    """The next offset to be given in each partition that the member holds."""
    rows = connection.execute(
        "SELECT p.topic, p.number, p.next_offset FROM leases l JOIN partitions p ON p.id = l.partition"
        " WHERE l.group_name = ? AND l.member = ?",
        (member.group, member.name),
    )
    return {Place(topic, number): end for topic, number, end in rows}


def leave(connection: Any, member: Member) -> None:
    """End the membership: its partitions are free at once."""
    _remove(connection, member.group, member.name)
    _new_version(connection, member.group)


def commit(connection: Any, member: Member, lease: Lease, offset: int) -> bool:
    """Move the group's offset of a partition forward; False when the lease was lost or the group is already there."""
    moved = connection.execute(
        "UPDATE leases SET committed = ?1 WHERE group_name = ?2 AND partition = ?3 AND member = ?4"
        " AND epoch = ?5 AND committed < ?1",
        (offset, member.group, lease.partition, member.name, lease.epoch),
    )
    return bool(moved.rowcount)


def forget(connection: Any, group: str, topics: Iterable[str], *, now: float, presences: Path) -> bool:
    """Erase the group's offsets on the topics; False, and nothing is erased, while a member lives."""
    if not _empty(connection, group, now=now, presences=presences):
        return False
    for topic in topics:
        connection.execute(
            "UPDATE leases SET committed = 0 WHERE group_name = ?"
            " AND partition IN (SELECT id FROM partitions WHERE topic = ?)",
            (group, topic),
        )
    _new_version(connection, group)
    return True


def catch_up(connection: Any, group: str, topics: Iterable[str], *, now: float, presences: Path) -> bool:
    """Move the group's offsets to the ends of the topics; False, and nothing is moved, while a member lives."""
    if not _empty(connection, group, now=now, presences=presences):
        return False
    for topic in topics:
        connection.execute(
            "INSERT INTO leases (group_name, partition, committed) SELECT ?, id, next_offset FROM partitions"
            " WHERE topic = ? ON CONFLICT DO UPDATE SET committed = excluded.committed",
            (group, topic),
        )
    _new_version(connection, group)
    return True


def _empty(connection: Any, group: str, *, now: float, presences: Path) -> bool:
    """Whether no member lives; the dead are put out."""
    rows = connection.execute("SELECT member, alive_until FROM members WHERE group_name = ?", (group,)).fetchall()
    if any(alive_until >= now and not is_gone(presences, name) for name, alive_until in rows):
        return False
    for name, _alive_until in rows:
        _remove(connection, group, name)
    return True


def _put_out_the_dead(connection: Any, member: Member, *, now: float, presences: Path) -> bool:
    others = connection.execute(
        "SELECT member, alive_until FROM members WHERE group_name = ? AND member <> ?", (member.group, member.name)
    ).fetchall()
    dead = [name for name, alive_until in others if alive_until < now or is_gone(presences, name)]
    for name in dead:
        _remove(connection, member.group, name)
    return bool(dead)


def _remove(connection: Any, group: str, name: str) -> None:
    connection.execute("UPDATE leases SET member = NULL WHERE group_name = ? AND member = ?", (group, name))
    connection.execute("DELETE FROM members WHERE group_name = ? AND member = ?", (group, name))


def _enter(connection: Any, member: Member, *, alive_until: float) -> bool:
    """Write the member's new lease end; True when it was not a member, or no longer."""
    known = connection.execute(
        "UPDATE members SET alive_until = ? WHERE group_name = ? AND member = ?",
        (alive_until, member.group, member.name),
    ).rowcount
    if known:
        return False
    connection.execute(
        "INSERT INTO members (group_name, member, topics, alive_until) VALUES (?, ?, ?, ?)",
        (member.group, member.name, json.dumps(sorted(member.topics)), alive_until),
    )
    for topic in member.topics:
        connection.execute(
            "INSERT INTO leases (group_name, partition) SELECT ?, id FROM partitions WHERE topic = ?"
            " ON CONFLICT DO NOTHING",
            (member.group, topic),
        )
    return True


def _exchange(connection: Any, member: Member) -> bool:
    """Release what the even share gives to others, take what it gives to the member and is free."""
    wishes = {
        name: frozenset(json.loads(topics))
        for name, topics in connection.execute(
            "SELECT member, topics FROM members WHERE group_name = ?", (member.group,)
        )
    }
    rows = {
        Place(topic, number): (partition, owner)
        for topic, number, partition, owner in connection.execute(
            "SELECT p.topic, p.number, p.id, l.member FROM leases l JOIN partitions p ON p.id = l.partition"
            " WHERE l.group_name = ?",
            (member.group,),
        )
    }
    target = share(wishes, list(rows), {place: owner for place, (_, owner) in rows.items() if owner is not None})
    changed = False
    for place, (partition, owner) in rows.items():
        mine = target.get(place) == member.name
        if owner == member.name and not mine:
            _hand_over(connection, member.group, partition, None)
            changed = True
        elif owner is None and mine:
            _hand_over(connection, member.group, partition, member.name)
            changed = True
    return changed


def _hand_over(connection: Any, group: str, partition: int, member: str | None) -> None:
    connection.execute(
        "UPDATE leases SET member = ?, epoch = epoch + 1 WHERE group_name = ? AND partition = ?",
        (member, group, partition),
    )


def _new_version(connection: Any, group: str) -> None:
    connection.execute(
        "INSERT INTO groups (name, version) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET version = version + 1",
        (group,),
    )


def _leases(connection: Any, member: Member) -> Mapping[Place, Lease]:
    rows = connection.execute(
        "SELECT p.topic, p.number, p.id, l.epoch, l.committed FROM leases l JOIN partitions p ON p.id = l.partition"
        " WHERE l.group_name = ? AND l.member = ?",
        (member.group, member.name),
    )
    return {
        Place(topic, number): Lease(Place(topic, number), partition, epoch, committed)
        for topic, number, partition, epoch, committed in rows
    }
