"""The imported ROME in matching's database. The nomenclature is the same for everybody: no territory here."""

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table

from services.kernel.tables import Instant

metadata = MetaData()

rome_releases = Table(
    "rome_releases",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("imported_at", Instant, nullable=False),
    Column("codes", Integer, nullable=False),
    Column("appellations", Integer, nullable=False),
)

rome_codes = Table(
    "rome_codes",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("label", String(400), nullable=False),
    Column("parent", String(20), nullable=False),
    Column("level", Integer),
    Column("own_diploma", Boolean, nullable=False),
)

rome_appellations = Table(
    "rome_appellations",
    metadata,
    Column("ogr", String(8), primary_key=True),
    Column("code", String(5), nullable=False),
    Column("label", String(400), nullable=False),
)

rome_mobility = Table(
    "rome_mobility",
    metadata,
    Column("source", String(5), primary_key=True),
    Column("target", String(5), primary_key=True),
    Column("place", Integer, nullable=False),
)

rome_skills = Table(
    "rome_skills",
    metadata,
    Column("code", String(5), primary_key=True),
    Column("ogr", String(8), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("label", String(400), nullable=False),
)
