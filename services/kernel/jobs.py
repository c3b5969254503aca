"""Periodic work: each job runs when due, once for the whole installation, in one transaction."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, select, update

from services.kernel import tables
from services.kernel.clock import Clock, utc_now
from services.kernel.database import DATABASE_AWAY, Database
from services.kernel.dialects import inserting, locked
from services.kernel.metrics import JOB_RUNS

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of periodic work."""

    name: str
    every: timedelta
    run: Callable[[Connection, datetime], None]


class Scheduler:
    """Runs the due jobs of one service. Several may run: the row of a job is locked while it runs."""

    def __init__(self, database: Database, jobs: Sequence[Job], *, clock: Clock = utc_now) -> None:
        self._database = database
        self._jobs = jobs
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Look for due jobs every few seconds until ``stop`` is set."""
        while not stop.is_set():
            self.run_due()
            stop.wait(5.0)

    def run_due(self) -> list[str]:
        """Run what is due now; return the names of the jobs that ran. A failing job is told and tried again.

        One whose database is away is tried again as well, and is no failure.
        """
        ran = []
        for job in self._jobs:
            try:
                with self._database.transaction() as connection:
                    if self._claim(connection, job):
                        job.run(connection, self._clock())
                        ran.append(job.name)
                        JOB_RUNS.labels(job.name, "done").inc()
            except DATABASE_AWAY as error:
                log.warning("job.out_of_reach", job=job.name, reason=str(error).splitlines()[:1])
            except Exception as error:
                JOB_RUNS.labels(job.name, "failed").inc()
                log.error("job.failed", job=job.name, exc_info=error)
        return ran

    def _claim(self, connection: Connection, job: Job) -> bool:
        now = self._clock()
        table = tables.jobs
        query = select(table.c.ran_at).where(table.c.name == job.name)
        last = connection.execute(locked(query, connection, skip_locked=True)).scalar_one_or_none()
        if last is None:
            first = inserting(connection, table).values(name=job.name, ran_at=now).on_conflict_do_nothing()
            return connection.execute(first.returning(table.c.name)).first() is not None
        if now - last < job.every:
            return False
        connection.execute(update(table).where(table.c.name == job.name).values(ran_at=now))
        return True
