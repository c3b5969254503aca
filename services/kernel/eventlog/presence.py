"""Telling a dead member of a local group from a slow one: a file that the system unlocks when its process ends.

A killed process frees its partitions at once, without waiting for its lease; a stuck thread of a living process is
left to the lease. Locks belong to the kernel: they tell the truth across containers that share a folder.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Presence:
    """A member's claim to be alive, held until ``leave`` or the end of the process."""

    def __init__(self, folder: Path, member: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / member
        self._file: int | None = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def leave(self) -> None:
        """Withdraw the claim. May be called twice."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


def is_gone(folder: Path, member: str) -> bool:
    """Whether the member's process has ended without leaving; its file is removed then."""
    path = folder / member
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(file)


@contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[None]:
    """Hold a lock between processes while a file is created or changes its journal."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
