"""The tables of `badges`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from services.kernel.tables import BigId, Instant

metadata = MetaData()

territories = Table(
    "territories",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("public_name", String(200), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("schemes", JSON, nullable=False),
    Column("invented", Boolean, nullable=False),
)

accompaniments = Table(
    "accompaniments",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("profile_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("erased", Boolean, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("profile_id", String(36), nullable=False),
    Column("staff_id", String(36), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=True),
    Index("grants_profile", "profile_id"),
    Index("grants_staff", "territory", "staff_id"),
)

placements = Table(
    "placements",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("placement_id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("territory", "placement_id"),
)

issuers = Table(
    "issuers",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("id", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("company_id", String(36), nullable=False, default=""),
    Column("name", String(300), nullable=False),
    UniqueConstraint("territory", "kind", "company_id", name="issuers_owner"),
)

issuer_keys = Table(
    "issuer_keys",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("issuer_id", String(36), nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("public", String(100), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("retired_at", Instant, nullable=True),
    Column("stolen_at", Instant, nullable=True),
    PrimaryKeyConstraint("issuer_id", "key_id"),
)

achievements = Table(
    "achievements",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("id", String(36), primary_key=True),
    Column("family", String(40), nullable=False),
    Column("label", String(60), nullable=False),
    Column("trade", String(200), nullable=False),
    Column("rome", String(10), nullable=False),
    Column("name", String(300), nullable=False),
    Column("description", Text, nullable=False),
    Column("criteria", Text, nullable=False),
)

awards = Table(
    "awards",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("placement_id", String(36), nullable=False),
    Column("profile_id", String(36), nullable=True),
    Column("company_id", String(36), nullable=True),
    Column("company_name", String(300), nullable=False),
    Column("achievement_id", String(36), nullable=False),
    Column("name", String(300), nullable=False),
    Column("ended_on", Date, nullable=False),
    Column("observed", JSON, nullable=False),
    Column("endorsed", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("agreement", JSON, nullable=True),
    Column("publication", JSON, nullable=True),
    Column("subject", String(500), nullable=True),
    Column("email", JSON, nullable=True),
    Column("list_id", String(36), nullable=True),
    Column("list_index", Integer, nullable=True),
    Column("issued_at", Instant, nullable=True),
    UniqueConstraint("territory", "placement_id", name="awards_placement"),
    Index("awards_profile", "territory", "profile_id", "id"),
    Index("awards_company", "territory", "company_id", "id"),
    Index("awards_state", "state", "territory"),
)

credentials = Table(
    "credentials",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("award_id", String(36), primary_key=True),
    Column("address", String(500), nullable=False),
    Column("issuer_id", String(36), nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("document", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Index("credentials_key", "issuer_id", "key_id"),
)

endorsements = Table(
    "endorsements",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("id", String(36), primary_key=True),
    Column("award_id", String(36), nullable=False),
    Column("issuer_id", String(36), nullable=False),
    Column("comment", Text, nullable=False),
    Column("list_id", String(36), nullable=False),
    Column("list_index", Integer, nullable=False),
    Column("endorsed_at", Instant, nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("document", Text, nullable=False),
    Column("withdrawn_at", Instant, nullable=True),
    Index("endorsements_award", "award_id"),
    Index("endorsements_key", "issuer_id", "key_id"),
)

status_lists = Table(
    "status_lists",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("id", String(36), primary_key=True),
    Column("issuer_id", String(36), nullable=False),
    Column("size", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Index("status_lists_issuer", "issuer_id", "closed"),
)

status_places = Table(
    "status_places",
    metadata,
    Column("territory", String(60), nullable=False),
    Column("list_id", String(36), nullable=False),
    Column("place", Integer, nullable=False),
    Column("revoked_at", Instant, nullable=True),
    PrimaryKeyConstraint("list_id", "place"),
)

signatures = Table(
    "signatures",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("territory", String(60), nullable=False),
    Column("address", String(500), nullable=False),
    Column("issuer_id", String(36), nullable=False),
    Column("key_id", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("signed_at", Instant, nullable=False),
    Index("signatures_address", "territory", "address"),
    sqlite_autoincrement=True,
)
