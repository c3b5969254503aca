"""The imported ROME: codes, appellations, mobilities, skills."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "matching_0004"
down_revision = "matching_0003"
branch_labels = None
depends_on = None

TABLES = ("rome_releases", "rome_codes", "rome_appellations", "rome_mobility", "rome_skills")


def upgrade() -> None:
    op.create_table(
        "rome_releases",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("imported_at", Instant, nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("appellations", sa.Integer(), nullable=False),
    )
    op.create_table(
        "rome_codes",
        sa.Column("code", sa.String(5), primary_key=True),
        sa.Column("label", sa.String(400), nullable=False),
        sa.Column("parent", sa.String(20), nullable=False),
    )
    op.create_table(
        "rome_appellations",
        sa.Column("ogr", sa.String(8), primary_key=True),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("label", sa.String(400), nullable=False),
    )
    op.create_table(
        "rome_mobility",
        sa.Column("source", sa.String(5), primary_key=True),
        sa.Column("target", sa.String(5), primary_key=True),
    )
    op.create_table(
        "rome_skills",
        sa.Column("code", sa.String(5), primary_key=True),
        sa.Column("ogr", sa.String(8), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(400), nullable=False),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
