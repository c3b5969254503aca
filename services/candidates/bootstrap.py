"""Composition of `candidates`: the vault of people's keys, the database, the pages, the consumer of what others say."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import typer

from services.candidates.adapters.ledger import ErasureKeeper, Ledger
from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.adapters.vault import Vault
from services.candidates.entrypoints import http
from services.candidates.entrypoints.cli import commands, redo_erasures
from services.candidates.entrypoints.desk import Desk
from services.candidates.entrypoints.events import projections, reactions
from services.candidates.entrypoints.page_words import WORDS
from services.candidates.entrypoints.pages import ROUTERS
from services.candidates.entrypoints.periodic import jobs
from services.candidates.settings import CandidatesSettings
from services.candidates.use_cases.lend_groups import lend_groups
from services.contracts.actors import MINTED_BY
from services.contracts.candidates import AGREEMENTS, PROFILES
from services.contracts.operations import operated
from services.contracts.pages import context_for
from services.kernel import migrate
from services.kernel.auth import KeyRing, Signer, Verifier
from services.kernel.clock import Clock, utc_now
from services.kernel.consumer import Consumer, Patience
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.mail import MailSender
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.kernel.towns import TownsFile
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets
from services.kernel.web.towns_http import towns_router

NAME = "candidates"
PATHS = (
    "/candidates",
    "/mes-personnes",
    "/personnes",
    "/moi",
    "/fiches",
    "/bilan",
    "/prescrire",
    "/groupe-operationnel",
    "/fonds",
)
HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"


def build(settings: Settings | None = None, *, event_log: EventLog | None = None, clock: Clock = utc_now) -> Runtime:
    """The service, ready to run."""
    told = CandidatesSettings() if settings is None else CandidatesSettings(**settings.model_dump())
    database = Database(told.database_for(NAME))
    log = event_log or open_event_log(told.event_log())
    ring = KeyRing(told.keys())
    vault = Vault(told.keys())
    towns = TownsFile(told.towns())
    assets = Assets()
    app = create_app(
        name=NAME,
        summary="Les personnes : dossier, profil, accords, suivi, bilan",
        settings=told,
        database=database,
        verifier=Verifier(ring, frozenset(MINTED_BY)),
        pages=Pages([HERE / "templates"], assets=assets, values=WORDS),
        assets=assets,
        context_of=context_for(told),
        routers=[http.router, http.names, towns_router("/candidates/api", towns), *ROUTERS],
        troubles=lambda: [] if migrate.is_current(database, NAME, MIGRATIONS) else ["la base n'est pas à jour"],
    )
    app.state.desk = Desk(told, vault, Signer(NAME, ring), clock, towns)
    consumer = Consumer(
        name="candidates.projections",
        database=database,
        event_log=log,
        reactions=reactions(vault),
        patience=Patience(attempts=told.consumer_attempts, ceiling=told.dead_letter_ceiling),
        clock=clock,
    )
    sender = MailSender(database, told.mail(), told.mail_from)
    keeper = ErasureKeeper(database, Ledger(told.keys()))
    runtime = Runtime(
        name=NAME,
        paths=PATHS,
        app=app,
        database=database,
        event_log=log,
        migrations=MIGRATIONS,
        topics=(PROFILES, AGREEMENTS),
        consumers=(consumer,),
        jobs=jobs(vault),
        projections=projections(vault),
        workers=(("candidates.mail", sender.run), ("candidates.erasures", keeper.run)),
    )
    return operated(runtime, clock=clock)


def command_line() -> typer.Typer:
    """`cite people …`: the operator's commands over this installation's settings."""

    return commands(_opened)


def redo_erasures_now() -> str:
    """After a restore: erase again those of the ledger, and say how many there were."""
    return redo_erasures(*_opened())


def _opened() -> tuple[Database, Vault, Ledger]:
    settings = CandidatesSettings()
    return Database(settings.database_for(NAME)), Vault(settings.keys()), Ledger(settings.keys())


def groups_for_audit(territory: str) -> Mapping[UUID, Mapping[str, str]]:
    """Cohort, sex and age band by profile, lent to an audit of fairness (`lend_groups`)."""
    settings = CandidatesSettings()
    database = Database(settings.database_for(NAME))
    try:
        with database.reading() as connection:
            now = utc_now()
            uow = SqlUnitOfWork(connection, territory=territory, vault=Vault(settings.keys()), now=now)
            return lend_groups(uow=uow, today=now.date())
    finally:
        database.close()
