"""Composition of `accounts`: tokens, sessions, territories. Its key signs what every other service verifies."""

from datetime import datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy import Connection

from services.accounts.adapters.argon import ArgonHasher
from services.accounts.adapters.openid_connect import OpenIdProvider, Registration
from services.accounts.adapters.sql import prune
from services.accounts.domain.accounts import FAILURES_WINDOW, ROLES
from services.accounts.entrypoints import door, http, outside_door, pages, settings_pages
from services.accounts.entrypoints.cli import commands
from services.accounts.entrypoints.counter import Counter
from services.accounts.ports import Hasher
from services.accounts.settings import AccountsSettings
from services.contracts.accounts import HOLDERS_ENROLLED, STAFF, TERRITORIES
from services.contracts.actors import MINTED_BY
from services.contracts.operations import operated
from services.contracts.pages import context_for
from services.kernel import idempotency, inbox, migrate
from services.kernel.auth import KeyRing, Signer, Verifier
from services.kernel.clock import Clock, utc_now
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.jobs import Job
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets

NAME = "accounts"
PATHS = (
    "/",
    "/accounts",
    "/connexion",
    "/deconnexion",
    "/inscription",
    "/mon-compte",
    "/reglages",
    "/accessibilite",
    "/mentions-legales",
)
HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"


def build(settings: Settings | None = None, *, event_log: EventLog | None = None, clock: Clock = utc_now) -> Runtime:
    """The service, ready to run."""
    told = AccountsSettings() if settings is None else AccountsSettings(**settings.model_dump())
    database = Database(told.database_for(NAME))
    log = event_log or open_event_log(told.event_log())
    ring = KeyRing(told.keys())
    verifier = Verifier(ring, frozenset(MINTED_BY))
    assets = Assets()
    app = create_app(
        name=NAME,
        summary="Connexion, territoires, structures et rôles",
        settings=told,
        database=database,
        verifier=verifier,
        pages=Pages(
            [HERE / "templates"],
            assets=assets,
            filters={"role_label": lambda role: ROLES.get(role, role)},
            values={"cohort_rows": settings_pages.cohort_rows},
        ),
        assets=assets,
        context_of=context_for(told),
        routers=[http.router, pages.router, door.router, outside_door.router, settings_pages.router],
        troubles=lambda: [] if migrate.is_current(database, NAME, MIGRATIONS) else ["la base n'est pas à jour"],
    )
    provider = provider_for(told)
    app.state.counter = Counter(told, Signer(NAME, ring), verifier, ArgonHasher(light=told.invented), clock, provider)
    runtime = Runtime(
        name=NAME,
        paths=PATHS,
        app=app,
        database=database,
        event_log=log,
        migrations=MIGRATIONS,
        topics=(TERRITORIES, STAFF, HOLDERS_ENROLLED),
        jobs=(Job("accounts.pruning", timedelta(hours=1), _prune),),
        on_close=provider.close if provider else lambda: None,
    )
    return operated(runtime, clock=clock, gathers=True)


def provider_for(settings: AccountsSettings) -> OpenIdProvider | None:
    """The identity provider of this installation, none when no issuer is given."""
    if not settings.oidc_issuer:
        return None
    registration = Registration(
        name=settings.oidc_name,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        scope=settings.oidc_scope,
        vouches_for_email=settings.oidc_vouches_for_email,
    )
    return OpenIdProvider(registration)


def _prune(connection: Connection, now: datetime) -> None:
    prune(connection, now=now, failures_before=now - FAILURES_WINDOW)
    inbox.prune(connection, now=now)
    idempotency.prune(connection, now=now)


def command_line() -> typer.Typer:
    """`cite territories …`: the operator's commands over this installation's settings."""

    def opened() -> tuple[Database, Hasher]:
        settings = AccountsSettings()
        database = Database(settings.database_for(NAME))
        migrate.upgrade(database, NAME, MIGRATIONS)
        return database, ArgonHasher(light=settings.invented)

    return commands(opened)
