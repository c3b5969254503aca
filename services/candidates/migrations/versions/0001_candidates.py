"""Files of people, sealed with a key of their own, and what is read beside them."""

import sqlalchemy as sa
from alembic import op

from services.kernel.tables import Instant

revision = "candidates_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("company_id", sa.String(length=36), nullable=False),
        sa.Column("introduction_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("agreements_introduction", "agreements", ["territory", "introduction_id"], unique=False)
    op.create_index("agreements_person", "agreements", ["territory", "person_id"], unique=False)
    op.create_table(
        "awards",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("awards_profile", "awards", ["territory", "profile_id"], unique=False)
    op.create_table(
        "companies",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_table(
        "contacts",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("contacts_person", "contacts", ["territory", "person_id"], unique=False)
    op.create_table(
        "data_keys",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "person_id"),
    )
    op.create_table(
        "delegations",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("from_staff", sa.String(length=36), nullable=False),
        sa.Column("to_staff", sa.String(length=36), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("delegations_person", "delegations", ["territory", "person_id"], unique=False)
    op.create_index("delegations_to_staff", "delegations", ["territory", "to_staff", "until"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("in_ledger", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "person_id"),
    )
    op.create_index("erasures_profile", "erasures", ["territory", "profile_id"], unique=False)
    op.create_table(
        "freins",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("freins_person", "freins", ["territory", "person_id"], unique=False)
    op.create_table(
        "fund_requests",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("committed_cents", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("fund_requests_person", "fund_requests", ["territory", "person_id"], unique=False)
    op.create_table(
        "group_sessions",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("group_sessions_held_on", "group_sessions", ["territory", "held_on"], unique=False)
    op.create_table(
        "introductions",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("introductions_profile", "introductions", ["territory", "profile_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("referent_id", sa.String(length=36), nullable=True),
        sa.Column("structure_id", sa.String(length=36), nullable=False),
        sa.Column("cohort", sa.String(length=60), nullable=True),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("announced", sa.String(length=64), nullable=False),
        sa.Column("next_announcement", sa.Date(), nullable=True),
        sa.Column("last_activity", sa.Date(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("people_last_activity", "people", ["last_activity"], unique=False)
    op.create_index("people_next_announcement", "people", ["next_announcement"], unique=False)
    op.create_index("people_profile", "people", ["territory", "profile_id"], unique=True)
    op.create_index("people_referent", "people", ["territory", "referent_id"], unique=False)
    op.create_index("people_structure", "people", ["territory", "structure_id"], unique=False)
    op.create_table(
        "personal_links",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("issued_by", sa.String(length=36), nullable=False),
        sa.Column("cut_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("personal_links_hash", "personal_links", ["hash"], unique=True)
    op.create_index("personal_links_person", "personal_links", ["territory", "person_id"], unique=False)
    op.create_table(
        "placements",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("placements_profile", "placements", ["territory", "profile_id"], unique=False)
    op.create_table(
        "prescriptions",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("prescriber_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("prescriptions_person", "prescriptions", ["territory", "person_id"], unique=False)
    op.create_index("prescriptions_prescriber", "prescriptions", ["territory", "prescriber_id"], unique=False)
    op.create_table(
        "remains",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entered", sa.String(length=7), nullable=False),
        sa.Column("cohort", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_table(
        "reviews",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("reviews_person", "reviews", ["territory", "person_id"], unique=False)
    op.create_index("reviews_session", "reviews", ["territory", "session_id"], unique=False)
    op.create_table(
        "sharing_agreements",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("structure_id", sa.String(length=36), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("sharing_agreements_person", "sharing_agreements", ["territory", "person_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )
    op.create_index("staff_structure", "staff", ["territory", "structure_id"], unique=False)
    op.create_table(
        "territories",
        sa.Column("territory", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("territory", "id"),
    )


def downgrade() -> None:
    op.drop_table("territories")
    op.drop_index("staff_structure", table_name="staff")
    op.drop_table("staff")
    op.drop_index("sharing_agreements_person", table_name="sharing_agreements")
    op.drop_table("sharing_agreements")
    op.drop_index("reviews_session", table_name="reviews")
    op.drop_index("reviews_person", table_name="reviews")
    op.drop_table("reviews")
    op.drop_table("remains")
    op.drop_index("prescriptions_prescriber", table_name="prescriptions")
    op.drop_index("prescriptions_person", table_name="prescriptions")
    op.drop_table("prescriptions")
    op.drop_index("placements_profile", table_name="placements")
    op.drop_table("placements")
    op.drop_index("personal_links_person", table_name="personal_links")
    op.drop_index("personal_links_hash", table_name="personal_links")
    op.drop_table("personal_links")
    op.drop_index("people_structure", table_name="people")
    op.drop_index("people_referent", table_name="people")
    op.drop_index("people_profile", table_name="people")
    op.drop_index("people_next_announcement", table_name="people")
    op.drop_index("people_last_activity", table_name="people")
    op.drop_table("people")
    op.drop_index("introductions_profile", table_name="introductions")
    op.drop_table("introductions")
    op.drop_index("group_sessions_held_on", table_name="group_sessions")
    op.drop_table("group_sessions")
    op.drop_index("fund_requests_person", table_name="fund_requests")
    op.drop_table("fund_requests")
    op.drop_index("freins_person", table_name="freins")
    op.drop_table("freins")
    op.drop_index("erasures_profile", table_name="erasures")
    op.drop_table("erasures")
    op.drop_index("delegations_to_staff", table_name="delegations")
    op.drop_index("delegations_person", table_name="delegations")
    op.drop_table("delegations")
    op.drop_table("data_keys")
    op.drop_index("contacts_person", table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("companies")
    op.drop_index("awards_profile", table_name="awards")
    op.drop_table("awards")
    op.drop_index("agreements_person", table_name="agreements")
    op.drop_index("agreements_introduction", table_name="agreements")
    op.drop_table("agreements")
