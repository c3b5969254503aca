"""Runs a pipeline while its processes are killed one after another, until it is quiet; counts the kills."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tests.integration.kills.pipeline import DATABASES, Pipeline

ROOT = Path(__file__).parents[3]
COMMANDS = 120
PATIENCE = 90.0

POINTS = {
    "writer": ("outbox.written", "writer.committed"),
    "relay": ("relay.before_send", "eventlog.appending", "eventlog.appended", "relay.sent", "relay.marked"),
    "follower": (
        "consumer.in_transaction",
        "consumer.committed",
        "consumer.before_offset",
        "consumer.offset_committed",
    ),
    "follower-in-batches": ("consumer.in_transaction", "consumer.committed"),
}
"""Where each role can be killed: before and after each thing that it makes durable."""

LATEST = {"writer": 40, "relay": 5, "follower": 6, "follower-in-batches": 3}
"""The latest passage at a point that kills: a writer passes quickly and would else take every death."""


class Kennel:
    """The process whose children are killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.kills.kennel"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ended: Queue[tuple[str, int]] = Queue()
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def start(self, name: str, role: str, folder: Path, seed: int, fail_point: str) -> None:
        self._say(f"start {name} {role} {folder} {seed} {COMMANDS} {fail_point}")

    def stop(self, name: str) -> None:
        self._say(f"stop {name}")

    def next_ended(self, timeout: float) -> tuple[str, int] | None:
        """Who ended, and how; None when nobody did."""
        try:
            return self._ended.get(timeout=timeout)
        except Empty:
            assert self._process.poll() is None, "the kennel fell"
            return None

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20.0)
        self._listener.join(20.0)
        self._process.stdout.close()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            _, name, status = line.split()
            self._ended.put((name, int(status)))


@dataclass
class Scenario:
    """One pipeline, its processes, and the deaths that a seed decides."""

    kennel: Kennel
    folder: Path
    seed: int
    deaths: int
    killed: Counter[str] = field(default_factory=Counter)
    _armed: dict[str, str] = field(default_factory=dict)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def run(self) -> str:
        """Play until quiet; return the hash of the state."""
        pipeline = Pipeline.create(self.folder)
        try:
            for name in self._roles():
                self._start(name)
            self._wait_until_quiet(pipeline)
            self._stop_all()
            assert pipeline.parked() == 0
            return pipeline.state_hash()
        finally:
            pipeline.close()

    def _roles(self) -> dict[str, str]:
        """Process name → role: followers share the group, of the kind that the seed says.

        On a server, where several write at once, there are two relays and three followers.
        """
        follower = "follower" if self.seed % 3 else "follower-in-batches"
        roles = {"writer": "writer", "relay": "relay", "one": follower, "two": follower}
        return {**roles, "relay-too": "relay", "three": follower} if (self.folder / DATABASES).exists() else roles

    def _start(self, name: str) -> None:
        role = self._roles()[name]
        self._armed[name] = ""
        if sum(self.killed.values()) < self.deaths:
            self._armed[name] = f"{self._chance.choice(POINTS[role])}:{self._chance.randint(1, LATEST[role])}"
        self.kennel.start(name, role, self.folder, self.seed, self._armed[name])

    def _wait_until_quiet(self, pipeline: Pipeline) -> None:
        deadline = time.monotonic() + PATIENCE
        while "writer" in self._armed or not pipeline.is_quiet(COMMANDS):
            assert time.monotonic() < deadline, f"seed {self.seed}: not quiet in time, {self._armed}"
            ended = self.kennel.next_ended(0.05)
            if ended is not None:
                self._mourn(*ended)

    def _mourn(self, name: str, status: int) -> None:
        """Note a death and start the process again; the writer may simply have finished."""
        point, _, _ = self._armed.pop(name).partition(":")
        if name == "writer" and status == 0:
            return
        assert status == -signal.SIGKILL, f"seed {self.seed}: {name} ended with {status}"
        self.killed[point] += 1
        self._start(name)

    def _stop_all(self) -> None:
        """Ask what still runs to stop; who dies at its fail point on the way is mourned without successor."""
        for name in self._armed:
            self.kennel.stop(name)
        while self._armed:
            ended = self.kennel.next_ended(30.0)
            assert ended is not None, f"seed {self.seed}: {self._armed} did not stop"
            name, status = ended
            point, _, _ = self._armed.pop(name).partition(":")
            if status == -signal.SIGKILL and point:
                self.killed[point] += 1
            else:
                assert status == 0, f"seed {self.seed}: {name} stopped with {status}"
