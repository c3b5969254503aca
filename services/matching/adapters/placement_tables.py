"""The tables of introductions and placements of `matching` (migration 0003). No column holds a person's name."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from services.kernel.tables import Instant

metadata = MetaData()

introductions = Table(
    "introductions",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("profile_id", String(36), nullable=True),
    Column("offer_id", String(36), nullable=False),
    Column("company_id", String(36), nullable=True),
    Column("referent_id", String(36), nullable=True),
    Column("state", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("introduced_at", Instant, nullable=True),
    Column("answered_at", Instant, nullable=True),
    Column("due_at", Instant, nullable=True),
    Column("open_key", String(80), nullable=True),
    Column("data", Text, nullable=False),
    UniqueConstraint("territory", "open_key", name="introductions_one_open"),
    Index("introductions_profile", "territory", "profile_id"),
    Index("introductions_offer", "territory", "offer_id"),
    Index("introductions_company", "territory", "company_id", "introduced_at"),
    Index("introductions_referent", "territory", "referent_id", "state"),
    Index("introductions_due", "territory", "due_at"),
)
"""``open_key``: « profile:offer » while it is under way, so that a person has one at most per offer; else NULL."""

agreements = Table(
    "agreements",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("agreement_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("profile_id", String(36), nullable=False),
    Column("company_id", String(36), nullable=True),
    Column("introduction_id", String(36), nullable=True),
    Column("status", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text_version", String(40), nullable=False),
    Index("agreements_profile", "territory", "profile_id"),
)

placements = Table(
    "placements",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("introduction_id", String(36), nullable=False),
    Column("profile_id", String(36), nullable=True),
    Column("offer_id", String(36), nullable=False),
    Column("company_id", String(36), nullable=True),
    Column("referent_id", String(36), nullable=True),
    Column("kind", String(30), nullable=False),
    Column("status", String(20), nullable=False),
    Column("objective", String(20), nullable=True),
    Column("outcome", String(30), nullable=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=True),
    Column("ended_on", Date, nullable=True),
    Column("agreed_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("data", Text, nullable=False),
    Index("placements_profile", "territory", "profile_id"),
    Index("placements_introduction", "territory", "introduction_id"),
    Index("placements_offer", "territory", "offer_id", "status"),
    Index("placements_company", "territory", "company_id"),
    Index("placements_referent", "territory", "referent_id", "status"),
    Index("placements_over", "territory", "status", "ends_on"),
)

structures = Table(
    "structures",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("structure_id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("prescribes_by_right", Boolean, nullable=False),
    Column("phone", String(40), nullable=False),
)

structures_version = Table(
    "structures_version",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
)

colleagues = Table(
    "colleagues",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("staff_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("structure_id", String(36), nullable=False),
    Column("active", Boolean, nullable=False),
)

delegations = Table(
    "delegations",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("delegation_id", String(36), primary_key=True),
    Column("structure_id", String(36), nullable=False),
    Column("given_by_kind", String(40), nullable=False),
    Column("given_by_name", String(200), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("withdrawn_on", Date, nullable=True),
    Column("recorded_by", String(120), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("delegations_structure", "territory", "structure_id"),
)
