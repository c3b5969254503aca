"""Commands about a whole installation: keep it in one file, put it back."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import typer

from services.candidates.bootstrap import redo_erasures_now
from services.front import SERVICES, build_house
from services.kernel.backup.cli import add_backup_commands
from services.kernel.backup.installation import Installation, installation
from services.kernel.settings import Settings
from services.matching.bootstrap import derived_files
from services.matching.settings import MatchingSettings

Say = Callable[[str], None]


def add_upkeep(app: typer.Typer, say: Say) -> None:
    """Add the commands."""
    add_backup_commands(app, installed, after_restore=brought_to_the_present, say=say)


def migrations() -> dict[str, Path]:
    """Where the migrations of each service are."""
    return {name: import_module(f"services.{name}.bootstrap").MIGRATIONS for name in SERVICES}


def installed() -> Installation:
    """The embedded installation of this environment's settings. Raises Conflict when it is not embedded."""
    return installation(Settings(), migrations(), derived=derived_files(MatchingSettings()))


def brought_to_the_present() -> list[str]:
    """After a restore: migrate, then erase again whom the ledger says was erased. Return what to tell."""
    house = build_house(Settings())
    try:
        done = house.migrate()
    finally:
        house.close()
    return [*done, redo_erasures_now()]
