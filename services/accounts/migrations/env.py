"""Alembic's entry for the tables of `accounts`."""

from services.kernel.migrate import in_alembic

in_alembic()
