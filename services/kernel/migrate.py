"""Migrations: the plumbing's, then the service's, under a lock, never when a web process starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from services.kernel.database import Database

PLUMBING = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x0C17E_0001


def upgrade(database: Database, service: str, location: Path) -> list[str]:
    """Bring a service's database to its newest shape; return the revisions applied (none when up to date)."""
    applied: list[str] = []
    with database.transaction() as connection, _alone(connection):
        for name, place in (("kernel", PLUMBING), (service, location)):
            before = _current(connection, name)
            command.upgrade(_config(connection, name, place), "head")
            after = _current(connection, name)
            if before != after:
                applied.append(f"{name}: {before or 'vide'} → {after}")
    return applied


def is_current(database: Database, service: str, location: Path) -> bool:
    """Whether nothing is left to migrate."""
    with database.reading() as connection:
        return all(
            _current(connection, name) == ScriptDirectory(str(place)).get_current_head()
            for name, place in (("kernel", PLUMBING), (service, location))
        )


def in_alembic() -> None:
    """What every ``env.py`` runs: the connection and the version table come from ``upgrade``."""
    settings = context.config.attributes
    context.configure(
        connection=settings["connection"],
        version_table=settings["version_table"],
        transactional_ddl=True,
        render_as_batch=True,
    )
    context.run_migrations()


def _config(connection: Connection, name: str, place: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(place))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = _version_table(name)
    return config


def _version_table(name: str) -> str:
    return f"version_{name}"


def _current(connection: Connection, name: str) -> str | None:
    found = MigrationContext.configure(connection, opts={"version_table": _version_table(name)})
    return found.get_current_revision()


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """PostgreSQL needs a lock; SQLite's writing transaction already is one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
    yield
