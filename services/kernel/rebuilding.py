"""What a service only heard from the others, made anew from the log: emptied and filled again in one transaction.

A projection holds nothing of the service's own, and its reactions do nothing but fill it; what they fill also from acts
of its own (an offer's places, an employer's answer) is left alone. Readers see the old rows until the new ones are all
there; a rebuild that fails changes nothing. Refuses a log that does not answer to its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import structlog
from sqlalchemy import Connection, Delete

from services.kernel.database import Database
from services.kernel.envelope import Envelope, EnvelopeMalformed
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Incoming
from services.kernel.reactions import Moment, Reactions

log = structlog.get_logger(__name__)

AT_ONCE = 500
SILENCES = 40
"""Polls in a row without a record, of half a second each, after which the log is said not to answer."""


@dataclass(frozen=True, slots=True)
class Projection:
    """``emptied`` removes its rows."""

    name: str
    reactions: Reactions
    emptied: Sequence[Delete]


def rebuild(
    projections: Sequence[Projection], database: Database, event_log: EventLog, *, now: datetime
) -> Mapping[str, int]:
    """Make each anew; return how many facts each was told. What cannot be read is left out and said.

    Raises EventLogUnavailable when the log was not read to its end.
    """
    told: dict[str, int] = {}
    for projection in projections:
        with database.transaction() as connection:
            for statement in projection.emptied:
                connection.execute(statement)
            told[projection.name] = 0
            for records in _everything(event_log, projection):
                told[projection.name] += sum(_tell(projection.reactions, one, connection, now) for one in records)
    return told


def _tell(reactions: Reactions, record: Incoming, connection: Connection, now: datetime) -> bool:
    if record.value is None:
        return False
    try:
        envelope = Envelope.from_bytes(record.value)
        read = reactions.read(envelope)
    except EnvelopeMalformed as error:
        log.warning("projection.unreadable", topic=record.topic, key=record.key, reason=str(error)[:200])
        return False
    if read is None:
        return False
    fact, handler = read
    handler(fact, Moment(envelope, connection, now))
    return True


def _everything(event_log: EventLog, projection: Projection) -> Iterator[Sequence[Incoming]]:
    """The records of the projection's topics from their start to their end, in a group that leaves no trace."""
    group, topics = f"{projection.name}.rebuild-{uuid4().hex[:8]}", projection.reactions.topics()
    subscription = event_log.subscribe(group, topics)
    silences = 0
    try:
        while silences < SILENCES:
            records = subscription.poll(max_records=AT_ONCE, timeout=0.5 if silences else 0.05)
            if records:
                silences = 0
                yield records
                subscription.commit(records)
            elif subscription.assignment() and not any(event_log.lag(group, topics).values()):
                return
            else:
                silences += 1
        raise EventLogUnavailable(f"{projection.name} : le journal n'a pas pu être lu jusqu'au bout.")
    finally:
        subscription.close()
        event_log.forget(group, topics)
