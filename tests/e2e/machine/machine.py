"""A Debian machine of a test's own, systemd first, in a container: what an operator types is typed there, in root.

The commands are those of the page that operators follow, taken from it. Refuses to run without the engine that
infra/servers/docker-up.sh starts: its absence is a failure, not a skip.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.e2e.journeys.servers import server
from tests.e2e.typed_pages import filled

ROOT = Path(__file__).parents[3]
PAGE = "exploitation-une-machine.md"
ADDRESS = "cite.test"
"""The name by which the machine is reached, which only it knows."""
IMAGE = "local/machine:bookworm"
AUTHORITIES = ("CITE_BUILD_CA", "PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""Where this machine says which authorities it trusts: behind a proxy, the other one needs them to install."""
PATIENCE = 60.0
RIGHTS = ("SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "DAC_READ_SEARCH", "SYS_NICE", "AUDIT_WRITE")
"""What systemd needs to shut its services in, where an engine may not give every right (« --privileged »)."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A running machine."""

    name: str

    def types(self, commands: str, *, status: int = 0) -> str:
        """Type these commands in a shell that stops at the first failure; what was said on both outputs."""
        words = ("exec", "--interactive", self.name, "bash", "-euo", "pipefail", "-s")
        done = docker(*words, typed=f"exec 2>&1\n{commands}\n")
        assert done.returncode == status, f"{commands}\n{done.stdout[-6000:]}{self.journal()}"
        return done.stdout

    def follows(
        self, heading: str, number: int = 0, *, replaced: Mapping[str, str] | None = None, status: int = 0
    ) -> str:
        """Type a block of the page, once what is left to the operator is filled in."""
        return self.types(filled(PAGE, heading, number, replaced=replaced), status=status)

    def lay(self, source: Path, there: str) -> None:
        """Copy a folder's content to this machine."""
        self.types(f"mkdir -p {there}")
        packed = subprocess.run(["tar", "-C", str(source), "-cf", "-", "."], capture_output=True, check=True)
        command = [
            server("CITE_TEST_DOCKER_CLIENT"),
            "exec",
            "--interactive",
            self.name,
            "tar",
            "-C",
            there,
            "-xf",
            "-",
        ]
        subprocess.run(command, input=packed.stdout, env=environment(), check=True)

    def restart(self) -> None:
        """As after a power cut that was short."""
        docker("restart", "--time", "60", self.name, check=True)
        self.await_booted()

    def await_booted(self) -> None:
        """Wait until systemd has started what it starts."""
        deadline = time.monotonic() + PATIENCE
        while docker("exec", self.name, "systemctl", "is-system-running").stdout.strip() not in {"running", "degraded"}:
            assert time.monotonic() < deadline, docker("logs", self.name).stdout[-3000:]
            time.sleep(0.3)

    def journal(self) -> str:
        """What the units said last."""
        words = ("journalctl", "--no-pager", "-n", "60", "-u", "cite", "-u", "caddy", "-u", "cite-backup")
        return docker("exec", self.name, *words).stdout[-8000:]


@contextmanager
def running(folder: Path) -> Iterator[Machine]:
    """Make the image, start the machine, wait until it has booted; remove it at the end."""
    kept = Path(os.environ.get("CITE_SERVERS", Path.home() / ".cache" / "cite-servers")) / "pip"
    kept.mkdir(parents=True, exist_ok=True)
    base = f"BASE={server('CITE_TEST_IMAGE_BASE')}"
    docker("build", "--quiet", "--build-arg", base, "--tag", IMAGE, str(ROOT / "infra/servers/machine"), check=True)
    authority = next((os.environ[name] for name in AUTHORITIES if os.environ.get(name)), "/dev/null")
    machine = Machine(f"cite-machine-{uuid4().hex[:8]}")
    docker(
        *("run", "--detach", "--name", machine.name, "--hostname", "machine", "--add-host", f"{ADDRESS}:127.0.0.1"),
        *(word for right in RIGHTS for word in ("--cap-add", right)),
        *(
            word
            for open_ in ("seccomp", "apparmor", "systempaths")
            for word in ("--security-opt", f"{open_}=unconfined")
        ),
        *("--cgroupns", "host", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"),
        *("--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp:exec"),
        *("--volume", f"{kept}:/var/cache/pip", "--env", "PIP_CACHE_DIR=/var/cache/pip"),
        *(
            "--volume",
            f"{authority}:/etc/authority.crt:ro",
            *(("--env", "PIP_CERT=/etc/authority.crt") if authority != "/dev/null" else ()),
        ),
        IMAGE,
        check=True,
    )
    try:
        machine.await_booted()
        yield machine
    except BaseException:
        (folder / "journal.log").write_text(machine.journal())
        raise
    finally:
        docker("rm", "--force", "--volumes", machine.name)


def tracked(folder: Path) -> Path:
    """A copy of what the repository holds, as a clone would give."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    there = [name for name in names.split(b"\0") if name and (ROOT / name.decode()).exists()]
    packed = subprocess.run(
        ["tar", "-cf", "-", "--null", "-T", "-"], cwd=ROOT, input=b"\0".join(there), capture_output=True, check=True
    )
    folder.mkdir()
    subprocess.run(["tar", "-C", str(folder), "-xf", "-"], input=packed.stdout, check=True)
    return folder


def environment() -> dict[str, str]:
    """How the engine is reached."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DOCKER_HOST": server("CITE_TEST_DOCKER"),
        "DOCKER_CONFIG": server("CITE_TEST_DOCKER_CONFIG"),
        "DOCKER_BUILDKIT": "1",
    }


def docker(*words: str, typed: str | None = None, check: bool = False) -> "subprocess.CompletedProcess[str]":
    """A command of the engine, to its end."""
    command = [server("CITE_TEST_DOCKER_CLIENT"), *words]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, input=typed)
    assert done.returncode == 0 or not check, f"{' '.join(words[:3])}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done
