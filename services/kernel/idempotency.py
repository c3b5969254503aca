"""Writes that may be sent twice: the answer of the first is kept in its own transaction and given again."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from services.kernel import tables
from services.kernel.dialects import alone
from services.kernel.problems import Conflict, Malformed

KEPT = timedelta(days=7)


def once(
    connection: Connection,
    *,
    scope: str,
    key: str | None,
    request: bytes,
    now: datetime,
    act: Callable[[], tuple[int, bytes]],
) -> tuple[int, bytes]:
    """Do ``act`` once per (scope, key): return its (status, body), or those of the first time.

    The same key with another request is a Conflict. Without a key the act is simply done. Two equal requests
    sent at once wait for one another.
    """
    if not key:
        return act()
    if len(key) > 200 or not key.isprintable():
        raise Malformed("L'en-tête Idempotency-Key est trop long ou contient des caractères interdits.")
    alone(connection, scope, key)
    digest = hashlib.sha256(request).hexdigest()
    table = tables.idempotency
    found = connection.execute(select(table).where(table.c.scope == scope, table.c.key == key)).first()
    if found is not None:
        if found.request_hash != digest:
            raise Conflict("Cette clé d'idempotence a déjà servi pour une autre demande. Rien n'a été changé.")
        return int(found.status), bytes(found.body)
    status, body = act()
    connection.execute(
        insert(table).values(scope=scope, key=key, request_hash=digest, status=status, body=body, created_at=now)
    )
    return status, body


def prune(connection: Connection, *, now: datetime) -> int:
    """Delete what is older than ``KEPT``."""
    return connection.execute(delete(tables.idempotency).where(tables.idempotency.c.created_at < now - KEPT)).rowcount
