"""Migrations: the plumbing's, then the service's, under a lock, never when a web process starts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from services.kernel.database import Database
from services.kernel.dialects import alone

PLUMBING = Path(__file__).parent / "migrations"


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


def revisions(database: Database, service: str) -> dict[str, str]:
    """The revisions that a database has reached, by name (the plumbing's and the service's)."""
    with database.reading() as connection:
        return {name: found for name in ("kernel", service) if (found := _current(connection, name)) is not None}


def knows(reached: Mapping[str, str], service: str, location: Path) -> bool:
    """Whether this software knows these revisions: false for a database written by a newer one."""
    for name, place in (("kernel", PLUMBING), (service, location)):
        known = {script.revision for script in ScriptDirectory(str(place)).walk_revisions()}
        if name in reached and reached[name] not in known:
            return False
    return True


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
    """Whoever migrates at the same time waits, however long it lasts."""
    alone(connection, "migrations", patiently=True)
    yield
