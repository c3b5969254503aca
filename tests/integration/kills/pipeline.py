"""The pipeline that is killed: commands → outbox → relay → local log → consumers → projection.

Two services: ``source`` executes commands and announces them, ``mirror`` follows. Each role can be killed anywhere; run
again, it goes on. The state is a chain of hashes per name, so that a loss, a double or an inversion shows.
"""

import hashlib
import random
import threading
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, update

from services.kernel import deadletters, outbox, tables
from services.kernel.clock import utc_now
from services.kernel.consumer import Consumer
from services.kernel.database import Database
from services.kernel.dialects import locked
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact
from services.kernel.failpoints import reach
from services.kernel.reactions import Moment, Reactions
from services.kernel.relay import Relay

TOPIC = Topic("kills.moved", partitions=4)
GROUP = "mirror.follow"
DATABASES = "databases.url"
"""The file of the folder that names the databases, when they are elsewhere; ``{service}`` stands for which."""
NAMES = tuple(f"name-{n}" for n in range(9))

_tables = MetaData()
executed = Table("executed", _tables, Column("command", Integer, primary_key=True))
positions = Table(
    "positions",
    _tables,
    Column("name", String(20), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("chain", String(64), nullable=False),
)


class Moved(Fact):
    """A name moved by a step; ``version`` counts its moves."""

    TYPE: ClassVar[str] = "kills.Moved"
    TOPIC: ClassVar[Topic] = TOPIC

    name: str
    version: int
    step: int

    def key(self) -> str:
        return self.name


class Pipeline:
    """The parts of both services, on the files of a folder, or on the databases that a file there names."""

    def __init__(self, folder: Path) -> None:
        told = folder / DATABASES
        url = told.read_text() if told.exists() else f"sqlite:///{folder}/{{service}}.db"
        self.source = Database(url.replace("{service}", "source"))
        self.mirror = Database(url.replace("{service}", "mirror"))
        self.log = LocalEventLog(folder / "events.db")

    @classmethod
    def create(cls, folder: Path) -> "Pipeline":
        """Lay out the files."""
        made = cls(folder)
        for database in (made.source, made.mirror):
            with database.transaction() as connection:
                tables.metadata.create_all(connection)
                _tables.create_all(connection)
        made.log.declare([TOPIC])
        return made

    def close(self) -> None:
        self.source.close()
        self.mirror.close()
        self.log.close()

    def write(self, seed: int, count: int) -> None:
        """Execute the commands of a seed that were not executed yet: one transaction each."""
        for command, (name, step) in enumerate(commands(seed, count)):
            with self.source.transaction() as connection:
                if connection.execute(select(executed).where(executed.c.command == command)).first() is None:
                    connection.execute(insert(executed).values(command=command))
                    version = _move(connection, name, step)
                    fact = Moved(name=name, version=version, step=step)
                    outbox.announce(connection, fact, source="kills", tenant="t", at=utc_now())
            reach("writer.committed")

    def relay(self, stop: threading.Event) -> None:
        Relay("source", self.source, self.log).run(stop)

    def follow(self, stop: threading.Event, *, batch_size: int = 1) -> None:
        self.consumer(batch_size).run(stop)

    def consumer(self, batch_size: int = 1) -> Consumer:
        return Consumer(
            name=GROUP,
            database=self.mirror,
            event_log=self.log,
            reactions=Reactions().on(Moved, _follow),
            batch_size=batch_size,
        )

    def is_quiet(self, count: int) -> bool:
        """Whether every command was executed, published and followed."""
        with self.source.reading() as connection:
            if len(connection.execute(select(executed)).all()) < count or outbox.waiting(connection):
                return False
        return not any(self.log.lag(GROUP, [TOPIC.name]).values())

    def parked(self) -> int:
        with self.mirror.reading() as connection:
            return deadletters.count(connection)

    def state_hash(self) -> str:
        """One hash of what both services know."""
        digest = hashlib.sha256()
        for database in (self.source, self.mirror):
            with database.reading() as connection:
                for row in connection.execute(select(positions).order_by(positions.c.name)):
                    digest.update(repr(tuple(row)).encode())
        return digest.hexdigest()


def commands(seed: int, count: int) -> list[tuple[str, int]]:
    """The (name, step) of each command."""
    chance = random.Random(seed)
    return [(chance.choice(NAMES), chance.randrange(1_000)) for _ in range(count)]


def expected_hash(folder: Path, seed: int, count: int) -> str:
    """The state of a run in one process that nobody kills."""
    pipeline = Pipeline.create(folder)
    pipeline.write(seed, count)
    Relay("source", pipeline.source, pipeline.log).publish_waiting()
    consumer = pipeline.consumer()
    subscription = pipeline.log.subscribe(GROUP, [TOPIC.name])
    while consumer.step(subscription, timeout=0.0):
        pass
    subscription.close()
    found = pipeline.state_hash()
    pipeline.close()
    return found


def _follow(fact: Moved, moment: Moment) -> None:
    version = _move(moment.connection, fact.name, fact.step)
    if version != fact.version:
        raise AssertionError(f"{fact.name}: move {fact.version} came as move {version}")


def _move(connection, name: str, step: int) -> int:  # type: ignore[no-untyped-def]
    """Add a step to the chain of a name; return its new version."""
    row = connection.execute(locked(select(positions).where(positions.c.name == name), connection)).first()
    if row is None:
        connection.execute(insert(positions).values(name=name, version=1, chain=_link("", step)))
        return 1
    following = {"version": row.version + 1, "chain": _link(row.chain, step)}
    connection.execute(update(positions).where(positions.c.name == name).values(following))
    return int(row.version) + 1


def _link(chain: str, step: int) -> str:
    return hashlib.sha256(f"{chain}/{step}".encode()).hexdigest()
