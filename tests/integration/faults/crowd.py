"""Writers, relays and consumers at work all at once, each doing again what a fault interrupted; then the count.

A writer's act bears an idempotency key: when the answer to a commit is lost, doing it again does nothing twice.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, update

from services.kernel import idempotency
from services.kernel.consumer import Patience
from services.kernel.database import DATABASE_AWAY
from services.kernel.dialects import locked
from services.kernel.eventlog.port import EventLogUnavailable
from tests.factories.plumbing import NOON, Plumbing, announce, by_name

PATIENCE = 60.0
NAMES = ("a", "b", "c", "d", "e")
QUICK = Patience(attempts=5, first_delay=0.05, longest_delay=0.5)
aggregates = Table(
    "aggregates", MetaData(), Column("name", String(20), primary_key=True), Column("number", Integer, nullable=False)
)


@dataclass
class Crowd:
    """The workers on one service's plumbing; leaving sends everybody home. ``interrupted`` counts acts done again."""

    plumbing: Plumbing
    relays: int = 2
    consumers: int = 3
    interrupted: Counter[str] = field(default_factory=Counter)
    _stop: threading.Event = field(default_factory=threading.Event)
    _workers: list[threading.Thread] = field(default_factory=list)
    _writers: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.plumbing.database.transaction() as connection:
            aggregates.metadata.create_all(connection)
            connection.execute(insert(aggregates), [{"name": name, "number": 0} for name in NAMES])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stop.set()
        for thread in [*self._workers, *self._writers]:
            thread.join(PATIENCE)

    def start(self, *, writers: int, each: int) -> None:
        """Set everybody to work: each writer does ``each`` acts."""
        work: list[Callable[[threading.Event], None]] = [self.plumbing.relay().run for _ in range(self.relays)]
        for _ in range(self.consumers):
            work.append(self.plumbing.consumer(patience=QUICK, monotonic=time.monotonic).run)
        self._workers = [threading.Thread(target=one, args=(self._stop,)) for one in work]
        self._writers = [threading.Thread(target=self._write, args=(f"w{n}", each)) for n in range(writers)]
        for thread in [*self._workers, *self._writers]:
            thread.start()

    def is_writing(self) -> bool:
        """Whether a writer still has something to do."""
        return any(writer.is_alive() for writer in self._writers)

    def handled(self) -> int:
        """How many events were handled so far; 0 while nobody can tell."""
        try:
            return len(self.plumbing.written())
        except DATABASE_AWAY:
            return 0

    def await_handled(self, count: int) -> None:
        """Wait until so many events were handled."""
        deadline = time.monotonic() + PATIENCE
        while self.handled() < count:
            assert time.monotonic() < deadline, f"{self.handled()} of {count} events handled"
            time.sleep(0.05)

    def await_interrupted(self, by: type[Exception] | None = None) -> None:
        """Wait until the fault, of this kind, was felt by a writer."""
        deadline = time.monotonic() + PATIENCE
        while not (self.interrupted[by.__name__] if by else self.interrupted):
            assert time.monotonic() < deadline, f"nobody felt the fault: {self.interrupted}"
            time.sleep(0.05)

    def finish(self, expected: int) -> dict[str, int]:
        """Wait for the end, stop everybody; the figures, once nothing was lost, doubled or inverted."""
        for writer in self._writers:
            writer.join(PATIENCE)
            assert not writer.is_alive()
        self.await_handled(expected)
        self._stop.set()
        for worker in self._workers:
            worker.join(PATIENCE)
            assert not worker.is_alive()
        found = by_name(self.plumbing.written())
        with self.plumbing.reading() as connection:
            counted = {row.name: row.number for row in connection.execute(select(aggregates))}
        assert sum(counted.values()) == expected
        in_log = self.plumbing.in_log()
        handled = sum(map(len, found.values()))
        figures = {
            "written": expected,
            "sent": len(in_log),
            "sent twice": len(in_log) - len(set(in_log)),
            "handled": handled,
            "lost": len(set(in_log) ^ {(name, n) for name, number in counted.items() for n in range(1, number + 1)}),
            "doubled": handled - len({(name, n) for name, numbers in found.items() for n in numbers}),
            "inverted": sum(one > other for numbers in found.values() for one, other in pairwise(numbers)),
            "interrupted": self.interrupted.total(),
        }
        assert found == {name: list(range(1, number + 1)) for name, number in counted.items()}, figures
        return figures

    def _write(self, writer: str, each: int) -> None:
        for turn in range(each):
            deadline = time.monotonic() + PATIENCE
            while not self._act(f"{writer}-{turn}", NAMES[turn % len(NAMES)]):
                if self._stop.wait(0.05) or time.monotonic() > deadline:
                    return

    def _act(self, key: str, name: str) -> bool:
        try:
            with self.plumbing.database.transaction() as connection:

                def count() -> tuple[int, bytes]:
                    query = locked(select(aggregates.c.number).where(aggregates.c.name == name), connection)
                    number = connection.execute(query).scalar_one() + 1
                    connection.execute(update(aggregates).where(aggregates.c.name == name).values(number=number))
                    announce(connection, name, number)
                    return 200, b""

                idempotency.once(connection, scope="crowd", key=key, request=b"", now=NOON, act=count)
        except (*DATABASE_AWAY, EventLogUnavailable) as error:
            self.interrupted[type(error).__name__] += 1
            return False
        return True
