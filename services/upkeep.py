"""Commands about a whole installation: keep it in one file, put it back, move it to other engines."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path

import typer

from services.candidates.bootstrap import redo_erasures_now
from services.contracts.operations import SERVICES
from services.front import build_house
from services.kernel.backup.cli import add_backup_commands
from services.kernel.backup.installation import Installation, installation, log_is_read
from services.kernel.moving.cli import add_move_command
from services.kernel.problems import Conflict, Invalid
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.matching.bootstrap import derived_files
from services.matching.settings import MatchingSettings

Say = Callable[[str], None]


def add_upkeep(app: typer.Typer, say: Say) -> None:
    """Add the commands."""
    add_backup_commands(app, installed, after_restore=brought_to_the_present, say=say)
    add_move_command(app, here_and_there, say=say)


def migrations() -> dict[str, Path]:
    """Where the migrations of each service are."""
    return {name: import_module(f"services.{name}.bootstrap").MIGRATIONS for name in SERVICES}


def installed() -> Installation:
    """The embedded installation of this environment's settings. Raises Conflict when it is not embedded."""
    return installation(Settings(), migrations(), derived=derived_files(MatchingSettings()))


@contextmanager
def here_and_there(database_url: str, event_log_url: str) -> Iterator[tuple[Sequence[Runtime], Sequence[Runtime]]]:
    """The services of this environment's settings, and the same ones elsewhere. Raises Conflict while they run."""
    settings = Settings()
    if settings.event_log_url.startswith("local:") and log_is_read(settings.event_log()):
        raise Conflict("Le service tourne. Arrêtez-le, puis recommencez.")
    if "{service}" not in database_url:
        raise Invalid("Chaque service a sa base : écrivez {service} dans --database-url.")
    if database_url == settings.database_url or event_log_url == settings.event_log_url:
        raise Invalid("La destination est l'installation elle-même. Rien n'a été changé.")
    with closing(build_house(settings)) as here:
        elsewhere = settings.model_copy(update={"database_url": database_url, "event_log_url": event_log_url})
        with closing(build_house(elsewhere)) as there:
            yield here.runtimes, there.runtimes


def brought_to_the_present() -> list[str]:
    """After a restore: migrate, then erase again whom the ledger says was erased. Return what to tell."""
    house = build_house(Settings())
    try:
        done = house.migrate()
    finally:
        house.close()
    return [*done, redo_erasures_now()]
