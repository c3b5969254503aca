"""Alembic's entry for the tables of `candidates`."""

from services.kernel.migrate import in_alembic

in_alembic()
