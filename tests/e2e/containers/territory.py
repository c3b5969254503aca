"""A whole territory in containers: deploy/compose.yaml with the engines of deploy/compose.local.yaml.

Made, and looked after, by the commands of the page that operators follow. Its own secrets, ports and volumes; all is
removed at the end. Refuses to run without the engine that infra/servers/docker-up.sh starts: its absence is a failure.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kernel.settings import Settings
from tests.e2e.journeys.houses import House
from tests.e2e.journeys.servers import server
from tests.e2e.typed_pages import filled

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
AUTHORITIES = ("CITE_BUILD_CA", "PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""Where the machine says which authorities it trusts: a build behind a proxy needs them."""
ENGINES_IMAGE = "local/engines:bookworm"
PROJECT = "cite-test"
PAGE = "exploitation-distribuee.md"
OURS = {
    "git clone … cite && cd cite/deploy\n": "",
    "sudo ./prepare.sh": "./prepare.sh",
    '"${EDITOR:-nano}" .env': "cat ours >>.env",
}
"""What is particular to a test's own territory: the rest of the page is typed as it is."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A running compose project."""

    folder: Path
    port: int
    badges_port: int

    def types(self, commands: str) -> str:
        """Type these commands, in the folder, in a shell that stops at the first failure; what was said."""
        return self._runs("bash", "-euo", "pipefail", "-c", commands)

    def follows(self, heading: str, number: int = 0, *, replaced: Mapping[str, str] | None = None) -> str:
        """Type a block of the page."""
        return self.types(filled(PAGE, heading, number, replaced=replaced))

    def compose(self, *words: str, check: bool = True) -> str:
        """What a compose command prints; its complaints are shown when it fails."""
        return self._runs("docker", "compose", *words, check=check)

    def docker(self, *words: str) -> str:
        """What a command of the engine prints."""
        return self._runs("docker", *words)

    def size_of(self, image: str) -> int:
        """The bytes of an image, its base included."""
        return int(self.docker("image", "inspect", "--format", "{{.Size}}", image))

    def python(self, service: str, says: str) -> str:
        """What a few lines of Python print in the container of a service."""
        return self.compose("exec", "-T", service, "python3", "-c", says).strip()

    def containers(self) -> dict[str, dict[str, Any]]:
        """Every container of the project, by service, as the engine describes it."""
        names = self.compose("ps", "--all", "--quiet").split()
        found = json.loads(self.docker("inspect", *names))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in found}

    def address_of(self, service: str) -> str:
        """The address of a container on its network, which this machine reaches."""
        networks = self.containers()[service]["NetworkSettings"]["Networks"]
        return str(next(iter(networks.values()))["IPAddress"])

    def house(self) -> House:
        """The product as the journeys know it: the proxy's address, and the engines for what HTTP does not tell."""
        operator = (self.folder / "secrets" / "database_operator").read_text()
        settings = Settings(
            data_dir=self.folder / "nothing",
            database_url=operator.replace("@postgres:", f"@{self.address_of('postgres')}:"),
            event_log_url=f"kafka://{self.address_of('kafka')}:9094",
        )
        return House(f"http://127.0.0.1:{self.port}", settings, {})

    def _runs(self, *command: str, check: bool = True) -> str:
        client = Path(server("CITE_TEST_DOCKER_CLIENT")).parent
        environment = {
            "PATH": f"{client}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "DOCKER_HOST": server("CITE_TEST_DOCKER"),
            "DOCKER_CONFIG": server("CITE_TEST_DOCKER_CONFIG"),
            "DOCKER_BUILDKIT": "1",
            "COMPOSE_FILE": f"{DEPLOY / 'compose.yaml'}:{DEPLOY / 'compose.local.yaml'}",
            "COMPOSE_ENV_FILES": str(self.folder / ".env"),
        }
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said = f"{done.stdout[-2000:]}{done.stderr[-4000:]}"
        assert done.returncode == 0 or not check, f"{' '.join(command[-3:])}: {said}"
        return done.stdout


def laid_out(folder: Path) -> Territory:
    """A folder like deploy/, and what its operator will write in the env file: free ports, and what a test wants."""
    for name in ("prepare.sh", ".env.example"):
        shutil.copy(DEPLOY / name, folder / name)
    port, badges, http, https = _free_ports(4)
    jars = Path(os.environ.get("CITE_SERVERS", Path.home() / ".cache" / "cite-servers"))
    told = {
        "COMPOSE_PROJECT_NAME": PROJECT,
        "COMPOSE_PROFILES": "continuous",
        "CITE_PUBLIC_BASE": f"http://127.0.0.1:{port}",
        "CITE_SITE_ADDRESS": ":8080",
        "CITE_SITE_NAME": "Horizons",
        "CITE_SECURE_COOKIES": "false",
        "CITE_VERSION": "test",
        "CITE_PLAIN_PORT": f"127.0.0.1:{port}",
        "CITE_BADGES_PORT": f"127.0.0.1:{badges}",
        "CITE_HTTP_PORT": f"127.0.0.1:{http}",
        "CITE_HTTPS_PORT": f"127.0.0.1:{https}",
        "CITE_SECRETS": str(folder / "secrets"),
        "CITE_ENGINES": str(jars),
        "CITE_IMAGE_BASE": server("CITE_TEST_IMAGE_BASE"),
        "CITE_BUILD_CA": next((os.environ[name] for name in AUTHORITIES if os.environ.get(name)), "/dev/null"),
        "CITE_EMBEDDER_URL": "characters://",
        **{f"CITE_{name}_IMAGE": ENGINES_IMAGE for name in ("POSTGRES", "ELASTICSEARCH", "KAFKA", "PROXY")},
    }
    (folder / "ours").write_text("".join(f"{name}={value}\n" for name, value in told.items()))
    return Territory(folder, port, badges)


@contextmanager
def running(folder: Path, figures: dict[str, float]) -> Iterator[Territory]:
    """Build, start, wait until every container is well; remove everything at the end. ``figures``: seconds of each."""
    territory = laid_out(folder)
    block = filled(PAGE, "De rien à un territoire", replaced=OURS)
    built, up, started = block.partition("docker compose up")
    try:
        for step, commands in (("build", built), ("start", up + started)):
            before = time.monotonic()
            territory.types(commands)
            figures[step] = time.monotonic() - before
        yield territory
    except BaseException:
        (folder / "containers.log").write_text(territory.compose("logs", "--no-color", "--tail", "400", check=False))
        raise
    finally:
        territory.compose("down", "--volumes", "--timeout", "40", "--remove-orphans", check=False)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]
