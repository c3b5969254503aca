"""The tables of learning of `matching` (migrations 0005 and 0008). No column says who a person is."""

from sqlalchemy import Column, Date, Index, MetaData, String, Table, Text

from services.kernel.tables import Instant

metadata = MetaData()

outcomes = Table(
    "outcomes",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("introduction_id", String(36), primary_key=True),
    Column("profile_id", String(36), nullable=False),
    Column("offer_id", String(36), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("moved_on", Date, nullable=False),
    Column("data", Text, nullable=False),
    Index("outcomes_profile", "territory", "profile_id"),
    Index("outcomes_opened", "territory", "opened_on"),
)

rankers = Table(
    "rankers",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("version", String(60), primary_key=True),
    Column("standing", String(20), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),
    Column("replaces", String(60), nullable=False),
    Column("reason", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("card", Text, nullable=False),
)

fairness_checks = Table(
    "fairness_checks",
    metadata,
    Column("territory", String(60), primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("data", Text, nullable=False),
)
