"""A service at run time: its app, its database, its workers; and the processes that run them.

``web`` serves HTTP, ``relay`` publishes the outbox, ``consume`` handles events and runs jobs and senders;
``all`` runs the three in one process. On SIGTERM each finishes what it holds or gives it back.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

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
from services.kernel.settings import Settings
from services.kernel.telemetry import configure_logs
from services.kernel.web.app import health_routes

log = structlog.get_logger(__name__)

Work = Callable[[threading.Event], None]
STOP_WITHIN = 25.0
"""Seconds given to workers to finish what they hold."""


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


def supervise(name: str, work: Work, stop: threading.Event) -> None:
    """Run a worker; when it falls, say so and start it again after a while."""
    delay = 1.0
    while not stop.is_set():
        try:
            work(stop)
        except Exception as error:
            log.error("worker.fell", worker=name, exc_info=error)
            stop.wait(delay)
            delay = min(delay * 2, 60.0)
        else:
            return


class Crew:
    """The worker threads of one process."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, work: Sequence[tuple[str, Work]]) -> None:
        """Start each worker in a thread of its own."""
        for name, run in work:
            thread = threading.Thread(target=supervise, args=(name, run, self.stop), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def finish(self) -> bool:
        """Ask every worker to stop and wait for them; False when one did not in time."""
        self.stop.set()
        for thread in self._threads:
            thread.join(STOP_WITHIN)
        return not any(thread.is_alive() for thread in self._threads)


def run_workers(work: Sequence[tuple[str, Work]], *, ready: Callable[[], None] = lambda: None) -> None:
    """Run workers until SIGTERM or SIGINT."""
    crew = Crew()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        crew.stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    crew.start(work)
    ready()
    while not crew.stop.wait(1.0):
        pass
    crew.finish()


def serve_http(app: ASGIApp, settings: Settings, *, on_started: Callable[[], None] = lambda: None) -> None:
    """Serve HTTP until SIGTERM or SIGINT; requests under way are finished."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        server_header=False,
        timeout_graceful_shutdown=20,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    original = server.startup

    async def startup_then_tell(sockets: object = None) -> None:
        await original(sockets)  # type: ignore[arg-type]
        on_started()

    server.startup = startup_then_tell  # type: ignore[method-assign]
    with _outliving_signals():
        server.run()


@contextmanager
def _outliving_signals() -> Iterator[None]:
    """uvicorn stops on a signal, then raises it again: the process would die of it before its workers have finished."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda _number, _frame: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def workers_app(runtime: Runtime) -> FastAPI:
    """What an engine of containers asks of a process without pages: its health and its measures."""
    app = FastAPI(openapi_url=None)
    app.include_router(health_routes(runtime.troubles))
    return app


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


def run_process(build: Callable[[Settings], Runtime], role: str, settings: Settings) -> None:
    """What ``python -m services.<name> web|relay|consume|all|replay|rebuild`` does.

    A web process writes to its database alone: it starts, and answers, while the event log is out of reach.
    """
    configure_logs(settings.log_level, settings.log_format)
    runtime = build(settings)
    work = [
        *(runtime.relay_work() if role in {"relay", "all"} else []),
        *(runtime.consume_work() if role in {"consume", "all"} else []),
    ]
    if work:
        runtime.declare_topics()
    log.info("process.started", service=runtime.name, role=role)
    crew = Crew()
    try:
        if role == "replay":
            log.info("consumers.rewound", consumers=hear_again(runtime))
        elif role == "rebuild":
            log.info("projections.rebuilt", facts=rebuild_all(runtime))
        elif role in {"web", "all"}:
            crew.start(work)
            serve_http(runtime.app, settings)
        elif settings.health_port:
            crew.start(work)
            serve_http(workers_app(runtime), settings.model_copy(update={"port": settings.health_port}))
        else:
            run_workers(work)
    finally:
        crew.finish()
        runtime.close()
        runtime.event_log.close()
        log.info("process.stopped", service=runtime.name, role=role)
