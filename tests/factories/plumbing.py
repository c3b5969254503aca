"""A service reduced to its plumbing: one fact, an outbox, a log, a consumer that writes down what it was given."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select

from services.kernel import outbox, tables
from services.kernel.clock import new_id
from services.kernel.consumer import Consumer, Patience
from services.kernel.database import Database
from services.kernel.envelope import Envelope, wrap
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import EventLog, EventLogUnavailable, Incoming, Outgoing, Subscription, Topic
from services.kernel.facts import Fact
from services.kernel.reactions import Moment, Reactions
from services.kernel.relay import Relay

TOPIC = Topic("plumbing.counted", partitions=4)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TENANT = "villeneuve"

metadata = MetaData()
handled = Table(
    "handled",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("number", Integer, nullable=False),
)


class Counted(Fact):
    """Something was counted: ``number`` grows for each name."""

    TYPE: ClassVar[str] = "plumbing.Counted"
    TOPIC: ClassVar[Topic] = TOPIC

    name: str
    number: int

    def key(self) -> str:
        return self.name


@dataclass
class Hands:
    """A clock that the test moves, in both its forms."""

    seconds: float = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def wall(self) -> float:
        return NOON.timestamp() + self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


@dataclass
class Poison:
    """A handler that writes down what it is given, and fails on the (name, number) that are poisonous."""

    fails: dict[tuple[str, int], Exception] = field(default_factory=dict)
    calls: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, fact: Counted, moment: Moment) -> None:
        self.calls.append((fact.name, fact.number))
        if (fact.name, fact.number) in self.fails:
            raise self.fails[(fact.name, fact.number)]
        moment.connection.execute(insert(handled).values(name=fact.name, number=fact.number))


class Plumbing:
    """The parts, on files of a folder, or on an empty database or log elsewhere."""

    def __init__(self, folder: Path, *, database_url: str = "", log: EventLog | None = None) -> None:
        self.hands = Hands()
        self.database = Database(database_url or f"sqlite:///{folder}/plumbing.db")
        with self.database.transaction() as connection:
            tables.metadata.create_all(connection)
            metadata.create_all(connection)
        self.log: EventLog = log or LocalEventLog(folder / "events.db", clock=self.hands.wall)
        self.log.declare([TOPIC])
        self.looked_at: EventLog = self.log
        """Where ``in_log`` looks: another way to the same log, when this one is bad."""
        self._subscriptions: list[Subscription] = []

    def close(self) -> None:
        for subscription in self._subscriptions:
            subscription.close()
        self.log.close()
        self.database.close()

    def announce(self, *facts: tuple[str, int]) -> None:
        """Announce facts, each in a transaction of its own."""
        for name, number in facts:
            with self.database.transaction() as connection:
                announce(connection, name, number)

    def append(self, *facts: tuple[str, int], event_id: UUID | None = None) -> None:
        """Put facts straight in the log, as a producer elsewhere would."""
        self.log.append([record(name, number, event_id=event_id) for name, number in facts])

    def relay(self) -> Relay:
        return Relay("plumbing", self.database, self.log)

    def consumer(self, handler: Callable[[Counted, Moment], None] | None = None, **changed: object) -> Consumer:
        """A consumer that tries three times, on the clock of the test."""
        return Consumer(
            name="plumbing.tally",
            database=self.database,
            event_log=self.log,
            reactions=Reactions().on(Counted, handler or Poison()),
            **{
                "patience": Patience(attempts=3, first_delay=1.0, ceiling=5, mending_look=0.01),
                "clock": self.hands.now,
                "monotonic": self.hands.monotonic,
            }
            | changed,  # type: ignore[arg-type]
        )

    def subscribe(self, consumer: Consumer) -> Subscription:
        subscription = self.log.subscribe(consumer.name, consumer.reactions.topics())
        self._subscriptions.append(subscription)
        return subscription

    def work(self, consumer: Consumer, subscription: Subscription, *, patiently: bool = True) -> None:
        """Step until nothing comes; ``patiently`` lets back-offs pass until nothing waits either."""
        while consumer.step(subscription, timeout=0.0) or (patiently and consumer._paused_until):
            if patiently and consumer._paused_until:
                self.hands.seconds = max(consumer._paused_until.values())

    def written(self) -> list[tuple[str, int]]:
        """What the handler wrote and the database kept, in order."""
        with self.reading() as connection:
            rows = connection.execute(select(handled.c.name, handled.c.number).order_by(handled.c.id)).all()
        return [(row.name, row.number) for row in rows]

    def reading(self) -> AbstractContextManager[Connection]:
        return self.database.reading()

    def in_log(self) -> list[tuple[str, int]]:
        """The facts in the log, per partition then offset."""
        group = f"onlooker-{new_id()}"
        member = self.looked_at.subscribe(group, [TOPIC.name])
        found: list[Incoming] = []
        waiting = sum(self.looked_at.lag(group, [TOPIC.name]).values())
        while len(found) < waiting:
            found.extend(member.poll(max_records=1_000, timeout=0.2))
        found.sort(key=lambda record: (record.partition, record.offset))
        member.close()
        facts = [Envelope.from_bytes(record.value or b"").data for record in found]
        return [(fact["name"], fact["number"]) for fact in facts]


def announce(connection: Connection, name: str, number: int) -> None:
    """Announce one fact in the caller's transaction."""
    outbox.announce(connection, Counted(name=name, number=number), source="plumbing", tenant=TENANT, at=NOON)


def record(name: str, number: int, *, event_id: UUID | None = None) -> Outgoing:
    """A record as the relay writes it."""
    fact = Counted(name=name, number=number)
    envelope = wrap(fact, event_id=event_id or new_id(), source="plumbing", tenant=TENANT, at=NOON)
    return Outgoing(TOPIC.name, f"{TENANT}:{name}", envelope.to_bytes(), {"type": fact.TYPE, "tenant": TENANT})


def by_name(pairs: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    """The numbers of each name, in order."""
    found: dict[str, list[int]] = {}
    for name, number in pairs:
        found.setdefault(name, []).append(number)
    return found


class FailingLog:
    """A log that cannot be reached ``failures`` times, keeping a part of what it is given or nothing."""

    def __init__(self, log: LocalEventLog, *, failures: int = 0, kept_before_failing: int = 0) -> None:
        self.log = log
        self.failures = failures
        self.kept = kept_before_failing

    def append(self, records: Sequence[Outgoing]) -> None:
        if self.failures:
            self.failures -= 1
            self.log.append(records[: self.kept])
            raise EventLogUnavailable("out of reach, for the test")
        self.log.append(records)

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)
