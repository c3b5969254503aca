"""Alembic's entry for the tables of `matching`."""

from services.kernel.migrate import in_alembic

in_alembic()
