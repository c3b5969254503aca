"""What consumers last said of themselves, for pages that do not reach the event log."""

from alembic import op

from services.kernel.tables import pulses

revision = "kernel_0002"
down_revision = "kernel_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The first revision makes every table that the plumbing has today: a new database has this one already.
    pulses.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    pulses.drop(op.get_bind())
