"""Alembic's entry for the tables of `badges`."""

from services.kernel.migrate import in_alembic

in_alembic()
