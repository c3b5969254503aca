"""The last check of fairness of a territory, on its own outcomes: counts and parts, of groups and never of people."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0008"
down_revision = "matching_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fairness_checks",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("fairness_checks")
