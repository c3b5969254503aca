"""The tables of `candidates`.

What tells who somebody is lies in ``secret`` columns, sealed with the person's own key; the others hold ids, days and
closed words.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from services.kernel.tables import Instant

metadata = MetaData()
ID = String(36)
TERRITORY = String(60)


def _keyed(name: str, *columns: Column[object] | Index) -> Table:
    """A table whose rows are told apart by territory and id."""
    return Table(
        name,
        metadata,
        Column("territory", TERRITORY, nullable=False),
        Column("id", ID, nullable=False),
        *columns,
        PrimaryKeyConstraint("territory", "id"),
    )


people = _keyed(
    "people",
    Column("profile_id", ID, nullable=False),
    Column("referent_id", ID, nullable=True),
    Column("structure_id", ID, nullable=False),
    Column("cohort", String(60), nullable=True),
    Column("followed", Boolean, nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("announced", String(64), nullable=False),
    Column("next_announcement", Date, nullable=True),
    Column("last_activity", Date, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Index("people_profile", "territory", "profile_id", unique=True),
    Index("people_referent", "territory", "referent_id"),
    Index("people_structure", "territory", "structure_id"),
    Index("people_next_announcement", "next_announcement"),
    Index("people_last_activity", "last_activity"),
)
data_keys = Table(
    "data_keys",
    metadata,
    Column("territory", TERRITORY, nullable=False),
    Column("person_id", ID, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    PrimaryKeyConstraint("territory", "person_id"),
)
contacts = _keyed(
    "contacts",
    Column("person_id", ID, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Index("contacts_person", "territory", "person_id"),
)
freins = _keyed(
    "freins",
    Column("person_id", ID, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Index("freins_person", "territory", "person_id"),
)
agreements = _keyed(
    "agreements",
    Column("person_id", ID, nullable=False),
    Column("profile_id", ID, nullable=False),
    Column("company_id", ID, nullable=False),
    Column("introduction_id", ID, nullable=True),
    Column("version", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text_version", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("recorded_by", ID, nullable=True),
    Index("agreements_person", "territory", "person_id"),
    Index("agreements_introduction", "territory", "introduction_id"),
)
delegations = _keyed(
    "delegations",
    Column("person_id", ID, nullable=False),
    Column("from_staff", ID, nullable=False),
    Column("to_staff", ID, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index("delegations_person", "territory", "person_id"),
    Index("delegations_to_staff", "territory", "to_staff", "until"),
)
prescriptions = _keyed(
    "prescriptions",
    Column("person_id", ID, nullable=False),
    Column("prescriber_id", ID, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Index("prescriptions_person", "territory", "person_id"),
    Index("prescriptions_prescriber", "territory", "prescriber_id"),
)
personal_links = _keyed(
    "personal_links",
    Column("person_id", ID, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("issued_by", ID, nullable=False),
    Column("cut_at", Instant, nullable=True),
    Index("personal_links_hash", "hash", unique=True),
    Index("personal_links_person", "territory", "person_id"),
)
fund_requests = _keyed(
    "fund_requests",
    Column("person_id", ID, nullable=True),
    Column("asked_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("committed_cents", Integer, nullable=False),
    Column("secret", LargeBinary, nullable=True),
    Index("fund_requests_person", "territory", "person_id"),
)
sharing_agreements = _keyed(
    "sharing_agreements",
    Column("person_id", ID, nullable=False),
    Column("structure_id", ID, nullable=False),
    Column("until", Date, nullable=False),
    Column("document", Text, nullable=False),
    Index("sharing_agreements_person", "territory", "person_id"),
)
group_sessions = _keyed(
    "group_sessions",
    Column("held_on", Date, nullable=False),
    Column("document", Text, nullable=False),
    Index("group_sessions_held_on", "territory", "held_on"),
)
reviews = _keyed(
    "reviews",
    Column("session_id", ID, nullable=False),
    Column("person_id", ID, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Index("reviews_session", "territory", "session_id"),
    Index("reviews_person", "territory", "person_id"),
)
remains = _keyed(
    "remains",
    Column("entered", String(7), nullable=False),
    Column("cohort", String(60), nullable=False),
    Column("outcome", String(40), nullable=False),
)
erasures = Table(
    "erasures",
    metadata,
    Column("territory", TERRITORY, nullable=False),
    Column("person_id", ID, nullable=False),
    Column("profile_id", ID, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("in_ledger", Boolean, nullable=False),
    PrimaryKeyConstraint("territory", "person_id"),
    Index("erasures_profile", "territory", "profile_id"),
)


def _projection(name: str, *columns: Column[object] | Index) -> Table:
    """A read model of a fact that another service publishes whole."""
    return _keyed(name, Column("version", Integer, nullable=False), *columns, Column("document", Text, nullable=False))


introductions = _projection(
    "introductions",
    Column("profile_id", ID, nullable=False),
    Index("introductions_profile", "territory", "profile_id"),
)
placements = _projection(
    "placements",
    Column("profile_id", ID, nullable=False),
    Index("placements_profile", "territory", "profile_id"),
)
awards = _projection(
    "awards",
    Column("profile_id", ID, nullable=False),
    Index("awards_profile", "territory", "profile_id"),
)
staff = _projection(
    "staff", Column("structure_id", ID, nullable=False), Index("staff_structure", "territory", "structure_id")
)
companies = _projection("companies")
territories = _projection("territories")
