"""The tables of `accounts`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from services.kernel.tables import Instant

metadata = MetaData()

territories = Table(
    "territories",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("settings", JSON, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("territory", String(60), ForeignKey("territories.territory"), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("phone", String(40), nullable=False, default=""),
    Column("password_hash", String(300), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("structure_id", String(36), nullable=True),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("accounts_territory_name", "territory", "name"),
)

account_companies = Table(
    "account_companies",
    metadata,
    Column("account_id", String(36), ForeignKey("accounts.id"), nullable=False),
    Column("company_id", String(36), nullable=False),
    PrimaryKeyConstraint("account_id", "company_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    Column("account_id", String(36), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("opened_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("farewell", Text, nullable=False, server_default=""),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String(300), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("account_id", String(36), ForeignKey("accounts.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
    UniqueConstraint("account_id", "issuer", name="identities_account_issuer"),
)

failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("email", String(254), nullable=False),
    Column("at", Instant, nullable=False),
    Index("failures_email_at", "email", "at"),
)
