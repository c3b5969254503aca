"""Companies, holders, offers, introductions, placements, commitments, links, and what other services told."""

from alembic import op

from services.employers.adapters.tables import metadata

revision = "employers_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
