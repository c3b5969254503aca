"""How to treat somebody else's API: not too fast, patient with its failures, and quiet while it is down.

Time is injected (monotonic seconds and a sleep), so that tests wait for nothing. Thread-safe.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """At most ``per_second`` calls a second, evenly spaced."""

    per_second: float
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: float = 0.0

    def wait(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            now = self.monotonic()
            turn = max(now, self._next)
            self._next = turn + 1.0 / self.per_second
        if turn > now:
            self.sleep(turn - now)


@dataclass(slots=True)
class Breaker:
    """After ``threshold`` failures in a row, no call for ``rest`` seconds; then one is let through to try."""

    monotonic: Callable[[], float]
    threshold: int = 5
    rest: float = 60.0
    _failures: int = 0
    _closed_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self) -> bool:
        """True when a call may be tried now; while open, one caller in each ``rest`` period is let through."""
        with self._lock:
            now = self.monotonic()
            if self._failures < self.threshold:
                return True
            if now < self._closed_until:
                return False
            self._closed_until = now + self.rest
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self.threshold:
                self._closed_until = self.monotonic() + self.rest


def back_off(attempt: int, *, first: float = 0.5, longest: float = 8.0) -> float:
    """Seconds to wait after failed try number ``attempt``, doubled each time, with jitter."""
    jitter = random.uniform(0.5, 1.5)  # noqa: S311  not a secret
    return min(longest, first * 2.0 ** (attempt - 1)) * jitter
