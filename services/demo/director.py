"""The director of the demonstration: plays real use cases on the real services, at dates of its choosing.

A day begins at ten in the morning of the territory, whatever the hour at which the demonstration is prepared.

Every step is an act that somebody could do through the interface; events travel the log as they always do.
"""

from collections.abc import Callable, Iterator, Sequence
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
from services.kernel.consumer import Consumer
from services.kernel.eventlog.port import EventLog, Outgoing, Subscription
from services.kernel.eventlog.registry import open_event_log
from services.kernel.hearing import hear_out
from services.kernel.relay import Relay
from services.kernel.settings import Settings

AT_ONCE = 50
"""Facts that a consumer handles in one transaction: an act of the demonstration makes a handful."""
ZONE = ZoneInfo(TERRITORY.time_zone)


@dataclass(slots=True)
class Director:
    """A house whose clock it moves."""

    settings: Settings
    real_now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    house: House = field(init=False)
    now: datetime = field(init=False)
    _post: "_Post" = field(init=False)
    _relays: dict[str, Relay] = field(init=False)
    _wrote: set[str] = field(init=False, default_factory=set)
    """Services that wrote since events were last carried."""
    _listening: list["_Listener"] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.real_now
        self.house = build_house(self.settings, clock=lambda: self.now, event_log=_unhurried(self.settings.event_log()))
        for engine in self._files():
            event.listen(engine, "connect", _wait_for_no_disk)
        self.house.migrate()
        for runtime in self.house.runtimes:
            runtime.declare_topics()
        self._wrote = {runtime.name for runtime in self.house.runtimes}
        self._post = _Post(self.house.event_log)
        self._relays = {r.name: Relay(r.name, r.database, self._post) for r in self.house.runtimes}
        for runtime in self.house.runtimes:
            for consumer in runtime.consumers:
                consumer.batch_size = max(consumer.batch_size, AT_ONCE)
                topics = consumer.reactions.topics()
                subscription = self.house.event_log.subscribe(consumer.name, topics)
                self._listening.append(_Listener(runtime.name, consumer, frozenset(topics), subscription))

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
        """Let every event reach everybody: nobody else writes here, so that once nothing is sent all have heard.

        Only a service that wrote or heard something is asked what it sends, and only who listens to it is asked to hear.
        """
        speaking, self._wrote = self._wrote, set()
        while speaking:
            for name in sorted(speaking):
                self._relays[name].publish_waiting()
            sent, speaking = self._post.topics_since(), set()
            for one in self._listening:
                if one.topics & sent and one.hears():
                    speaking.add(one.service)

    @contextmanager
    def writing(self, service: str) -> Iterator[Connection]:
        """A transaction of a service."""
        self._wrote.add(service)
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
        for one in self._listening:
            one.subscription.close()
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


@dataclass(frozen=True, slots=True)
class _Listener:
    """A consumer of a service, with its place in the log."""

    service: str
    consumer: Consumer
    topics: frozenset[str]
    subscription: Subscription

    def hears(self) -> bool:
        """Handle all that waits; True when there was something."""
        return hear_out(self.consumer, self.subscription) > 0


class _Post:
    """The log as the relays see it: it notes which topics were written."""

    def __init__(self, event_log: EventLog) -> None:
        self._log = event_log
        self._topics: set[str] = set()

    def append(self, records: Sequence[Outgoing]) -> None:
        """Hand over to the log."""
        self._log.append(records)
        self._topics |= {record.topic for record in records}

    def topics_since(self) -> frozenset[str]:
        """Those written since this was last asked."""
        found, self._topics = frozenset(self._topics), set()
        return found


def _unhurried(url: str) -> EventLog:
    """The log, which need not wait for the disk either when it is a file."""
    return open_event_log(f"{url}?durable=no" if url.startswith("local://") and "?" not in url else url)


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
