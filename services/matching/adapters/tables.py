"""The tables of projections and lists of `matching` (migration 0001; features and shadow: 0005)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from services.kernel.tables import Instant

metadata = MetaData()

changes = Table(
    "changes",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("counter", BigInteger, nullable=False),
)

territories = Table(
    "territories",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", Text, nullable=False),
)

bus_stops = Table(
    "bus_stops",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("stop_id", String(80), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("profile_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("erased", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Index("profiles_active", "territory", "active", "profile_id"),
)

offers = Table(
    "offers",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("offer_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("company_id", String(36), nullable=True),
    Column("withdrawn", String(20), nullable=False),
    Column("data", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("offers_changed", "territory", "changed"),
    Index("offers_company", "territory", "company_id"),
)

companies = Table(
    "companies",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("company_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Index("companies_changed", "territory", "changed"),
)

holders = Table(
    "holders",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("company_id", String(36), primary_key=True),
    Column("account_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("confirmed", Boolean, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("offer_id", String(36), primary_key=True),
    Column("band", String(20), nullable=False),
    Column("frozen_at", Instant, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("profile_id", String(36), primary_key=True),
    Column("offer_id", String(36), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("company_id", String(36), nullable=True),
    Column("company_name", String(300), nullable=False),
    Column("position", Integer, nullable=False),
    Column("points", Float, nullable=False),
    Column("model", String(60), nullable=False),
    Column("features", Text, nullable=False),
    Column("features_version", Integer, nullable=False),
    Column("shadow_model", String(60), nullable=True),
    Column("shadow_points", Float, nullable=True),
    Column("shadow_position", Integer, nullable=True),
    Index("proposals_day", "territory", "day"),
)
