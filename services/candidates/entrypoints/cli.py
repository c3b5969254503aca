"""Operator's commands of `candidates`: after a restore, erase again those whom the ledger says were erased."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

import typer

from services.candidates.adapters.ledger import Ledger
from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.adapters.vault import Vault
from services.candidates.use_cases.replay_erasures import replay_erasures
from services.kernel.clock import utc_now
from services.kernel.database import Database

Opened = Callable[[], tuple[Database, Vault, Ledger]]


def commands(opened: Opened) -> typer.Typer:
    """The commands, over what ``opened`` gives (opened only when a command runs)."""
    app = typer.Typer(help="Les dossiers des personnes.", no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Les dossiers des personnes."""

    @app.command("replay-erasures")
    def replay() -> None:
        """Après une restauration : efface de nouveau les personnes du registre des effacements."""
        typer.echo(redo_erasures(*opened()))

    return app


def redo_erasures(database: Database, vault: Vault, ledger: Ledger) -> str:
    """Erase again those of the ledger, close the database, and say how many there were."""
    erased = defaultdict[str, list[UUID]](list)
    for line in ledger.read():
        erased[line.territory].append(line.person_id)
    done = 0
    try:
        for territory, people in erased.items():
            with database.transaction() as connection:
                now = utc_now()
                uow = SqlUnitOfWork(connection, territory=territory, vault=vault, now=now)
                done += replay_erasures(people, uow=uow, now=now)
        database.scrub()
    finally:
        database.close()
    return f"{sum(map(len, erased.values()))} effacements au registre, {done} refaits."
