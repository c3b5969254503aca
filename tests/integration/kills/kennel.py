"""A process that starts the roles of a pipeline as children of its own, cheaply: imports are paid once.

Told on its input ``start ID ROLE FOLDER SEED COUNT FAIL_POINT`` or ``stop ID``; tells on its output ``ended ID STATUS``
(negative: the signal that killed). It opens no file of the pipeline itself, so that nothing is shared through the fork.
"""

import logging
import os
import select
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import structlog

from services.kernel import failpoints
from tests.integration.kills.pipeline import Pipeline


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(wake)
    children: dict[int, str] = {}
    pending = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 512)
            _tell_who_ended(children)
        if 0 in ready:
            read = os.read(0, 65_536)
            if not read:
                break
            *lines, pending = (pending + read).split(b"\n")
            for line in lines:
                _obey(line.decode().split(), children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _obey(words: list[str], children: dict[int, str]) -> None:
    if words[0] == "stop":
        for pid, name in children.items():
            if name == words[1]:
                os.kill(pid, signal.SIGTERM)
        return
    _, name, role, folder, seed, count, *fail_point = words
    pid = os.fork()
    if pid:
        children[pid] = name
        return
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        failpoints.arm("".join(fail_point))
        _play(role, Path(folder), int(seed), int(count))
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def _play(role: str, folder: Path, seed: int, count: int) -> None:
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    pipeline = Pipeline(folder)
    if role == "writer":
        pipeline.write(seed, count)
    elif role == "relay":
        pipeline.relay(stop)
    else:
        pipeline.follow(stop, batch_size=10 if role == "follower-in-batches" else 1)
    pipeline.close()


def _tell_who_ended(children: dict[int, str]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write(f"ended {children.pop(pid)} {code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
