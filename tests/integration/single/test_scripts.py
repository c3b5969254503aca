"""The upgrade of a single machine takes its way back by itself; old backups go, those of the month stay."""

import os
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

SINGLE = Path(__file__).parents[3] / "deploy" / "single"
CITE = """#!/bin/sh
echo "$(basename "$(dirname "$(dirname "$0")")") $*" >>"$MACHINE/told"
case "$*" in
  "$REFUSES"*) exit 1 ;;
  backup*) touch "$2" ;;
esac
"""


@dataclass
class Machine:
    """A machine in a folder: two versions that write down what they are asked, and a system that obeys."""

    folder: Path

    def __post_init__(self) -> None:
        for version in ("old", "new"):
            self._script(f"opt/{version}/bin/cite", CITE)
        (self.folder / "opt/current").symlink_to(self.folder / "opt/old")
        (self.folder / "backups").mkdir()
        self._script("bin/cite-tool", '#!/bin/sh\nexec "$CITE_COMMAND" "$@"\n')
        self._script("bin/systemctl", '#!/bin/sh\necho "systemctl $1" >>"$MACHINE/told"\n')
        answers = 'case "$READY" in *"$(basename "$(readlink "$MACHINE/opt/current")")"*) exit 0 ;; esac\nexit 1\n'
        self._script("bin/curl", f"#!/bin/sh\n{answers}")

    def upgrade(self, *, refuses: str = "nothing at all", ready: str = "old new") -> tuple[int, list[str], str]:
        """Run the script; its status, what was asked of whom, and the version that runs."""
        env = {
            **os.environ,
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "MACHINE": str(self.folder),
            "REFUSES": refuses,
            "READY": ready,
            "CITE_ROOT": f"{self.folder}/opt",
            "CITE_BACKUPS": f"{self.folder}/backups",
            "CITE_TRIES": "1",
            "CITE_TOOL": f"{self.folder}/bin/cite-tool",
        }
        script = [str(SINGLE / "upgrade.sh"), f"{self.folder}/opt/new"]
        done = subprocess.run(script, env=env, capture_output=True, text=True, check=False)
        told = (self.folder / "told").read_text().replace(str(self.folder), "").splitlines()
        return done.returncode, told, (self.folder / "opt/current").resolve().name

    def _script(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_upgrade_saves_migrates_then_switches(machine: Machine) -> None:
    assert machine.upgrade() == (
        0,
        ["new --help", "old disk", "systemctl stop", "old backup /backups/avant-new.tar.gz", "new migrate",
         "systemctl start"],
        "new",
    )  # fmt: skip


@pytest.mark.parametrize(("refuses", "ready"), [("migrate", "old new"), ("nothing at all", "old")])
def test_a_version_that_does_not_migrate_or_is_not_ready_gives_way_to_the_old_one(
    machine: Machine, refuses: str, ready: str
) -> None:
    status, told, runs = machine.upgrade(refuses=refuses, ready=ready)
    assert (status, runs) == (1, "old")
    assert told[-3:] == ["systemctl stop", "old restore /backups/avant-new.tar.gz --yes", "systemctl start"]


def test_without_a_backup_nothing_is_migrated(machine: Machine) -> None:
    status, told, runs = machine.upgrade(refuses="backup")
    assert (status, runs) == (1, "old")
    assert "new migrate" not in told
    assert told[-1] == "systemctl start"


def test_a_version_that_does_not_start_stops_nothing(machine: Machine) -> None:
    assert machine.upgrade(refuses="--help") == (1, ["new --help"], "old")


def test_backups_of_two_weeks_are_kept_and_then_one_a_month(machine: Machine) -> None:
    folder, today = machine.folder / "backups", date.today()  # noqa: DTZ011 – the script asks the system too
    days = [today - timedelta(days=days) for days in range(1, 60)]
    for day in days:
        (folder / f"cite-{day}.tar.gz").touch()
    (folder / "avant-2.tar.gz").touch()
    env = {
        **os.environ,
        "MACHINE": str(machine.folder),
        "REFUSES": "-",
        "CITE_COMMAND": f"{machine.folder}/opt/old/bin/cite",
    }
    subprocess.run([str(SINGLE / "backup.sh"), str(folder)], env=env, check=True)

    kept = {path.name for path in folder.iterdir()}
    expected = {day for day in [today, *days] if day >= today - timedelta(days=14) or day.day == 1}
    assert kept == {f"cite-{day}.tar.gz" for day in expected} | {"avant-2.tar.gz"}
