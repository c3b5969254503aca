"""The tables of the group's plan, of told trips, of calls to firms and of sectors' hirings (migration 0006)."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, String, Table

from services.kernel.tables import Instant

metadata = MetaData()

plan_choices = Table(
    "plan_choices",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("profile_id", String(36), primary_key=True),
    Column("offer_id", String(36), primary_key=True),
    Column("choice", String(20), nullable=False),
    Column("staff_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
)

told_trips = Table(
    "told_trips",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("profile_id", String(36), primary_key=True),
    Column("place", String(40), primary_key=True),
    Column("minutes", Integer, nullable=True),
    Column("mode", String(20), nullable=False),
    Column("staff_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
)
"""``minutes`` NULL: the referent says that the person cannot go there. ``mode`` empty when not said."""

firm_calls = Table(
    "firm_calls",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("firm", String(300), nullable=False),
    Column("firm_name", String(300), nullable=False),
    Column("company_id", String(36), nullable=True),
    Column("profile_id", String(36), nullable=True),
    Column("rome", String(5), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("again_on", Date, nullable=True),
    Column("staff_id", String(36), nullable=False),
    Column("at", Instant, nullable=False),
    Index("firm_calls_firm", "territory", "firm", "at"),
    Index("firm_calls_profile", "territory", "profile_id"),
)
"""``profile_id`` NULL once the person was erased: what the firm said is kept, without anyone."""

sector_hirings = Table(
    "sector_hirings",
    metadata,
    Column("naf", String(6), primary_key=True),
    Column("rome", String(5), primary_key=True),
    Column("hirings", Integer, nullable=False),
    Column("label", String(300), nullable=False),
)
"""The same for everybody: no territory here."""
