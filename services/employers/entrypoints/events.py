"""What `employers` does with the facts of other services, and its daily and weekly work."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import Connection, delete, or_, select

from services.contracts.accounts import HolderEnrolled, StaffChanged, TerritoryConfigured
from services.contracts.badges import AwardChanged
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.employers.adapters import tables
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.adapters.sql_surroundings import known_territories
from services.employers.domain.company import CHECKED_AGAIN_AFTER
from services.employers.ports import Register, RegisterUnavailable
from services.employers.use_cases import pass_the_day
from services.employers.use_cases.check_existence import record_finding
from services.employers.use_cases.enrol_holder import EnrolHolder, enrol_holder
from services.employers.use_cases.follow_introduction import follow_introduction
from services.employers.use_cases.follow_placement import follow_placement
from services.employers.use_cases.follow_surroundings import follow_award, follow_staff, follow_territory
from services.employers.use_cases.save_draft import forget_drafts
from services.employers.use_cases.tell_engagement import tell_engagements
from services.kernel import idempotency, inbox, mail
from services.kernel.clock import Clock, utc_now
from services.kernel.database import Database
from services.kernel.jobs import Job
from services.kernel.reactions import Moment, Reactions
from services.kernel.rebuilding import Projection

SPENT_LINKS_KEPT = timedelta(days=30)
log = structlog.get_logger(__name__)


def uow_of(moment: Moment) -> SqlUnitOfWork:
    """The unit of work of a fact being handled."""
    return SqlUnitOfWork(moment.connection, territory=moment.tenant, now=moment.now, actor=moment.envelope.actor)


def reactions(*, public_base: str) -> Reactions:
    """Fact → use case."""

    def introduced(fact: IntroductionMoved, moment: Moment) -> None:
        follow_introduction(fact, uow=uow_of(moment), public_base=public_base)

    def enrolled(fact: HolderEnrolled, moment: Moment) -> None:
        command = EnrolHolder(fact.company_id, fact.account_id, fact.vouched_by, fact.contact_name, fact.contact_email)
        enrol_holder(command, uow=uow_of(moment))

    return (
        Reactions()
        .on(IntroductionMoved, introduced)
        .on(HolderEnrolled, enrolled)
        .on(PlacementChanged, lambda fact, moment: follow_placement(fact, uow=uow_of(moment)))
        .on(AwardChanged, lambda fact, moment: follow_award(fact, uow=uow_of(moment)))
        .on(TerritoryConfigured, lambda fact, moment: follow_territory(fact, uow=uow_of(moment)))
        .on(StaffChanged, lambda fact, moment: follow_staff(fact, uow=uow_of(moment)))
    )


def projections(*, public_base: str) -> tuple[Projection, ...]:
    """What can be made anew from the log.

    Introductions, placements and awards are not: answers, places and the firm's engagement are drawn from them.
    """
    known = reactions(public_base=public_base).only(TerritoryConfigured, StaffChanged)
    heard = (tables.territories, tables.colleagues)
    return (Projection("employers.heard", known, tuple(delete(table) for table in heard)),)


def jobs(*, public_base: str) -> tuple[Job, ...]:
    """The work of each day, for every territory."""
    silent = partial(pass_the_day.pause_the_silent, public_base=public_base)
    return (
        Job("employers.expire-offers", timedelta(hours=1), everywhere(pass_the_day.expire_offers)),
        Job("employers.pause-silent", timedelta(hours=24), everywhere(silent)),
        Job("employers.tell-engagements", timedelta(hours=24), everywhere(tell_engagements)),
        Job("employers.forget-drafts", timedelta(hours=24), everywhere(forget_drafts)),
        Job("employers.pruning", timedelta(hours=1), prune),
        Job("employers.forget-refusals", timedelta(hours=24), everywhere(pass_the_day.forget_refusals)),
    )


def prune(connection: Connection, now: datetime) -> None:
    """Drop what the plumbing no longer needs, letters older than six months, and links that opened nothing for long."""
    inbox.prune(connection, now=now)
    idempotency.prune(connection, now=now)
    mail.prune(connection, now=now)
    connection.execute(delete(tables.links).where(tables.links.c.expires_at < now - SPENT_LINKS_KEPT))


def everywhere(work: Callable[[SqlUnitOfWork], int]) -> Callable[[Connection, datetime], None]:
    """Do a piece of work in each territory known here."""

    def run(connection: Connection, now: datetime) -> None:
        for territory, _ in known_territories(connection):
            done = work(SqlUnitOfWork(connection, territory=territory, now=now))
            if done:
                log.info("employers.daily", work=getattr(work, "__name__", "work"), territory=territory, done=done)

    return run


class RegisterWatch:
    """Asks the register about the firms that are due, outside any transaction; each answer is its own transaction."""

    def __init__(self, database: Database, register: Register, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._register = register
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Look every half-minute until ``stop`` is set."""
        while not stop.is_set():
            self.look_once(stop)
            stop.wait(30.0)

    def look_once(self, stop: threading.Event | None = None) -> int:
        """Ask about what is due; return how many answers were kept. Stops at the first silence of the register."""
        kept, due = 0, self._due()
        if due:
            self._database.must_take_writes()
        for territory, company_id, siret in due:
            if stop is not None and stop.is_set():
                break
            try:
                finding = self._register.look_up(siret)
            except RegisterUnavailable:
                break
            with self._database.transaction() as connection:
                record_finding(
                    company_id, finding, uow=SqlUnitOfWork(connection, territory=territory, now=self._clock())
                )
            kept += 1
        return kept

    def _due(self) -> list[tuple[str, UUID, str]]:
        table = tables.companies
        before = self._clock() - CHECKED_AGAIN_AFTER
        due = or_(table.c.checked_at.is_(None), table.c.checked_at <= before)
        query = select(table.c.territory, table.c.id, table.c.siret).where(due).order_by(table.c.checked_at).limit(200)
        with self._database.reading() as connection:
            return [(row.territory, UUID(row.id), row.siret) for row in connection.execute(query)]
