"""Introductions, agreements, placements, structures and their staff, delegations to prescribe."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0003"
down_revision = "matching_0001"
branch_labels = None
depends_on = None

TABLES = (
    "introductions",
    "agreements",
    "placements",
    "structures",
    "structures_version",
    "colleagues",
    "delegations",
)


def upgrade() -> None:
    _introductions()
    _agreements()
    _placements()
    _structures()
    _delegations()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _introductions() -> None:
    op.create_table(
        "introductions",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.String(36), nullable=True),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("referent_id", sa.String(36), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("moved_at", Instant, nullable=False),
        sa.Column("introduced_at", Instant, nullable=True),
        sa.Column("answered_at", Instant, nullable=True),
        sa.Column("due_at", Instant, nullable=True),
        sa.Column("open_key", sa.String(80), nullable=True),
        sa.Column("data", sa.Text, nullable=False),
        sa.UniqueConstraint("territory", "open_key", name="introductions_one_open"),
    )
    op.create_index("introductions_profile", "introductions", ["territory", "profile_id"])
    op.create_index("introductions_offer", "introductions", ["territory", "offer_id"])
    op.create_index("introductions_company", "introductions", ["territory", "company_id", "introduced_at"])
    op.create_index("introductions_referent", "introductions", ["territory", "referent_id", "state"])
    op.create_index("introductions_due", "introductions", ["territory", "due_at"])


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("agreement_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.String(36), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("introduction_id", sa.String(36), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("text_version", sa.String(40), nullable=False),
    )
    op.create_index("agreements_profile", "agreements", ["territory", "profile_id"])


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("introduction_id", sa.String(36), nullable=False),
        sa.Column("profile_id", sa.String(36), nullable=True),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("referent_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("objective", sa.String(20), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=True),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=True),
        sa.Column("ended_on", sa.Date, nullable=True),
        sa.Column("agreed_at", Instant, nullable=False),
        sa.Column("moved_at", Instant, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("placements_profile", "placements", ["territory", "profile_id"])
    op.create_index("placements_introduction", "placements", ["territory", "introduction_id"])
    op.create_index("placements_offer", "placements", ["territory", "offer_id", "status"])
    op.create_index("placements_company", "placements", ["territory", "company_id"])
    op.create_index("placements_referent", "placements", ["territory", "referent_id", "status"])
    op.create_index("placements_over", "placements", ["territory", "status", "ends_on"])


def _structures() -> None:
    op.create_table(
        "structures",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("structure_id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("prescribes_by_right", sa.Boolean, nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
    )
    op.create_table(
        "structures_version",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "colleagues",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("staff_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("structure_id", sa.String(36), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
    )


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("delegation_id", sa.String(36), primary_key=True),
        sa.Column("structure_id", sa.String(36), nullable=False),
        sa.Column("given_by_kind", sa.String(40), nullable=False),
        sa.Column("given_by_name", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("withdrawn_on", sa.Date, nullable=True),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
    )
    op.create_index("delegations_structure", "delegations", ["territory", "structure_id"])
