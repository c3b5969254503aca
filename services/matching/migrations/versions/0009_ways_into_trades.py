"""How each official trade is usually entered; unknown for those imported before."""

import sqlalchemy as sa
from alembic import op

revision = "matching_0009"
down_revision = "matching_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rome_codes", sa.Column("level", sa.Integer()))
    op.add_column("rome_codes", sa.Column("own_diploma", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("rome_codes") as table:
        table.drop_column("own_diploma")
        table.drop_column("level")
