"""A process dies at the named place, the asked time, and nowhere else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WALK = """
from services.kernel.failpoints import reach
for step in range(3):
    print(step, flush=True)
    reach("here")
    reach("there")
"""


@pytest.mark.parametrize(
    ("asked", "steps", "status"),
    [
        ("", 3, 0),
        ("here", 1, -signal.SIGKILL),
        ("here:2", 2, -signal.SIGKILL),
        ("there:3", 3, -signal.SIGKILL),
        ("here:4", 3, 0),
        ("elsewhere:1", 3, 0),
    ],
)
def test_a_process_dies_at_the_named_place(asked: str, steps: int, status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WALK],
        cwd=ROOT,
        env=os.environ | {"CITE_FAIL_POINT": asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(step) for step in range(steps)]
    assert done.returncode == status
