"""The processes that run a service (``python -m services.NAME ROLE``), from their start to the end that SIGTERM asks.

``web`` serves HTTP, ``relay`` publishes the outbox, ``consume`` handles events and runs jobs and senders;
``all`` runs the three in one process. On SIGTERM each finishes what it holds or gives it back.
``migrate``, ``replay`` and ``rebuild`` do one thing and end.
"""

import argparse
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from services.kernel import migrate
from services.kernel.database import DATABASE_AWAY, Database
from services.kernel.runtime import Runtime, Work, hear_again, rebuild_all
from services.kernel.settings import Settings
from services.kernel.telemetry import configure_logs
from services.kernel.web.app import health_routes

log = structlog.get_logger(__name__)

ROLES = ("web", "relay", "consume", "all", "migrate", "replay", "rebuild")
STOP_WITHIN = 25.0
"""Seconds given to workers to finish what they hold."""


def supervise(name: str, work: Work, stop: threading.Event) -> None:
    """Run a worker; when it falls, say so and start it again after a while."""
    delay = 1.0
    while not stop.is_set():
        try:
            work(stop)
        except Exception as error:
            if isinstance(error, DATABASE_AWAY):
                log.warning("worker.out_of_reach", worker=name, reason=str(error).splitlines()[:1])
            else:
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


def run_process(build: Callable[[Settings], Runtime], role: str, settings: Settings) -> None:
    """Play one role, ``migrate`` excepted.

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
    crew = Crew()

    def started() -> None:
        # Told once a signal to stop is heeded: whoever stops it from now on lets it finish.
        log.info("process.started", service=runtime.name, role=role)

    try:
        if role == "replay":
            log.info("consumers.rewound", consumers=hear_again(runtime))
        elif role == "rebuild":
            log.info("projections.rebuilt", facts=rebuild_all(runtime))
        elif role in {"web", "all"}:
            crew.start(work)
            serve_http(runtime.app, settings, on_started=started)
        elif settings.health_port:
            crew.start(work)
            health = settings.model_copy(update={"port": settings.health_port})
            serve_http(workers_app(runtime), health, on_started=started)
        else:
            run_workers(work, ready=started)
    finally:
        crew.finish()
        runtime.close()
        runtime.event_log.close()
        log.info("process.stopped", service=runtime.name, role=role)


def run_service(
    name: str, build: Callable[[Settings], Runtime], settings: type[Settings], migrations: Path, *, told: str | None
) -> None:
    """What the command line of a service asks for."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{name}", description=told)
    parser.add_argument("role", choices=ROLES)
    role = parser.parse_args().role
    if role != "migrate":
        run_process(build, role, settings())
        return
    database = Database(settings().database_for(name))
    migrate.upgrade(database, name, migrations)
    database.close()
