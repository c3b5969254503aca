"""Dead letters: messages that could not be handled, kept with their reason and in the order of their key.

Once a message of a key is parked, the later ones of the same key wait behind it, so that handling them later
keeps their order. ``retry`` puts a whole key back; ``drop`` gives up one message and lets the next be retried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from services.kernel import tables
from services.kernel.eventlog.port import Incoming

letters = tables.dead_letters


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parked message. ``behind`` tells that it waits for an earlier one of its key."""

    id: int
    consumer: str
    topic: str
    partition: int
    offset: int
    key: str
    value: bytes | None
    reason: str
    behind: bool
    attempts: int
    parked_at: datetime

    def as_incoming(self) -> Incoming:
        """The record as it first came."""
        return Incoming(self.topic, self.partition, self.offset, self.key, self.value, {}, self.parked_at.timestamp())


def key_is_parked(connection: Connection, consumer: str, topic: str, key: str) -> bool:
    """Whether an earlier message of this key waits for a decision.

    Waits for a retry of this key that is under way (PostgreSQL locks the row; SQLite has one writer), so that nothing
    is parked behind a message that has just left.
    """
    query = select(letters.c.id).where(letters.c.consumer == consumer, letters.c.topic == topic, letters.c.key == key)
    return connection.execute(query.limit(1).with_for_update(read=True)).first() is not None


def holds_any(connection: Connection, consumer: str) -> bool:
    """Whether anything is parked for this consumer: while nothing is, no key of a batch needs to be asked about.

    A retry that is under way still counts: its row is there until it commits.
    """
    query = select(letters.c.id).where(letters.c.consumer == consumer).limit(1)
    return connection.execute(query).first() is not None


def lock(connection: Connection, letter_id: int) -> bool:
    """Keep others from deciding on this message until the transaction ends; False when it is no longer parked."""
    query = select(letters.c.id).where(letters.c.id == letter_id).with_for_update()
    return connection.execute(query).first() is not None


def park(
    connection: Connection, consumer: str, record: Incoming, *, reason: str, behind: bool, attempts: int, at: datetime
) -> None:
    """Keep a record aside; parking the same record twice changes nothing."""
    place = (
        letters.c.consumer == consumer,
        letters.c.topic == record.topic,
        letters.c.partition == record.partition,
        letters.c.offset == record.offset,
    )
    if connection.execute(select(exists().where(*place))).scalar_one():
        return
    connection.execute(
        insert(letters).values(
            consumer=consumer,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key,
            value=record.value,
            reason=reason[:2000],
            behind=int(behind),
            attempts=attempts,
            parked_at=at,
        )
    )


def count_heads(connection: Connection, consumer: str) -> int:
    """How many messages failed by themselves (those that wait behind another are not counted)."""
    return connection.execute(
        select(func.count()).select_from(letters).where(letters.c.consumer == consumer, letters.c.behind == 0)
    ).scalar_one()


def count(connection: Connection) -> int:
    """How many messages are parked, of every consumer."""
    return connection.execute(select(func.count()).select_from(letters)).scalar_one()


def listed(connection: Connection, *, consumer: str | None = None, limit: int = 500) -> Sequence[DeadLetter]:
    """Parked messages, oldest first."""
    query = select(letters).order_by(letters.c.id).limit(limit)
    if consumer:
        query = query.where(letters.c.consumer == consumer)
    return [_read(row) for row in connection.execute(query).mappings()]


def of_key(connection: Connection, consumer: str, topic: str, key: str) -> Sequence[DeadLetter]:
    """The parked messages of one key, in the order in which they must be handled."""
    query = (
        select(letters)
        .where(letters.c.consumer == consumer, letters.c.topic == topic, letters.c.key == key)
        .order_by(letters.c.offset)
    )
    return [_read(row) for row in connection.execute(query).mappings()]


def find(connection: Connection, letter_id: int) -> DeadLetter | None:
    """One parked message."""
    row = connection.execute(select(letters).where(letters.c.id == letter_id)).mappings().first()
    return _read(row) if row is not None else None


def remove(connection: Connection, letter_id: int) -> None:
    """Forget a parked message: it was handled, or given up."""
    connection.execute(delete(letters).where(letters.c.id == letter_id))


def drop(connection: Connection, letter_id: int) -> DeadLetter | None:
    """Give up a message for good; the next of its key becomes the first, to be retried. Return what was dropped."""
    letter = find(connection, letter_id)
    if letter is None:
        return None
    remove(connection, letter_id)
    following = of_key(connection, letter.consumer, letter.topic, letter.key)
    if following and following[0].behind:
        make_head(connection, following[0].id, reason="le message précédent a été abandonné")
    return letter


def make_head(connection: Connection, letter_id: int, *, reason: str) -> None:
    """The message is now the first of its key, and failed for this reason."""
    connection.execute(update(letters).where(letters.c.id == letter_id).values(behind=0, reason=reason[:2000]))


def _read(row: object) -> DeadLetter:
    values = dict(row)  # type: ignore[call-overload]
    values["behind"] = bool(values["behind"])
    return DeadLetter(**values)
