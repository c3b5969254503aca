"""``cite rome import`` and ``cite rome hirings``: the official ROME 4.0 and what sectors hire, all or nothing.

An import files again, under the new codes, the advertisements that were there before it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.kernel.clock import new_id, utc_now
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLogUnavailable
from services.kernel.problems import Unavailable
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.sector_hirings import keep_hirings, read_hirings
from services.matching.adapters.sql_trades import keep_official_rome
from services.matching.entrypoints.reclassifying import Reclassified

WAITS = "Le ROME est importé, mais les annonces gardent leur ancien code : {why} Relancez la même commande."


def rome_commands(
    open_database: Callable[[], Database],
    reclassify: Callable[[], Reclassified],
    say: Callable[[str], None] = typer.echo,
) -> typer.Typer:
    """The commands of the trades' nomenclature. ``open_database`` gives matching's database, migrated."""
    commands = typer.Typer(help="Le répertoire officiel des métiers (ROME).", no_args_is_help=True)

    @commands.callback()
    def rome() -> None:
        """Le répertoire officiel des métiers (ROME)."""

    @commands.command("import")
    def import_rome(
        path: Annotated[Path, typer.Argument(help="Le dossier qui contient les fichiers CSV du ROME 4.0.")],
    ) -> None:
        """Charger les fichiers officiels du ROME 4.0 : tout, ou rien."""
        say(f"Lecture de {path}…")
        found = read_official_rome(path)
        database = open_database()
        try:
            with database.transaction() as connection:
                keep_official_rome(connection, found, release=new_id(), at=utc_now())
        finally:
            database.close()
        say(
            f"Importé : {len(found.codes)} métiers, {len(found.appellations)} appellations, "
            f"{len(found.mobility)} mobilités, {len(found.skills)} compétences."
        )
        try:
            done = reclassify()
        except (Unavailable, EventLogUnavailable) as silent:
            say(WAITS.format(why=getattr(silent, "message", "le journal des événements ne répond pas.")))
            raise typer.Exit(1) from silent
        say(f"Annonces déjà importées : {done.read} relues, {done.moved} ont changé de code métier.")

    @commands.command("hirings")
    def import_hirings(
        path: Annotated[Path, typer.Argument(help="Fichier CSV : naf,rome,hirings.")],
        labels: Annotated[Path | None, typer.Option(help="Fichier CSV des noms de secteurs : naf,label.")] = None,
    ) -> None:
        """Charger ce que chaque secteur embauche, pour les entreprises à appeler : tout, ou rien."""
        found = read_hirings(path, labels)
        database = open_database()
        try:
            with database.transaction() as connection:
                keep_hirings(connection, found)
        finally:
            database.close()
        sectors = len({naf for naf, *_ in found})
        say(f"Importé : {len(found)} comptages de {sectors} secteurs d'activité.")

    return commands
