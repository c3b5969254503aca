"""The publisher's order of each move between trades; 0 for those imported before."""

import sqlalchemy as sa
from alembic import op

revision = "matching_0007"
down_revision = "matching_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rome_mobility", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("rome_mobility") as table:
        table.drop_column("place")
