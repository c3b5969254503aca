"""A real Elasticsearch node of a test's own, to be frozen, killed and started again on the same data."""

import os
import select
import signal
import socket
import subprocess
from pathlib import Path

STARTER = Path(__file__).parents[2] / "infra" / "servers" / "search-up.sh"


class SearchNode:
    """``url`` answers once ``start`` returns."""

    def __init__(self, folder: Path, *, version: str = "") -> None:
        self._folder = folder
        self._version = {"CITE_SEARCH_VERSION": version} if version else {}
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start, or start again on what was kept."""
        environment = {**os.environ, "CITE_SEARCH_HEAP": "256m", **self._version}
        subprocess.run(
            [STARTER, self._folder, str(self._port)],
            check=True,
            env=environment,
            stderr=subprocess.DEVNULL,
            timeout=180,
        )

    def freeze(self) -> None:
        """The process no longer answers, its connections stay open."""
        os.kill(self._pid(), signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had happened."""
        os.kill(self._pid(), signal.SIGCONT)

    def kill(self) -> None:
        """It dies at once, without a goodbye."""
        pid = self._pid()
        watcher = os.pidfd_open(pid)  # the node is no child of ours: its end is read from the kernel
        try:
            os.kill(pid, signal.SIGKILL)
            select.select([watcher], [], [], 30)
        finally:
            os.close(watcher)

    def close(self) -> None:
        """End it if it lives."""
        try:
            self.kill()
        except (FileNotFoundError, ProcessLookupError):
            return

    def _pid(self) -> int:
        return int((self._folder / "search.pid").read_text())


def _free_port() -> int:
    """One whose neighbour a hundred further is free too: the node speaks to others there."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 100))
            except (OSError, OverflowError):
                continue
            return port
