"""The operator of a PostgreSQL server: the scripts of deploy/postgres, and a disk that is lost."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

from tests.factories.servers import OwnServer

SCRIPTS = Path(__file__).parents[3] / "deploy" / "postgres"


@dataclass(frozen=True, slots=True)
class Operator:
    """``folder`` holds the secrets and what is kept."""

    server: OwnServer
    folder: Path

    def __post_init__(self) -> None:
        (self.folder / "postgres").write_text("cite")

    def give_secret(self, name: str) -> None:
        """The URL of a role of ours, as prepare.sh writes it."""
        base = "cite_{service}" if name == "operator" else f"cite_{name}"
        url = f"postgresql://cite_{name}:secret-of-{name}@127.0.0.1:{self.server.port}/{base}"
        (self.folder / f"database_{name}").write_text(url)

    def url_of(self, name: str) -> str:
        """That URL."""
        return (self.folder / f"database_{name}").read_text()

    def run(self, script: str, *words: str) -> str:
        """Run a script to its end; what it said."""
        done = self._run(script, words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refuses(self, script: str, *words: str) -> str:
        """What a script says that does not do what it is asked; empty when it does."""
        done = self._run(script, words)
        return (done.stdout + done.stderr) if done.returncode else ""

    def _run(self, script: str, words: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(script, *words), env=self.environment(), capture_output=True, text=True, check=False
        )

    def start(self, script: str, *words: str) -> "subprocess.Popen[bytes]":
        """Start a script that runs until it is stopped, at the head of a group of its own."""
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(
                self.command(script, *words), env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def lose_the_disk(self) -> Path:
        """Kill the server and delete all its data; where they were."""
        self.server.stop(SIGKILL)
        data = (self.server.folder / "data").resolve()
        shutil.rmtree(data)
        return data

    def command(self, script: str, *words: str) -> list[str]:
        """What runs a script as the user of the server."""
        as_owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        return [*(as_owner if os.geteuid() == 0 else []), "bash", str(SCRIPTS / script), *words]

    def environment(self) -> dict[str, str]:
        """What scripts are told."""
        (binaries,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
        return {
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.server.port),
            "PGUSER": "cite",
            "PGPASSWORD": "cite",
            "CITE_SECRETS_FOLDER": str(self.folder),
            "CITE_BACKUPS_FOLDER": str(self.folder),
            "CITE_CONTINUOUS_FOLDER": str(self.folder),
        }
