"""Territories, accounts, sessions."""

from alembic import op

from services.accounts.adapters.tables import metadata

revision = "accounts_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
