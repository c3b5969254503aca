"""What a firm promised and honoured so far in the year, as others hear of it."""

import sqlalchemy as sa
from alembic import op

revision = "employers_0002"
down_revision = "employers_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two figures of the company, absent until something is due."""
    op.add_column("companies", sa.Column("engagement_due", sa.Integer(), nullable=True))
    op.add_column("companies", sa.Column("engagement_honoured", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Remove them: they are counted again from promises and acts."""
    op.drop_column("companies", "engagement_honoured")
    op.drop_column("companies", "engagement_due")
