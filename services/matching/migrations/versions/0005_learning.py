"""Learning: features beside what was proposed, outcomes, versions of the ranking."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0005"
down_revision = "matching_0004"
branch_labels = None
depends_on = None

PROPOSED = ("features", "features_version", "shadow_model", "shadow_points", "shadow_position")


def upgrade() -> None:
    op.add_column("proposals", sa.Column("features", sa.Text, nullable=False, server_default=""))
    op.add_column("proposals", sa.Column("features_version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("proposals", sa.Column("shadow_model", sa.String(60), nullable=True))
    op.add_column("proposals", sa.Column("shadow_points", sa.Float, nullable=True))
    op.add_column("proposals", sa.Column("shadow_position", sa.Integer, nullable=True))
    op.create_table(
        "outcomes",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("introduction_id", sa.String(36), primary_key=True),
        sa.Column("profile_id", sa.String(36), nullable=False),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("moved_on", sa.Date, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("outcomes_profile", "outcomes", ["territory", "profile_id"])
    op.create_index("outcomes_opened", "outcomes", ["territory", "opened_on"])
    op.create_table(
        "rankers",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("version", sa.String(60), primary_key=True),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("moved_at", Instant, nullable=False),
        sa.Column("replaces", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rankers")
    op.drop_table("outcomes")
    with op.batch_alter_table("proposals") as table:
        for name in PROPOSED:
            table.drop_column(name)
