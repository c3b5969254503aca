"""The product's own processes, as an operator starts and stops them: a command, an environment, a log file.

A stop is SIGTERM and must end with status 0: whoever dies otherwise has not finished what it held.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
RAW = re.compile(r"Traceback|Warning|Error")
STOPS_WITHIN = 60.0
"""Seconds: more than the product gives its own workers (25) and requests (20), one after the other."""


@dataclass(slots=True)
class Process:
    """``python -m …`` in an environment; what it says goes to ``log``, one start after the other."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _starts: int = field(default=0, init=False)

    def start(self) -> None:
        """Start it, without waiting until it is ready."""
        self._starts += 1
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("CITE_")}
        with self.log.open("ab") as written:
            # Who was killed while it spoke left half a line: what comes next must not be read as its end.
            written.write(b"\n")
            self._running = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=ROOT,
                env={**inherited, **self.environment},
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop (or kill it), and wait; how it ended (negative: the signal that killed it)."""
        assert self._running is not None, f"{self.name} was never started"
        self._running.send_signal(how)
        try:
            return self._running.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._running.kill()
            return self._running.wait()

    def restart(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop and start again; how the first one ended."""
        ended = self.stop(how)
        self.start()
        return ended

    def arm(self, fail_point: str) -> None:
        """Choose where its next start dies; empty to live."""
        self.environment = {**self.environment, "CITE_FAIL_POINT": fail_point}

    def mourn(self) -> int:
        """Note how it ended by itself; its start counts as much as its log says."""
        assert self._running is not None, f"{self.name} was never started"
        self._starts = sum(entry.get("event") == "process.started" for entry in self._entries())
        return self._running.wait()

    def died_as_meant(self) -> bool:
        """Whether it reached the point where it was to die, and nobody has started it again."""
        return bool(self.environment.get("CITE_FAIL_POINT")) and self._ended() == -signal.SIGKILL

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._running is not None and self._ended() is None

    def _ended(self) -> int | None:
        return self._running.poll() if self._running is not None else None

    def has_started(self) -> bool:
        """Whether it says so in its log, as often as it was started."""
        return sum(entry.get("event") == "process.started" for entry in self._entries()) >= self._starts

    def complaints(self) -> list[str]:
        """Every error of its log, every trace and every warning of Python.

        What the Kafka client says of a road is left out: brokers and groups come and go, and what the product could not
        send or read it says itself.
        """
        told = [entry for entry in self._entries() if not str(entry.get("logger", "")).startswith("kafka.")]
        found = [entry for entry in told if entry.get("level") in {"error", "critical", "raw"}]
        return [
            f"{self.name}: {entry}" for entry in found if entry["level"] != "raw" or RAW.search(str(entry["event"]))
        ]

    def _entries(self) -> Iterator[dict[str, object]]:
        for line in filter(None, self.log.read_text(encoding="utf-8", errors="replace").splitlines()):
            try:
                entry = json.loads(line)
            except ValueError:
                entry = {"level": "raw", "event": line}
            yield entry
