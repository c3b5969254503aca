"""The group's plan, what referents say of ways to work, calls to firms, and what each sector hires."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0006"
down_revision = "matching_0005"
branch_labels = None
depends_on = None

TABLES = ("plan_choices", "told_trips", "firm_calls", "sector_hirings")


def upgrade() -> None:
    op.create_table(
        "plan_choices",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("profile_id", sa.String(36), primary_key=True),
        sa.Column("offer_id", sa.String(36), primary_key=True),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("staff_id", sa.String(36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "told_trips",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("profile_id", sa.String(36), primary_key=True),
        sa.Column("place", sa.String(40), primary_key=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("staff_id", sa.String(36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "firm_calls",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("firm", sa.String(300), nullable=False),
        sa.Column("firm_name", sa.String(300), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("profile_id", sa.String(36), nullable=True),
        sa.Column("rome", sa.String(5), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.String(36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("firm_calls_firm", "firm_calls", ["territory", "firm", "at"])
    op.create_index("firm_calls_profile", "firm_calls", ["territory", "profile_id"])
    op.create_table(
        "sector_hirings",
        sa.Column("naf", sa.String(6), primary_key=True),
        sa.Column("rome", sa.String(5), primary_key=True),
        sa.Column("hirings", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
