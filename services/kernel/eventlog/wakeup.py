"""Waking the readers of a local log: one bell per file in this process, rung after each change.

Threads of one process wait on the bell; other processes look at the file from time to time. The same object
holds the lock under which this process writes to the file, so that its threads queue fairly instead of spinning on
SQLite's busy handler.
"""

import threading
from pathlib import Path
from weakref import WeakValueDictionary


class Wakeup:
    """The bell and the writing turn of one file in this process."""

    def __init__(self) -> None:
        self.writing = threading.Lock()
        self._changed = threading.Condition()
        self._rings = 0

    def ticket(self) -> int:
        """The number of rings so far: taken before looking, given to ``wait`` so that no ring is missed."""
        with self._changed:
            return self._rings

    def ring(self) -> None:
        """Tell every waiting thread of this process that the file has changed."""
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def wait(self, ticket: int, seconds: float) -> bool:
        """Wait for a ring after ``ticket``, at most ``seconds``; False when none came."""
        with self._changed:
            return self._changed.wait_for(lambda: self._rings != ticket, timeout=seconds)


_wakeups: WeakValueDictionary[Path, Wakeup] = WeakValueDictionary()
_registering = threading.Lock()


def wakeup_for(path: Path) -> Wakeup:
    """The one bell of a file in this process, however many logs are opened on it."""
    with _registering:
        found = _wakeups.get(path)
        if found is None:
            found = _wakeups[path] = Wakeup()
        return found
