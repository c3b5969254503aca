"""A real server of a test's own, which it may stop, kill and start again on the same data: what is shared is not.

Started by the scripts of ``infra/servers``, on a free port of loopback.
"""

import base64
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

SCRIPTS = Path(__file__).parents[2] / "infra" / "servers"
PATIENCE = 60.0
NODES = 3


class OwnServer:
    """One server: ``kind`` is kafka or postgres. ``road_to`` makes a road to a port: Kafka says it is found there."""

    def __init__(
        self,
        kind: str,
        folder: Path,
        *,
        road_to: Callable[[int], int] | None = None,
        port: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._kind = kind
        self.folder = folder
        self._environment = environment or {}
        self.port = port or free_port()
        self.far_port = road_to(self.port + 2) if road_to else None
        self.start()

    def start(self) -> None:
        """Start it, on the data that it left. Whoever was killed is not waited for."""
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        script = [str(SCRIPTS / f"{self._kind}-up.sh"), str(self.folder), str(self.port)]
        script += [str(self.far_port)] if self.far_port else []
        told = {**os.environ, **self._environment}
        done = subprocess.run(script, capture_output=True, text=True, check=False, env=told)
        assert done.returncode == 0, done.stderr

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it, and wait until it is gone."""
        pid = int((self.folder / f"{self._kind}.pid").read_text())
        # A killed server takes its children with it, as when the machine falls.
        (os.killpg if how is signal.SIGKILL else os.kill)(pid, how)
        deadline = time.monotonic() + PATIENCE
        while _lives(pid) or _listens(self.port):  # the last threads of a killed JVM hold its door a moment longer
            assert time.monotonic() < deadline, f"{self._kind} does not stop"
            time.sleep(0.05)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop, then start."""
        self.stop(how)
        self.start()

    def lives(self) -> bool:
        """Whether it runs."""
        told = self.folder / f"{self._kind}.pid"
        return told.exists() and _lives(int(told.read_text()))

    @property
    def postgresql(self) -> str:
        """The URL of the server's first database."""
        return f"postgresql://cite:cite@127.0.0.1:{self.port}/cite"

    @property
    def kafka(self) -> str:
        """The URL of the log, by its road if it has one."""
        return f"kafka://127.0.0.1:{self.far_port or self.port}?session=6&lease=30"


class OwnCluster:
    """Three Kafka nodes that agree among themselves; every topic has three copies, a write waits for two."""

    def __init__(self, folder: Path) -> None:
        ports = free_ports(NODES)
        voters = ",".join(f"{number}@127.0.0.1:{port + 1}" for number, port in enumerate(ports, start=1))
        shared = {"CITE_KAFKA_VOTERS": voters, "CITE_KAFKA_CLUSTER": _cluster_id(), "CITE_KAFKA_HEAP": "96m"}

        def made(number: int, port: int) -> OwnServer:
            told = {**shared, "CITE_KAFKA_NODE": str(number)}
            return OwnServer("kafka", folder / f"node-{number}", port=port, environment=told)

        # A node is ready once a majority of them is there: they start together.
        with ThreadPoolExecutor(NODES) as starting:
            self.nodes = list(starting.map(made, range(1, NODES + 1), ports))

    @property
    def url(self) -> str:
        """The URL of the log."""
        return f"kafka://{','.join(f'127.0.0.1:{node.port}' for node in self.nodes)}?session=6&lease=30&replication=3"

    def stop(self) -> None:
        """End every node."""
        for node in self.nodes:
            if node.lives():
                node.stop(signal.SIGKILL)


def _cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")


@contextmanager
def own_server(kind: str, folder: Path, *, road_to: Callable[[int], int] | None = None) -> Iterator[OwnServer]:
    """A server that ends with the test."""
    server = OwnServer(kind, folder, road_to=road_to)
    try:
        yield server
    finally:
        if server.lives():
            server.stop(signal.SIGKILL)
        data = (folder / "data").resolve()
        if kind == "postgres" and data.name.startswith("cite-postgres."):
            subprocess.run(["rm", "-rf", str(data)], check=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def free_ports(count: int) -> list[int]:
    """So many, each another one."""
    found: set[int] = set()
    while len(found) < count:
        found.add(free_port())
    return sorted(found)


def free_port() -> int:
    """A port whose neighbours are free too: Kafka takes up to three.

    Below those that the machine gives to whoever calls out, and drawn apart by each worker, whatever the tests' seed.
    """
    while True:
        port = random.SystemRandom().randrange(12_000, 19_900, 4)
        if all(_is_free(one) for one in (port, port + 1, port + 2)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as door:
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
