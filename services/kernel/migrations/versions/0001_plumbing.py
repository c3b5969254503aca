"""Outbox, inbox, dead letters, idempotency, audit, jobs and messages."""

from alembic import op

from services.kernel.tables import metadata

revision = "kernel_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
