"""A disk that is full: it is said, nothing is lost, and work goes on once there is room again."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.plumbing import Plumbing
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH = 3, 60


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 megabytes, in memory. Mounting one asks for rights that a test's machine may not give."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        absent = pytest.fail if os.environ.get("CI") else pytest.skip
        absent("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_databases_and_log_on_a_full_disk(small_disk: Path) -> None:
    plumbing = Plumbing(small_disk)
    ballast = small_disk / "ballast"
    with Crowd(plumbing) as crowd:
        filled = _fill(ballast)
        crowd.start(writers=WRITERS, each=EACH)
        crowd.await_interrupted()
        ballast.unlink()
        figures = crowd.finish(WRITERS * EACH)
    print(f"\nDisk filled by {filled >> 10} KiB: {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
    plumbing.close()


def _fill(ballast: Path) -> int:
    """Write until there is no room for a page more."""
    written = 0
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                written += file.write(b"x" * 4096)
        except OSError:
            return written
