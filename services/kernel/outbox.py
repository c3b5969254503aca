"""The transactional outbox: an event is written in the transaction of the change that it announces.

Whoever writes an aggregate has locked it before announcing, so that the order of rows is the order of changes
of each key. A relay publishes the rows and deletes them once the log has them.
"""

import json
import zlib
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from services.kernel import correlation, tables
from services.kernel.clock import new_id
from services.kernel.envelope import wrap
from services.kernel.facts import Fact
from services.kernel.failpoints import reach

BUCKETS = 8
MAX_VALUE_BYTES = 900_000
"""What every event log takes: a larger event would block those behind it."""


def bucket_of(key: str) -> int:
    """The relay bucket of a record key: stable across processes."""
    return zlib.crc32(key.encode()) % BUCKETS


def announce(connection: Connection, fact: Fact, *, source: str, tenant: str, at: datetime, actor: str = "") -> None:
    """Write a fact to the outbox, in the caller's transaction. The record's key begins with the tenant.

    Raises ValueError above ``MAX_VALUE_BYTES``.
    """
    envelope = wrap(
        fact,
        event_id=new_id(),
        source=source,
        tenant=tenant,
        at=at,
        correlation_id=correlation.current(),
        actor=actor,
    )
    value = envelope.to_bytes()
    if len(value) > MAX_VALUE_BYTES:
        raise ValueError(f"{fact.TYPE} is too large an event: {len(value)} bytes")
    key = f"{tenant}:{fact.key()}"
    connection.execute(
        insert(tables.outbox).values(
            event_id=str(envelope.id),
            bucket=bucket_of(key),
            topic=fact.TOPIC.name,
            key=key,
            value=value,
            headers=json.dumps({"type": fact.TYPE, "tenant": tenant}),
            created_at=at,
        )
    )
    reach("outbox.written")


def waiting(connection: Connection) -> int:
    """How many events are not published yet."""
    return connection.execute(select(func.count()).select_from(tables.outbox)).scalar_one()
