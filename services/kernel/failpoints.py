"""Named places where a test kills the process, to prove that nothing is lost there.

``CITE_FAIL_POINT=name:count`` sends SIGKILL to this process the ``count``-th time the place ``name`` is reached.
Without it, reaching a place costs one comparison.
"""

import itertools
import os
import signal
from collections.abc import Iterator

_name = ""
_target = 1
_hits: Iterator[int] = itertools.count(1)


def arm(asked: str) -> None:
    """Choose the place and the time of death, as ``name:count``; empty to live."""
    global _name, _target, _hits  # noqa: PLW0603 – one process, one death
    _name, _, count = asked.partition(":")
    _target = int(count or 1)
    _hits = itertools.count(1)


def reach(name: str) -> None:
    """Say that the place ``name`` is reached."""
    if _name and name == _name and next(_hits) == _target:
        os.kill(os.getpid(), signal.SIGKILL)


arm(os.environ.get("CITE_FAIL_POINT", ""))
