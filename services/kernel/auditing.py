"""The audit trail: who did what to what, written in the transaction of the act itself."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from services.kernel import correlation, tables


def record(
    connection: Connection,
    *,
    at: datetime,
    tenant: str,
    actor: str,
    verb: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one row. ``actor`` and ``subject`` are ``kind:id``; details hold ids and closed words only."""
    connection.execute(
        insert(tables.audit).values(
            at=at,
            tenant=tenant,
            actor=actor,
            verb=verb,
            subject=subject,
            details=json.dumps(details or {}, ensure_ascii=False, default=str),
            correlation_id=correlation.current(),
        )
    )


def record_many(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write several rows at once: each as the keyword arguments of ``record``."""
    if not rows:
        return
    prepared = [
        {
            **row,
            "details": json.dumps(row.get("details") or {}, ensure_ascii=False, default=str),
            "correlation_id": correlation.current(),
        }
        for row in rows
    ]
    connection.execute(insert(tables.audit), prepared)


def trail(connection: Connection, *, tenant: str, subject: str, limit: int = 200) -> Sequence[Mapping[str, Any]]:
    """What was done to a subject, newest first."""
    query = (
        select(tables.audit)
        .where(tables.audit.c.tenant == tenant, tables.audit.c.subject == subject)
        .order_by(tables.audit.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
