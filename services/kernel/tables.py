"""The tables of the plumbing, present in every service's database (``services/kernel/migrations``)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()

BigId = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC and given back aware (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("bucket", Integer, nullable=False),
    Column("topic", String(120), nullable=False),
    Column("key", String(300), nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("headers", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("outbox_bucket_id", "bucket", "id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("consumer", String(120), nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("handled_at", Instant, nullable=False),
    PrimaryKeyConstraint("consumer", "event_id"),
    Index("inbox_handled_at", "handled_at"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("consumer", String(120), nullable=False),
    Column("topic", String(120), nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("key", String(300), nullable=False),
    Column("value", LargeBinary, nullable=True),
    Column("reason", Text, nullable=False),
    Column("behind", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("parked_at", Instant, nullable=False),
    Index("dead_letters_place", "consumer", "topic", "partition", "offset", unique=True),
    Index("dead_letters_key", "consumer", "topic", "key"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("scope", "key"),
    Index("idempotency_created_at", "created_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("tenant", String(60), nullable=False),
    Column("actor", String(120), nullable=False),
    Column("verb", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("details", Text, nullable=False),
    Column("correlation_id", String(80), nullable=False),
    Index("audit_subject", "tenant", "subject", "id"),
    Index("audit_verb", "tenant", "verb", "id"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("ran_at", Instant, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("tenant", String(60), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", Text, nullable=False, default=""),
    Index("messages_waiting", "sent_at", "created_at"),
)

pulses = Table(
    "pulses",
    metadata,
    Column("consumer", String(120), primary_key=True),
    Column("behind", BigInteger, nullable=True),
    Column("stopped", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
