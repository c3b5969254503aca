"""Territories, issuers and their keys, awards, signed badges, endorsements, status lists."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import BigId, Instant

revision = "badges_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "territories",
    "accompaniments",
    "grants",
    "placements",
    "issuers",
    "issuer_keys",
    "achievements",
    "status_lists",
    "status_places",
    "signatures",
    "awards",
    "credentials",
    "endorsements",
)


def upgrade() -> None:
    _people()
    _issuers()
    _badges()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _people() -> None:
    op.create_table(
        "territories",
        sa.Column("territory", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("public_name", sa.String(200), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "accompaniments",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("profile_id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("profile_id", sa.String(36), nullable=False),
        sa.Column("staff_id", sa.String(36), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
    )
    op.create_index("grants_profile", "grants", ["profile_id"])
    op.create_index("grants_staff", "grants", ["territory", "staff_id"])
    op.create_table(
        "placements",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("placement_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "placement_id"),
    )


def _issuers() -> None:
    op.create_table(
        "issuers",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.UniqueConstraint("territory", "kind", "company_id", name="issuers_owner"),
    )
    op.create_table(
        "issuer_keys",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("issuer_id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(100), nullable=False),
        sa.Column("public", sa.String(100), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("retired_at", Instant, nullable=True),
        sa.Column("stolen_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("issuer_id", "key_id"),
    )
    op.create_table(
        "achievements",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("trade", sa.String(200), nullable=False),
        sa.Column("rome", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
    )
    op.create_table(
        "status_lists",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("issuer_id", sa.String(36), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
    )
    op.create_index("status_lists_issuer", "status_lists", ["issuer_id", "closed"])
    op.create_table(
        "status_places",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("list_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("list_id", "place"),
    )
    op.create_table(
        "signatures",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("issuer_id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_at", Instant, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("signatures_address", "signatures", ["territory", "address"])


def _badges() -> None:
    op.create_table(
        "awards",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.String(36), nullable=False),
        sa.Column("profile_id", sa.String(36), nullable=True),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("company_name", sa.String(300), nullable=False),
        sa.Column("achievement_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("observed", sa.JSON(), nullable=False),
        sa.Column("endorsed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("agreement", sa.JSON(), nullable=True),
        sa.Column("publication", sa.JSON(), nullable=True),
        sa.Column("subject", sa.String(500), nullable=True),
        sa.Column("email", sa.JSON(), nullable=True),
        sa.Column("list_id", sa.String(36), nullable=True),
        sa.Column("list_index", sa.Integer(), nullable=True),
        sa.Column("issued_at", Instant, nullable=True),
        sa.UniqueConstraint("territory", "placement_id", name="awards_placement"),
    )
    op.create_index("awards_company", "awards", ["territory", "company_id", "id"])
    op.create_index("awards_profile", "awards", ["territory", "profile_id", "id"])
    op.create_index("awards_state", "awards", ["state", "territory"])
    op.create_table(
        "credentials",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("award_id", sa.String(36), primary_key=True),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("issuer_id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(100), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("credentials_key", "credentials", ["issuer_id", "key_id"])
    op.create_table(
        "endorsements",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("award_id", sa.String(36), nullable=False),
        sa.Column("issuer_id", sa.String(36), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("list_id", sa.String(36), nullable=False),
        sa.Column("list_index", sa.Integer(), nullable=False),
        sa.Column("endorsed_at", Instant, nullable=False),
        sa.Column("key_id", sa.String(100), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", Instant, nullable=True),
    )
    op.create_index("endorsements_award", "endorsements", ["award_id"])
    op.create_index("endorsements_key", "endorsements", ["issuer_id", "key_id"])
