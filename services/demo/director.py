"""The director of the demonstration: plays real use cases on the real services, at dates of its choosing.

A day begins at ten in the morning of the territory, whatever the hour at which the demonstration is prepared.

Every step is an act that somebody could do through the interface; events travel the log as they always do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, event

from services.accounts.entrypoints.counter import Counter
from services.contracts.actors import Actor, Role
from services.demo.territory import CODE, TERRITORY, Member
from services.front import House, build_house
from services.kernel.eventlog.port import Subscription
from services.kernel.relay import Relay
from services.kernel.settings import Settings

ZONE = ZoneInfo(TERRITORY.time_zone)


@dataclass(slots=True)
class Director:
    """A house whose clock it moves."""

    settings: Settings
    real_now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    house: House = field(init=False)
    now: datetime = field(init=False)
    _relays: list[Relay] = field(init=False)
    _listening: list[tuple[Any, Subscription]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.real_now
        self.house = build_house(self.settings, clock=lambda: self.now)
        for engine in self._files():
            event.listen(engine, "connect", _wait_for_no_disk)
        self.house.migrate()
        for runtime in self.house.runtimes:
            runtime.declare_topics()
        self._relays = [Relay(r.name, r.database, self.house.event_log) for r in self.house.runtimes]
        for runtime in self.house.runtimes:
            for consumer in runtime.consumers:
                subscription = self.house.event_log.subscribe(consumer.name, consumer.reactions.topics())
                self._listening.append((consumer, subscription))

    @property
    def today(self) -> date:
        """The day in the territory."""
        return self.now.astimezone(ZONE).date()

    @property
    def present_day(self) -> date:
        """The day in the territory when the demonstration is prepared."""
        return self.real_now.astimezone(ZONE).date()

    def days_ago(self, days: int) -> None:
        """Move the clock to ten in the morning, so many days before the present."""
        then = self.real_now.astimezone(ZONE) - timedelta(days=days)
        self.now = then.replace(hour=10, minute=0, second=0).astimezone(UTC)

    def pump(self) -> None:
        """Let every event reach everybody: nobody else writes here, so that once nothing is sent all have heard."""
        while sum(relay.publish_waiting() for relay in self._relays):
            for consumer, subscription in self._listening:
                while consumer.step(subscription, timeout=0):
                    pass

    @contextmanager
    def writing(self, service: str) -> Iterator[Connection]:
        """A transaction of a service."""
        with self.house.runtime(service).database.transaction() as connection:
            yield connection

    def counter(self) -> Counter:
        """The sign-in counter of `accounts`."""
        counter: Counter = self.house.runtime("accounts").app.state.counter
        return counter

    def state(self, service: str, name: str) -> Any:
        """Something that a service's app holds for its entrypoints."""
        return getattr(self.house.runtime(service).app.state, name)

    def close(self, then: Callable[[], None] = lambda: None) -> None:
        """Leave the groups and release everything."""
        for _, subscription in self._listening:
            subscription.close()
        then()
        for engine in self._files():
            event.remove(engine, "connect", _wait_for_no_disk)
            engine.dispose()
        for runtime in self.house.runtimes:
            runtime.database.scrub()
        self.house.close()

    def _files(self) -> list[Engine]:
        """The databases that are files: what is played anew after a failure need not wait for the disk at each act."""
        engines = [runtime.database.engine for runtime in self.house.runtimes]
        return [engine for engine in engines if engine.dialect.name == "sqlite"]


def _wait_for_no_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def staff(member: Member) -> Actor:
    """A member of staff, signed in."""
    return Actor(
        id=member.id,
        territory=CODE,
        roles=frozenset(Role(role) for role in member.roles),
        name=member.name,
        structure_id=member.structure_id,
        site=TERRITORY.public_name,
        zone=TERRITORY.time_zone,
    )


def holder(account_id: UUID, company_id: UUID, name: str) -> Actor:
    """Somebody who speaks for a company, signed in."""
    return Actor(
        id=account_id,
        territory=CODE,
        roles=frozenset({Role.EMPLOYER}),
        name=name,
        company_ids=frozenset({company_id}),
        site=TERRITORY.public_name,
        zone=TERRITORY.time_zone,
    )
