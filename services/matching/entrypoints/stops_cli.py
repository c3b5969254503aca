"""``cite stops import TERRITORY FILE``: the bus stops of a territory, for travel times. All replaced at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.kernel.database import Database
from services.kernel.problems import Problem
from services.matching.adapters.bus_stops_file import read_bus_stops
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork

TOLD = 20
"""Refused lines printed one by one; the rest is counted."""


def stops_commands(open_database: Callable[[], Database], say: Callable[[str], None] = typer.echo) -> typer.Typer:
    """The commands of bus stops. ``open_database`` gives matching's database, migrated."""
    commands = typer.Typer(help="Les arrêts de bus d'un territoire.", no_args_is_help=True)

    @commands.callback()
    def stops() -> None:
        """Les arrêts de bus d'un territoire."""

    @commands.command("import")
    def import_stops(
        territory: Annotated[str, typer.Argument(help="Code du territoire.")],
        path: Annotated[Path, typer.Argument(help="Fichier CSV : id,nom,latitude,longitude.")],
    ) -> None:
        """Remplacer tous les arrêts du territoire."""
        try:
            found = read_bus_stops(path)
        except Problem as refused:
            raise typer.BadParameter(refused.message) from refused
        database = open_database()
        try:
            with database.transaction() as connection:
                kept = SqlUnitOfWork(connection, territory, Memory()).bus_stops.replace(found.stops)
        finally:
            database.close()
        for number, reason in found.refused[:TOLD]:
            say(f"  ligne {number} : {reason}")
        if len(found.refused) > TOLD:
            say(f"  et {len(found.refused) - TOLD} autres lignes refusées")
        say(f"{kept} arrêts enregistrés pour {territory}, {len(found.refused)} lignes refusées.")

    return commands
