"""What matching projects from the others, and what it keeps of its own lists."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("changes", "territories", "profiles", "offers", "companies", "holders", "bus_stops", "bands", "proposals")


def upgrade() -> None:
    _surroundings()
    _projections()
    _own()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _surroundings() -> None:
    op.create_table(
        "changes",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "territories",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "bus_stops",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("stop_id", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
    )


def _projections() -> None:
    op.create_table(
        "profiles",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("profile_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("profiles_active", "profiles", ["territory", "active", "profile_id"])
    op.create_table(
        "offers",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("offer_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("withdrawn", sa.String(20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_index("offers_changed", "offers", ["territory", "changed"])
    op.create_index("offers_company", "offers", ["territory", "company_id"])
    op.create_table(
        "companies",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("company_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("companies_changed", "companies", ["territory", "changed"])
    op.create_table(
        "holders",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("company_id", sa.String(36), primary_key=True),
        sa.Column("account_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
    )


def _own() -> None:
    op.create_table(
        "bands",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("offer_id", sa.String(36), primary_key=True),
        sa.Column("band", sa.String(20), nullable=False),
        sa.Column("frozen_at", Instant(), nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("profile_id", sa.String(36), primary_key=True),
        sa.Column("offer_id", sa.String(36), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("company_name", sa.String(300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("model", sa.String(60), nullable=False),
    )
    op.create_index("proposals_day", "proposals", ["territory", "day"])
