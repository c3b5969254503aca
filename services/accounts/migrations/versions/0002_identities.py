"""Identities that a provider vouches for, and how a session opened there ends there."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "accounts_0002"
down_revision = "accounts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("farewell", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject"),
        sa.UniqueConstraint("account_id", "issuer", name="identities_account_issuer"),
    )


def downgrade() -> None:
    op.drop_table("identities")
    op.drop_column("sessions", "farewell")
