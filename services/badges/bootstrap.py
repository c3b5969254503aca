"""Composition of `badges`: keys, signing, the database, the pages and the consumer of what other services say."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import typer
from sqlalchemy import Connection

from services.badges.adapters.key_files import KeyFiles
from services.badges.adapters.sealer import IssuerSealer, SignedLists
from services.badges.adapters.sql import SqlUnitOfWork
from services.badges.domain.addresses import Addresses
from services.badges.domain.verification import Verdict
from services.badges.entrypoints import decisions, endorsing, http, pages, public
from services.badges.entrypoints.cli import commands
from services.badges.entrypoints.events import projections, reactions
from services.badges.entrypoints.shop import Shop
from services.badges.ports import Workshop
from services.badges.settings import BadgesSettings
from services.badges.use_cases.issue_badge import issue_waiting
from services.contracts.actors import MINTED_BY
from services.contracts.badges import AWARDS
from services.contracts.operations import operated
from services.contracts.pages import context_for
from services.kernel import migrate
from services.kernel.auth import KeyRing, Verifier
from services.kernel.clock import Clock, new_id, utc_now
from services.kernel.consumer import Consumer, Patience
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.jobs import Job
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets

NAME = "badges"
PATHS = ("/badges", "/static/badges")
HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"


def build(settings: Settings | None = None, *, event_log: EventLog | None = None, clock: Clock = utc_now) -> Runtime:
    """The service, ready to run."""
    told = BadgesSettings() if settings is None else BadgesSettings(**settings.model_dump())
    database = Database(told.database_for(NAME))
    log = event_log or open_event_log(told.event_log())
    shop = shop_for(told, clock=clock)
    assets = Assets({"badges": HERE / "static"})
    app = create_app(
        name=NAME,
        summary="Badges numériques signés : délivrance, pages publiques, vérification",
        settings=told,
        database=database,
        verifier=Verifier(KeyRing(told.keys()), frozenset(MINTED_BY)),
        pages=Pages([HERE / "templates"], assets=assets, filters={"dated": pages.dated}, values={"Verdict": Verdict}),
        assets=assets,
        context_of=context_for(told),
        routers=[http.router, decisions.router, endorsing.router, public.router, pages.router],
        troubles=lambda: _troubles(database),
    )
    app.state.badges = shop
    runtime = Runtime(
        name=NAME,
        paths=PATHS,
        app=app,
        database=database,
        event_log=log,
        migrations=MIGRATIONS,
        topics=(AWARDS,),
        consumers=(
            Consumer(
                name="badges.placements",
                database=database,
                event_log=log,
                reactions=reactions(shop.workshop),
                patience=Patience(attempts=told.consumer_attempts, ceiling=told.dead_letter_ceiling),
                clock=clock,
            ),
        ),
        jobs=(_signing_job(shop),),
        projections=projections(shop.workshop),
    )
    return operated(runtime, clock=clock)


def shop_for(settings: BadgesSettings, *, clock: Clock = utc_now) -> Shop:
    """Keys, signing and addresses of this installation."""
    addresses = Addresses(settings.signed_base())
    keys = KeyFiles(settings.keys())
    sealer = IssuerSealer(keys, addresses)
    workshop = Workshop(
        keys=keys,
        sealer=sealer,
        addresses=addresses,
        new_id=new_id,
        random_id=uuid4,
        below=secrets.randbelow,
        salt=lambda: secrets.token_hex(8),
        forbidden=settings.forbidden_words(),
    )
    return Shop(workshop, SignedLists(sealer, addresses, last=settings.status_lists_last()), clock)


def _signing_job(shop: Shop) -> Job:
    """Signs what was accepted while a key or a name was missing."""
    return Job(
        name="badges.signing",
        every=timedelta(minutes=1),
        run=lambda connection, now: _sign_waiting(connection, shop, now),
    )


def _sign_waiting(connection: Connection, shop: Shop, now: datetime) -> None:
    issue_waiting(uow=SqlUnitOfWork(connection, now=now), workshop=shop.workshop, now=now)


def _troubles(database: Database) -> list[str]:
    return [] if migrate.is_current(database, NAME, MIGRATIONS) else ["la base n'est pas à jour : cite migrate"]


def command_line() -> typer.Typer:
    """`cite badges …`: the operator's commands over this installation's settings."""

    def opened() -> tuple[Database, Shop]:
        settings = BadgesSettings()
        return Database(settings.database_for(NAME)), shop_for(settings)

    return commands(opened)
