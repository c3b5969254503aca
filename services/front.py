"""The whole product in one process: five services behind one gateway, their relays and consumers in threads."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

import structlog
from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Scope

from services.accounts.entrypoints.counter import Counter
from services.contracts.actors import MINTED_BY
from services.contracts.operations import SERVICES, must_operate
from services.contracts.pages import context_for
from services.kernel import migrate
from services.kernel.auth import KeyRing, Verifier
from services.kernel.clock import Clock, utc_now
from services.kernel.eventlog.port import EventLog
from services.kernel.eventlog.registry import open_event_log
from services.kernel.gateway import Gateway
from services.kernel.operations import operations_routes
from services.kernel.processes import Crew, serve_http
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.kernel.web.app import answer_problem, create_app, database_away
from services.kernel.web.design_page import design_router
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets

log = structlog.get_logger(__name__)

COMPACT_EVERY = 3600.0
"""Seconds between two compactions of the local log."""


@dataclass(slots=True)
class House:
    """Every service of one installation, on one event log."""

    settings: Settings
    event_log: EventLog
    runtimes: Sequence[Runtime]
    app: ASGIApp

    def runtime(self, name: str) -> Runtime:
        """A service by its name."""
        return next(found for found in self.runtimes if found.name == name)

    def migrate(self) -> list[str]:
        """Bring every database to its newest shape, one service after another."""
        return [
            done
            for runtime in self.runtimes
            for done in migrate.upgrade(runtime.database, runtime.name, runtime.migrations)
        ]

    def serve(self, *, on_started: Callable[[], None] = lambda: None) -> None:
        """Serve until SIGTERM: workers finish what they hold, requests under way are answered."""
        crew = Crew()
        for runtime in self.runtimes:
            runtime.declare_topics()
        for runtime in self.runtimes:
            crew.start([*runtime.relay_work(), *runtime.consume_work()])
        crew.start([("log.compaction", self._compact)])

        def started() -> None:
            log.info("process.started", services=[runtime.name for runtime in self.runtimes])
            on_started()

        try:
            serve_http(self.app, self.settings, on_started=started)
        finally:
            crew.finish()
            self.close()
            log.info("process.stopped", services=[runtime.name for runtime in self.runtimes])

    def _compact(self, stop: threading.Event) -> None:
        """Remove from the log what was superseded, erased or has had its time, every hour."""
        while not stop.wait(COMPACT_EVERY):
            log.info("log.compacted", removed=self.event_log.compact())

    def close(self) -> None:
        """Release everything."""
        for runtime in self.runtimes:
            runtime.close()
        self.event_log.close()


def build_house(
    settings: Settings, *, only: Sequence[str] = SERVICES, clock: Clock = utc_now, event_log: EventLog | None = None
) -> House:
    """Assemble the services named ``only`` on one event log."""
    shared = event_log or open_event_log(settings.event_log())
    runtimes = [
        import_module(f"services.{name}.bootstrap").build(settings, event_log=shared, clock=clock) for name in only
    ]
    return House(settings, shared, runtimes, _gateway(settings, runtimes))


def _gateway(settings: Settings, runtimes: Sequence[Runtime]) -> Gateway:
    by_name = {runtime.name: runtime for runtime in runtimes}

    def exchange(secret: str) -> str | None:
        accounts = by_name.get("accounts")
        if accounts is None:
            return None
        counter: Counter = accounts.app.state.counter
        return counter.exchange(accounts.database, secret)

    own = _own_app(settings, runtimes)

    def away(scope: Scope, error: Exception) -> ASGIApp:
        return answer_problem(Request({**scope, "app": own}), database_away(error))

    return Gateway(
        {runtime.name: (runtime.paths, runtime.app) for runtime in runtimes}, exchange=exchange, own=own, away=away
    )


def _own_app(settings: Settings, runtimes: Sequence[Runtime]) -> FastAPI:
    """What belongs to no service: health of all, operations, the living page of components."""
    assets = Assets()
    pages = Pages(assets=assets)
    context_of = context_for(settings)
    return create_app(
        name="front",
        summary="Santé et exploitation",
        settings=settings,
        database=runtimes[0].database,
        verifier=Verifier(KeyRing(settings.keys()), frozenset(MINTED_BY)),
        pages=pages,
        assets=assets,
        context_of=context_of,
        routers=[operations_routes(runtimes, pages, context_of, must_operate), design_router(pages, context_of)],
        troubles=lambda: [trouble for runtime in runtimes for trouble in runtime.troubles()],
    )
