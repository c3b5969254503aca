"""`cite move`: the operator's words around moving an installation."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Annotated

import typer

from services.kernel.moving.move import move
from services.kernel.runtime import Runtime

Say = Callable[[str], None]


Open = Callable[[str, str], AbstractContextManager[tuple[Sequence[Runtime], Sequence[Runtime]]]]
"""The URLs of the new databases and log → the services here and there, in the same order."""


def add_move_command(app: typer.Typer, opened: Open, *, say: Say) -> None:
    """Add the command."""

    def move_command(
        database_url: Annotated[str, typer.Option(help="Bases de destination, avec {service}")],
        event_log_url: Annotated[str, typer.Option(help="Journal de destination, comme kafka://hôte:9092")],
        *,
        again: Annotated[bool, typer.Option("--again", help="Reprendre une copie du journal interrompue")] = False,
    ) -> None:
        """Emporter toute l'installation vers d'autres bases et un autre journal (service arrêté)."""
        with opened(database_url, event_log_url) as (here, there):
            done = move(here, there, again=again, say=say)
        say(f"Emporté : {done.rows} lignes, {done.records} événements. Les deux côtés sont pareils.")
        say("Démarrez maintenant les services avec ces réglages (et les mêmes clés) :")
        say(f"  CITE_DATABASE_URL={database_url}")
        say(f"  CITE_EVENT_LOG_URL={event_log_url}")
        say("L'ancienne installation n'a pas été changée. Ne la démarrez plus.")

    app.command("move")(move_command)
    app.command("migrate-to-distributed", hidden=True)(move_command)
