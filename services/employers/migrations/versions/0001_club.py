"""Companies, holders, offers, introductions, placements, commitments, links, and what other services told."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "employers_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "companies",
    "holders",
    "links",
    "offers",
    "drafts",
    "introductions",
    "placements",
    "evaluations",
    "promises",
    "acts",
    "known_territories",
    "known_staff",
    "known_awards",
)


def upgrade() -> None:
    _firms()
    _offers()
    _dealings()
    _surroundings()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _firms() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("siret", sa.String(14), nullable=False),
        sa.Column("naf", sa.String(10), nullable=False),
        sa.Column("site", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("existence", sa.String(40), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("entered_by", sa.String(36), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("confirmed_by", sa.String(36), nullable=True),
        sa.Column("paused", sa.String(40), nullable=True),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("introductions_per_month", sa.Integer(), nullable=True),
        sa.Column("accredited_civic_service", sa.Boolean(), nullable=False),
        sa.Column("is_temp_agency", sa.Boolean(), nullable=False),
        sa.Column("is_siae", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory", "siret", name="companies_siret"),
    )
    op.create_index("companies_checked_at", "companies", ["checked_at"])
    op.create_index("companies_name", "companies", ["territory", "name"])
    op.create_table(
        "holders",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("judged_by", sa.String(36), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("territory", "company_id", "account_id"),
    )
    op.create_index("holders_account", "holders", ["territory", "account_id"])
    op.create_index("holders_standing", "holders", ["territory", "standing", "asked_at"])
    op.create_table(
        "links",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("issued_by", sa.String(36), nullable=True),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_index("links_company", "links", ["territory", "company_id", "purpose"])


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("company_name", sa.String(200), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_ref", sa.String(200), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("posted_by", sa.String(36), nullable=True),
        sa.Column("posted_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory", "source", "source_ref", name="offers_source_ref"),
    )
    op.create_index("offers_company", "offers", ["territory", "company_id", "id"])
    op.create_index("offers_last_day", "offers", ["status", "expires_on"])
    op.create_index("offers_source", "offers", ["territory", "source", "id"])
    op.create_table(
        "drafts",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "company_id", "author_id"),
    )
    op.create_index("drafts_saved_at", "drafts", ["saved_at"])


def _dealings() -> None:
    op.create_table(
        "introductions",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("offer_title", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("referent_id", sa.String(36), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.Column("meeting_at", Instant(), nullable=True),
        sa.Column("reply", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("introductions_company", "introductions", ["territory", "company_id", "received_at"])
    op.create_table(
        "placements",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("introduction_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("rome", sa.String(10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("hours_label", sa.String(300), nullable=False),
        sa.Column("place", sa.String(400), nullable=False),
        sa.Column("signed_by", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("referent_id", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("placements_company", "placements", ["territory", "company_id", "starts_on"])
    op.create_index("placements_offer", "placements", ["territory", "offer_id"])
    op.create_table(
        "evaluations",
        sa.Column("placement_id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("hired_as", sa.String(40), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("endorses_badge", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(36), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("first_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("placement_id"),
    )
    op.create_index("evaluations_company", "evaluations", ["territory", "company_id"])
    op.create_table(
        "promises",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pledge", sa.String(40), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "company_id", "year", "pledge"),
    )
    op.create_index("promises_year", "promises", ["territory", "year"])
    op.create_table(
        "acts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=False),
        sa.Column("pledge", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(36), nullable=True),
        sa.Column("source", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory", "source", name="acts_source"),
    )
    op.create_index("acts_company", "acts", ["territory", "company_id", "on"])
    op.create_index("acts_on", "acts", ["territory", "on"])


def _surroundings() -> None:
    op.create_table(
        "known_territories",
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("public_name", sa.String(200), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("introductions_per_month", sa.Integer(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("structures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("territory"),
    )
    op.create_table(
        "known_staff",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("structure_id", sa.String(36), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("known_staff_territory", "known_staff", ["territory", "name"])
    op.create_table(
        "known_awards",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("territory", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.String(36), nullable=True),
        sa.Column("placement_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("page", sa.String(300), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("known_awards_company", "known_awards", ["territory", "company_id", "at"])
