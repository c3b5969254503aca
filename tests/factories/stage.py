"""The real product on a local log in a folder of its own: every service, without threads and without waiting.

``pump`` runs relays and consumers until nothing moves any more, so that a test reads its own writes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from services.contracts.access import claims_of
from services.contracts.actors import MINTED_BY, Actor
from services.contracts.operations import SERVICES
from services.front import build_house
from services.kernel.auth import KeyRing, Signer
from services.kernel.hearing import hear_out
from services.kernel.relay import Relay
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from tests.factories.asgi_client import asgi_client


class Stage:
    """A house whose clock the test moves. ``only`` builds some services alone."""

    def __init__(self, folder: Path, *, only: Sequence[str] = SERVICES, **settings: Any) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.settings = Settings(
            **{"data_dir": folder, "invented": True, "public_base": "http://testserver", **settings}
        )
        self.house = build_house(self.settings, only=only, clock=lambda: self.now)
        self.house.migrate()
        for runtime in self.house.runtimes:
            runtime.declare_topics()
        self.ring = KeyRing(self.settings.keys())

    def runtime(self, name: str) -> Runtime:
        """A service."""
        return self.house.runtime(name)

    def pump(self, *, rounds: int = 50) -> None:
        """Publish and handle events until every service is quiet."""
        for _ in range(rounds):
            moved = sum(
                Relay(runtime.name, runtime.database, self.house.event_log).publish_waiting()
                for runtime in self.house.runtimes
            )
            moved += sum(self._consume(runtime) for runtime in self.house.runtimes)
            if not moved:
                return
        raise AssertionError("the services never become quiet")

    def _consume(self, runtime: Runtime) -> int:
        handled = 0
        for consumer in runtime.consumers:
            if not any(self.house.event_log.lag(consumer.name, consumer.reactions.topics()).values()):
                continue
            subscription = self.house.event_log.subscribe(consumer.name, consumer.reactions.topics())
            try:
                handled += hear_out(consumer, subscription)
            finally:
                subscription.close()
        return handled

    def run_jobs(self) -> None:
        """Run every job of every service once, whether due or not."""
        for runtime in self.house.runtimes:
            for job in runtime.jobs:
                with runtime.database.transaction() as connection:
                    job.run(connection, self.now)
        self.pump()

    def token(self, actor: Actor) -> str:
        """A token of the issuer that may mint such an actor. Tokens are judged by the real clock."""
        issuer = next(name for name, roles in MINTED_BY.items() if actor.roles <= roles)
        return Signer(issuer, self.ring).mint(claims_of(actor), lasts=timedelta(hours=1), now=datetime.now(UTC))

    def client(self, actor: Actor | None = None, *, accept: str = "application/json") -> httpx.Client:
        """A client of the gateway; with an actor, its bearer token."""
        client = asgi_client(self.house.app, base_url="http://testserver")
        client.headers["accept"] = accept
        if actor is not None:
            client.headers["Authorization"] = f"Bearer {self.token(actor)}"
        return client

    def browser(self) -> httpx.Client:
        """A browser without JavaScript: cookies, pages, forms."""
        return self.client(accept="text/html")

    def close(self) -> None:
        """Release everything."""
        self.house.close()
