"""A service at run time: its app, its database, its workers, what keeps it from being ready.

What only it heard from the others can be heard again, or made anew. ``processes`` runs it.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI

from services.kernel import deadletters, migrate, outbox, pulses
from services.kernel.clock import utc_now
from services.kernel.consumer import Consumer
from services.kernel.database import Database
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Topic
from services.kernel.jobs import Job, Scheduler
from services.kernel.metrics import DEAD_LETTERS, LAG, OUTBOX
from services.kernel.pulses import Pulse
from services.kernel.rebuilding import Projection, rebuild
from services.kernel.relay import Relay

Work = Callable[[threading.Event], None]


@dataclass(slots=True)
class Runtime:
    """What ``bootstrap.build`` assembles for one service."""

    name: str
    paths: tuple[str, ...]
    """URL prefixes that this service owns (``/matching``, ``/offres`` …)."""
    app: FastAPI
    database: Database
    event_log: EventLog
    migrations: Path
    topics: Sequence[Topic] = ()
    """Topics that this service publishes."""
    consumers: Sequence[Consumer] = ()
    jobs: Sequence[Job] = ()
    workers: Sequence[tuple[str, Work]] = ()
    projections: Sequence[Projection] = ()
    """What it only heard from the others, and can make anew from the log."""
    also_rebuilt: Callable[[], Mapping[str, int]] = dict
    """Makes anew what is in no table (an index); how much each then holds."""
    on_close: Callable[[], None] = field(default=lambda: None)
    notices: Callable[[], list[str]] = list
    """What an operator must know though the service is ready without it, in French."""

    def declare_topics(self) -> None:
        """Create the topics that this service writes and reads, where they do not exist."""
        read = [topic for consumer in self.consumers for topic in consumer.reactions.declared()]
        self.event_log.declare([*self.topics, *read])

    def relay_work(self) -> list[tuple[str, Work]]:
        """The relay of this service."""
        return [(f"{self.name}.relay", Relay(self.name, self.database, self.event_log).run)]

    def consume_work(self) -> list[tuple[str, Work]]:
        """Consumers, jobs and senders of this service."""
        work: list[tuple[str, Work]] = [(consumer.name, consumer.run) for consumer in self.consumers]
        if self.jobs:
            work.append((f"{self.name}.jobs", Scheduler(self.database, self.jobs).run))
        return [*work, *self.workers, (f"{self.name}.gauges", self._gauges)]

    def close(self) -> None:
        """Release what the service holds (the event log is closed by who opened it)."""
        self.on_close()
        self.database.close()

    def _gauges(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with suppress(Exception):
                self.give_news()
            stop.wait(pulses.EVERY)

    def give_news(self) -> None:
        """Measure, and keep in the database what the pages of another process must know of the consumers."""
        try:
            found = self.measure()
        except EventLogUnavailable:
            found = {}
        if not self.consumers:
            return
        with self.database.transaction() as connection:
            for one in self.consumers:
                news = Pulse(one.name, found.get(f"lag:{one.name}"), one.stopped_because, utc_now())
                pulses.note(connection, news)

    def measure(self) -> dict[str, int]:
        """Waiting events, dead letters and lag of each consumer, also given to the metrics."""
        with self.database.reading() as connection:
            found = {"outbox": outbox.waiting(connection), "dead_letters": deadletters.count(connection)}
        OUTBOX.labels(self.name).set(found["outbox"])
        DEAD_LETTERS.labels(self.name).set(found["dead_letters"])
        for consumer in self.consumers:
            lag = sum(self.event_log.lag(consumer.name, consumer.reactions.topics()).values())
            found[f"lag:{consumer.name}"] = lag
            LAG.labels(consumer.name).set(lag)
        return found

    def troubles(self) -> list[str]:
        """What keeps this service from being ready, in French; empty when all is well."""
        found = [f"{c.name} : {c.stopped_because}" for c in self.consumers if c.stopped_because]
        try:
            if not migrate.is_current(self.database, self.name, self.migrations):
                found.append(f"{self.name} : la base n'est pas à jour (cite migrate)")
        except Exception as error:  # noqa: BLE001  whatever the driver raises, the base does not answer
            return [*found, f"{self.name} : la base ne répond pas ({type(error).__name__})"]
        try:
            for consumer in self.consumers[:1]:
                self.event_log.lag(consumer.name, consumer.reactions.topics())
        except EventLogUnavailable:
            found.append(f"{self.name} : le journal des événements ne répond pas")
        return found


def hear_again(runtime: Runtime) -> list[str]:
    """Forget how far each consumer has read, so that it starts again from what the log still holds.

    After a restore: what its database knows already is recognised, what it lost is heard. Raises GroupInUse while a
    consumer of the service runs.
    """
    runtime.declare_topics()
    for consumer in runtime.consumers:
        runtime.event_log.forget(consumer.name, consumer.reactions.topics())
    return [consumer.name for consumer in runtime.consumers]


def rebuild_all(runtime: Runtime) -> Mapping[str, int]:
    """Make anew what the service only heard from the others; how many facts each projection was told."""
    runtime.declare_topics()
    told = rebuild(runtime.projections, runtime.database, runtime.event_log, now=utc_now())
    return {**told, **runtime.also_rebuilt()}
