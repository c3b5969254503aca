"""``cite towns import FILE``: the official list of communes, so that a postcode or a town's name has a point."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.kernel.problems import Invalid
from services.kernel.settings import Settings
from services.kernel.towns import read_towns, write_towns

TOLD = 20
"""Refused lines printed one by one; the rest is counted."""


def towns_commands(say: Callable[[str], None] = typer.echo) -> typer.Typer:
    """The commands of towns."""
    commands = typer.Typer(help="La table des communes.", no_args_is_help=True)

    @commands.callback()
    def towns() -> None:
        """La table des communes."""

    @commands.command("import")
    def import_towns(
        path: Annotated[Path, typer.Argument(help="Fichier CSV : nom, codes_postaux, latitude, longitude")],
    ) -> None:
        """Remplacer la table par celle d'un fichier officiel. Sans ligne lisible, rien ne change."""
        read = read_towns(path)
        for number, reason in read.refused[:TOLD]:
            say(f"  ligne {number} : {reason}")
        if len(read.refused) > TOLD:
            say(f"  et {len(read.refused) - TOLD} autres lignes refusées")
        if not read.towns:
            raise Invalid(f"{path} : aucune commune lisible ; la table reste comme elle était.")
        kept = Settings().towns()
        write_towns(read.towns, kept)
        say(f"{len(read.towns)} communes enregistrées dans {kept}, {len(read.refused)} lignes refusées.")

    return commands
