"""Alembic's entry for the tables of `employers`."""

from services.kernel.migrate import in_alembic

in_alembic()
