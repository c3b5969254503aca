"""The product's processes die one after the other at named places, and are started again, while people go on.

People insist, as anyone does: an act bears a key, and is sent again until it is answered.
"""

import random
import threading
from collections import Counter
from collections.abc import Iterable
from signal import SIGKILL
from types import TracebackType
from typing import Self

from tests.e2e.journeys.houses import House
from tests.e2e.journeys.processes import Process

POINTS = {
    "web": ("outbox.written",),
    "relay": ("relay.before_send", "eventlog.appending", "eventlog.appended", "relay.sent", "relay.marked"),
    "consume": (
        "consumer.in_transaction",
        "consumer.committed",
        "consumer.before_offset",
        "consumer.offset_committed",
    ),
}
POINTS["house"] = tuple(point for points in POINTS.values() for point in points)
"""Where each role can die: before and after each thing that it makes durable."""
LATEST = 2


class Storm:
    """Draws where each process dies, counts the deaths, starts again who died; ``deaths`` at most."""

    def __init__(self, *, seed: int, deaths: int) -> None:
        self.killed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._chance = random.Random(seed)
        self._deaths = deaths
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def fail_point(self, name: str) -> str:
        """Where the next start of this process dies; empty once there were enough deaths."""
        if self.killed.total() >= self._deaths:
            return ""
        return f"{self._chance.choice(POINTS[name.rpartition(' ')[2]])}:{self._chance.randint(1, LATEST)}"

    def over(self, house: House) -> "Storm":
        """Begin over this house."""
        self._thread = threading.Thread(target=self._watch, args=(list(house.processes.values()),))
        return self

    def __enter__(self) -> Self:
        assert self._thread is not None
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _raised: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._over.set()
        assert self._thread is not None
        self._thread.join(60.0)

    def _watch(self, processes: Iterable[Process]) -> None:
        while not self._over.is_set():
            for one in processes:
                if not one.is_alive():
                    self._start_again(one)
            self._over.wait(0.05)

    def _start_again(self, process: Process) -> None:
        point, status = process.environment.get("CITE_FAIL_POINT", "").partition(":")[0], process.mourn()
        if status != -SIGKILL or not point:
            self.wrong.append(f"{process.name} ended with {status}")
        self.killed[point] += 1
        process.arm(self.fail_point(process.name))
        process.start()
