"""Composition of `employers`: chooses adapters by URL scheme, wires use cases to entrypoints."""

from pathlib import Path

from services.contracts.actors import MINTED_BY
from services.contracts.employers import ANSWERS, COMPANIES, EVALUATIONS, HOLDERS, OFFERS
from services.contracts.operations import operated
from services.contracts.pages import context_for
from services.employers.adapters.recherche_entreprises import NoRegister, RechercheEntreprises
from services.employers.adapters.tokens import SignedTokens
from services.employers.entrypoints import (
    club_pages,
    company_pages,
    dealing_pages,
    diary_pages,
    door_pages,
    http,
    join_pages,
    link_pages,
    offer_pages,
    staff_pages,
)
from services.employers.entrypoints.desk import Desk
from services.employers.entrypoints.events import RegisterWatch, jobs, projections, reactions
from services.employers.settings import EmployersSettings
from services.kernel import migrate
from services.kernel.auth import KeyRing, Signer, Verifier
from services.kernel.clock import Clock, utc_now
from services.kernel.consumer import Consumer, Patience
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.mail import MailSender
from services.kernel.runtime import Runtime, Work
from services.kernel.settings import Settings
from services.kernel.towns import TownsFile
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets
from services.kernel.web.towns_http import towns_router

NAME = "employers"
PATHS = (
    "/employers",
    "/entreprise",
    "/entreprises",
    "/club",
    "/rejoindre",
    "/reponse",
    "/confirmer",
)
ROUTERS = (
    http,
    join_pages,
    company_pages,
    offer_pages,
    dealing_pages,
    diary_pages,
    link_pages,
    door_pages,
    staff_pages,
    club_pages,
)
"""In this order: `/entreprises/nouvelle` comes before `/entreprises/{id}`."""

HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"


def build(settings: Settings | None = None, *, event_log: EventLog | None = None, clock: Clock = utc_now) -> Runtime:
    """The service, ready to run."""
    told = EmployersSettings() if settings is None else EmployersSettings(**settings.model_dump())
    database = Database(told.database_for(NAME))
    log = event_log or open_event_log(told.event_log())
    ring = KeyRing(told.keys())
    register = register_for(told)
    towns = TownsFile(told.towns())
    desk = Desk(told, register, SignedTokens(Signer(NAME, ring), told.enrolment_lasts()), clock, towns)
    assets = Assets()
    app = create_app(
        name=NAME,
        summary="Le club d'entreprises : adhésion, offres, réponses aux présentations, évaluations",
        settings=told,
        database=database,
        verifier=Verifier(ring, frozenset(MINTED_BY)),
        pages=Pages([HERE / "templates"], assets=assets),
        assets=assets,
        context_of=context_for(told),
        routers=[*(router.router for router in ROUTERS), towns_router("/employers/api", towns)],
        troubles=lambda: _troubles(database),
    )
    app.state.desk = desk
    consumer = Consumer(
        name="employers.projections",
        database=database,
        event_log=log,
        reactions=reactions(public_base=desk.public_address("")),
        patience=Patience(attempts=told.consumer_attempts, ceiling=told.dead_letter_ceiling),
        clock=clock,
    )
    runtime = Runtime(
        name=NAME,
        paths=PATHS,
        app=app,
        database=database,
        event_log=log,
        migrations=MIGRATIONS,
        topics=(COMPANIES, HOLDERS, OFFERS, ANSWERS, EVALUATIONS),
        consumers=(consumer,),
        jobs=jobs(public_base=desk.public_address("")),
        projections=projections(public_base=desk.public_address("")),
        workers=_workers(told, database, register, clock),
        on_close=register.close,
    )
    return operated(runtime, clock=clock)


def register_for(settings: EmployersSettings) -> RechercheEntreprises | NoRegister:
    """The public register at its address, or none when no address is given."""
    if not settings.registry_url:
        return NoRegister()
    return RechercheEntreprises(settings.registry_url, per_second=settings.registry_per_second)


def _workers(
    settings: EmployersSettings, database: Database, register: RechercheEntreprises | NoRegister, clock: Clock
) -> list[tuple[str, Work]]:
    sender = MailSender(database, settings.mail(), settings.mail_from)
    workers: list[tuple[str, Work]] = [("employers.mail", sender.run)]
    if settings.registry_url:
        workers.append(("employers.register", RegisterWatch(database, register, clock=clock).run))
    return workers


def _troubles(database: Database) -> list[str]:
    return [] if migrate.is_current(database, NAME, MIGRATIONS) else ["la base n'est pas à jour : cite migrate"]
