"""Territories, accounts, sessions."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "accounts_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("sign_in_failures", "sessions", "account_companies", "accounts", "territories")


def upgrade() -> None:
    op.create_table(
        "territories",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("territory", sa.String(60), sa.ForeignKey("territories.territory"), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(300), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("structure_id", sa.String(36), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("accounts_territory_name", "accounts", ["territory", "name"])
    op.create_table(
        "account_companies",
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "company_id"),
    )
    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("failures_email_at", "sign_in_failures", ["email", "at"])


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
