"""The servers of a development machine: containers where an engine holds or reaches the images, else from registries.

One port each, on loopback. Data are kept by `down`, deleted only when asked. What was tried and failed is told.
"""

import shutil
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import docker
from docker.errors import DockerException, ImageNotFound, NotFound

LABEL = "cite.development"
HERE = Path(__file__).parent
STARTERS = HERE / "servers"
WAYS = ("auto", "docker", "paquets")
NO_ENGINE = "aucun moteur de conteneurs ne répond"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """A server as declared."""

    name: str
    image: str
    port: int
    variable: str
    memory_mb: int
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def container(self) -> str:
        """The container's name."""
        return f"cite-development-{self.name}"

    def told(self, port: int) -> str:
        """The environment variable that leads the product to it."""
        return self.variable.replace("{port}", str(port))


def declared_servers(path: Path = HERE / "declared" / "servers.toml") -> list[Server]:
    """What the file says."""
    return [Server(name, **told) for name, told in tomllib.loads(path.read_text()).items()]


class Yard(Protocol):
    """Somewhere that servers can be started."""

    name: str

    def up(self, tell: Tell) -> list[str]:
        """Start what is not running; return the variables that lead to them. Idempotent."""

    def status(self) -> list[tuple[str, str]]:
        """Each server and its state, in French."""

    def down(self, *, forget: bool) -> None:
        """Stop them; ``forget`` deletes their data too."""


class ContainerYard:
    """Official images on a container engine."""

    name = "conteneurs"

    def __init__(self, engine: Any, servers: list[Server]) -> None:
        self._engine, self._servers = engine, servers

    def lacking(self, tell: Tell) -> list[str]:
        """Images that are neither held nor reached."""
        absent = []
        for server in self._servers:
            try:
                self._engine.images.get(server.image)
            except ImageNotFound:
                tell(f"image {server.image} : téléchargement")
                try:
                    self._engine.images.pull(server.image)
                except DockerException:
                    absent.append(server.image)
        return absent

    def up(self, tell: Tell) -> list[str]:
        """See the port."""
        for server in self._servers:
            held = self._held(server)
            if held is None:
                inside = {name: value.replace("{port}", str(server.port)) for name, value in server.environment.items()}
                self._engine.containers.run(
                    server.image,
                    name=server.container,
                    detach=True,
                    environment=inside,
                    ports={f"{server.port}/tcp": ("127.0.0.1", server.port)},
                    mem_limit=f"{server.memory_mb}m",
                    labels={LABEL: server.name},
                )
                tell(f"{server.name} : conteneur créé")
            elif held.status != "running":
                held.start()
                tell(f"{server.name} : conteneur redémarré")
        return [server.told(server.port) for server in self._servers]

    def status(self) -> list[tuple[str, str]]:
        """See the port."""
        states = {"running": "en marche", "exited": "arrêté", "created": "arrêté"}
        found = []
        for server in self._servers:
            held = self._held(server)
            found.append((server.name, "absent" if held is None else states.get(held.status, held.status)))
        return found

    def down(self, *, forget: bool) -> None:
        """See the port."""
        for server in self._servers:
            held = self._held(server)
            if held is not None and held.status == "running":
                held.stop(timeout=20)
            if held is not None and forget:
                held.remove(v=True)

    def _held(self, server: Server) -> Any:
        try:
            return self._engine.containers.get(server.container)
        except NotFound:
            return None


class RegistryYard:
    """The same servers from package registries, as processes (``infra/servers``)."""

    name = "paquets"
    _NAMES = ("kafka", "search", "postgres")

    def __init__(self, folder: Path, servers: list[Server]) -> None:
        self._folder = folder.absolute()
        self._servers = {server.name: server for server in servers}

    def up(self, tell: Tell) -> list[str]:
        """See the port."""
        if not (STARTERS / "all.sh").exists():
            raise FileNotFoundError("infra/servers manque : lancez la commande depuis les sources du projet.")
        tell("démarrage depuis les dépôts de paquets (une à deux minutes la première fois)")
        _run(STARTERS / "all.sh", "up", self._folder)
        ports = dict(zip(self._NAMES, (self._folder / "ports").read_text().split(), strict=True))
        return [self._servers[name].told(int(ports[name])) for name in self._NAMES if name in self._servers]

    def status(self) -> list[tuple[str, str]]:
        """See the port."""
        return [(name, self._state(name)) for name in self._NAMES]

    def down(self, *, forget: bool) -> None:
        """See the port."""
        for name in self._NAMES:
            signal = "INT" if name == "postgres" else "TERM"
            _run("/bin/bash", "-c", f'. "{STARTERS}/process.sh"; halt {name} "{self._folder}/{name}" {signal}')
        if forget:
            _run(STARTERS / "all.sh", "down", self._folder)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _state(self, name: str) -> str:
        held = self._folder / name / f"{name}.pid"
        if not held.exists():
            return "arrêté" if (self._folder / name).exists() else "absent"
        return "en marche" if Path(f"/proc/{held.read_text().strip()}").exists() else "arrêté"


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own scripts


def choose(folder: Path, *, wanted: str = "auto", tell: Tell, engine: Callable[[], Any] = docker.from_env) -> Yard:
    """Where to start the servers. Raises ValueError when what is wanted cannot be had."""
    servers = declared_servers()
    if _known(wanted) == "paquets":
        return RegistryYard(folder, servers)
    try:
        yard = _containers(engine, servers)
        absent = yard.lacking(tell)
        reason = f"images hors d'atteinte : {', '.join(absent)}" if absent else ""
    except DockerException:
        yard, reason = None, NO_ENGINE
    if yard is not None and not reason:
        return yard
    if wanted == "docker":
        raise ValueError(f"Impossible avec docker : {reason}.")
    tell(f"{reason} : les serveurs viennent des dépôts de paquets")
    return RegistryYard(folder, servers)


def find(folder: Path, *, wanted: str = "auto", engine: Callable[[], Any] = docker.from_env) -> Yard:
    """Where the servers were started, to look at them or stop them. Raises ValueError as ``choose`` does."""
    servers = declared_servers()
    if _known(wanted) == "paquets" or (wanted == "auto" and (folder / "ports").exists()):
        return RegistryYard(folder, servers)
    try:
        return _containers(engine, servers)
    except DockerException as error:
        if wanted == "docker":
            raise ValueError(f"Impossible avec docker : {NO_ENGINE}.") from error
        return RegistryYard(folder, servers)


def _known(wanted: str) -> str:
    if wanted not in WAYS:
        raise ValueError(f"« {wanted} » n'est pas connu : {', '.join(WAYS)}.")
    return wanted


def _containers(engine: Callable[[], Any], servers: list[Server]) -> ContainerYard:
    client = engine()
    client.ping()
    return ContainerYard(client, servers)
