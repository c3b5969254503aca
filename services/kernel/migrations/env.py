"""Alembic's entry for the plumbing's tables."""

from services.kernel.migrate import in_alembic

in_alembic()
