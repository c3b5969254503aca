"""``cite offers import FILE``: loads offers of France Travail, a batch at a time, and tells every row left aside.

Killed half-way and run again, it ends with the same rows and no event twice; a batch that lost a deadlock is played
again. With ``--complete`` the file is the whole
of what the board shows: the offers that are not in it are withdrawn. Refuses a territory that nobody set up.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.domain.found_offer import FoundOffer, RefusedRow
from services.employers.domain.offer import Source
from services.employers.domain.refusals import NotFound
from services.employers.use_cases.import_offers import AT_ONCE, Tally, import_offers
from services.employers.use_cases.withdraw_vanished import Seen, absent_from, withdraw_vanished
from services.kernel.clock import Clock, utc_now
from services.kernel.contention import play
from services.kernel.database import Database
from services.kernel.failpoints import reach

ACTOR = "operator:import"
TOLD_EVERY = 1000
Row = FoundOffer | RefusedRow


def offers_commands(
    open_database: Callable[[], Database], say: Callable[[str], None] = typer.echo, clock: Clock = utc_now
) -> typer.Typer:
    """The commands of imported offers. ``open_database`` gives employers' database, migrated."""
    commands = typer.Typer(help="Les offres publiées ailleurs.", no_args_is_help=True)

    @commands.callback()
    def offers() -> None:
        """Les offres publiées ailleurs."""

    @commands.command("import")
    def import_file(
        file: Annotated[Path, typer.Argument(help="Fichier de France Travail (Offres v2) : JSON Lines ou JSON.")],
        territory: Annotated[str, typer.Option(help="Le territoire où montrer ces offres.")],
        *,
        complete: Annotated[
            bool, typer.Option("--complete", help="Le fichier dit tout : retirer les offres qui n'y sont plus.")
        ] = False,
        allow_many: Annotated[
            bool, typer.Option("--allow-many", help="Avec --complete, en retirer même plus de la moitié.")
        ] = False,
    ) -> None:
        """Charger des offres de France Travail ; relancer ne double rien."""
        database, seen = open_database(), Seen()
        try:
            tally = import_all(seen.through(read_france_travail(file)), database, territory, say=say, clock=clock)
            say(
                f"Terminé : {tally.created} ajoutée(s), {tally.changed} modifiée(s), {tally.unchanged} inchangée(s), "
                f"{len(tally.refused)} refusée(s)."
            )
            if complete:
                withdrawn = withdraw_all(seen, database, territory, allow_many=allow_many, clock=clock)
                say(f"{withdrawn} retirée(s) : ces offres ne sont plus dans le fichier.")
        finally:
            database.close()

    return commands


def import_all(
    rows: Iterable[Row], database: Database, territory: str, *, say: Callable[[str], None], clock: Clock
) -> Tally:
    """Import every row, ``AT_ONCE`` in each transaction; each refusal is said once its batch is kept."""
    must_be_known(database, territory, clock)
    tally = Tally()

    def keep(batch: Sequence[Row]) -> Tally:
        with database.transaction() as connection:
            uow = SqlUnitOfWork(connection, territory=territory, now=clock(), actor=ACTOR)
            done = import_offers(batch, source=Source.FRANCE_TRAVAIL, uow=uow)
            if done.created or done.changed:
                uow.audit("offers.imported", f"territory:{territory}", created=done.created, changed=done.changed)
            reach("offers_import.batch")
        return done

    for batch in _batches(rows):
        done = play(partial(keep, batch))
        for refused in done.refused:
            say(refused.told())
        before = tally.read
        tally.add(done)
        if tally.read // TOLD_EVERY > before // TOLD_EVERY:
            say(f"… {tally.read} lignes lues")
    return tally


def withdraw_all(seen: Seen, database: Database, territory: str, *, allow_many: bool, clock: Clock) -> int:
    """Withdraw what a whole file no longer shows, ``AT_ONCE`` in each transaction; return how many."""
    with database.reading() as connection:
        uow = SqlUnitOfWork(connection, territory=territory, now=clock(), locks=False)
        absent = iter(absent_from(seen, source=Source.FRANCE_TRAVAIL, allow_many=allow_many, uow=uow))

    def withdraw(refs: Sequence[str]) -> int:
        with database.transaction() as connection:
            uow = SqlUnitOfWork(connection, territory=territory, now=clock(), actor=ACTOR)
            done = withdraw_vanished(refs, source=Source.FRANCE_TRAVAIL, uow=uow)
            uow.audit("offers.vanished", f"territory:{territory}", withdrawn=done)
            reach("offers_import.withdrawing")
        return done

    withdrawn = 0
    while refs := list(islice(absent, AT_ONCE)):
        withdrawn += play(partial(withdraw, refs))
    return withdrawn


def must_be_known(database: Database, territory: str, clock: Clock) -> None:
    """Raise NotFound for a territory whose settings never reached this service."""
    with database.reading() as connection:
        uow = SqlUnitOfWork(connection, territory=territory, now=clock(), locks=False)
        if uow.surroundings.territory() is None:
            raise NotFound(f"Le territoire « {territory} » n'est pas connu ici. Rien n'a été importé.")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, AT_ONCE)):
        yield batch
