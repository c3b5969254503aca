"""The page for one machine, followed to the letter on a Debian that systemd starts: from nothing to a territory.

Installed, shut in, reached by https, started again after a fall and a reboot; kept, put back; upgraded with a
migration, brought back by itself from a version that does not start and by hand from one that does. The seconds of each
step are printed.
"""

import base64
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.machine.machine import ADDRESS as NAME
from tests.e2e.machine.machine import Machine, running, tracked

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1500)]
AUTHORITY = "/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
OURS = {
    "nom=cite.example.fr": f"nom={NAME}",
    "git clone … /opt/cite/source\n": "test -d /opt/cite/source\n",
    ">/etc/caddy/Caddyfile": "| sed 's/encode/tls internal\\n\\tencode/' >/etc/caddy/Caddyfile",
    "curl --fail": f"curl --cacert {AUTHORITY} --fail",
}
"""What is particular to a machine without a name on the internet: the rest of the page is typed as it is."""
TERRITORY = {'"${EDITOR:-nano}" ': "sed -i s/mon-territoire/ici/ "}
MAIN = "$(systemctl show --value -p MainPID cite)"
MEMORY = (
    f"g=/proc/{MAIN}/cgroup; cat /sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' $g)/memory.limit_in_bytes"
    " /sys/fs/cgroup$(sed -n 's/^0:://p' $g)/memory.max 2>/dev/null || true"
)
"""How much memory the unit may take, by either version of control groups."""
ASK = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
PASSWORD = "quatre chevaux bleus"
MIGRATION = '''"""One table more."""

import sqlalchemy as sa
from alembic import op

revision = "badges_test_{number}"
down_revision = "{after}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("test_{number}", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("test_{number}")
'''


@dataclass
class Operator:
    """Follows the page on a machine, and visits the product as a program does, over https."""

    machine: Machine
    seconds: dict[str, float] = field(default_factory=dict)
    token: str = ""

    def timed(self, step: str, act: Callable[[], str]) -> str:
        started = time.monotonic()
        said = act()
        self.seconds[step] = time.monotonic() - started
        return said

    def asks(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of an answer that must be a success."""
        told = f"--header 'content-type: application/json' --data @- <<'J'\n{json.dumps(body)}\nJ\n" if body else ""
        bearer = f"--header 'authorization: Bearer {self.token}'" if self.token else ""
        said = self.machine.types(
            f"curl --silent --show-error --fail-with-body --cacert {AUTHORITY} --request {method} {bearer}"
            f" https://{NAME}{path} {told}"
        )
        return json.loads(said)

    def signs_in(self, email: str, password: str) -> dict[str, Any]:
        """From now on asks as this person; what their token says."""
        self.token = ""
        self.token = self.asks("POST", "/accounts/api/tokens", {"email": email, "password": password})["access_token"]
        payload = self.token.split(".")[1]
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return found

    def registers(self, name: str) -> None:
        person = {"first_name": name, "last_name": "Petit", "born": "2004-05-06", "phone": "0639980102"}
        self.asks("POST", "/candidates/api/people", {**person, "cohort": "jeunes"})

    def people(self) -> list[str]:
        return sorted(one["first_name"] for one in self.asks("GET", "/candidates/api/people")["items"])

    def awaits_ready(self) -> None:
        self.machine.types(
            f"curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-all-errors --cacert {AUTHORITY}"
            f" https://{NAME}/health/ready 2>/dev/null"
        )

    def version(self) -> str:
        """The folder of the version that runs."""
        words = self.machine.types(f"tr '\\0' ' ' </proc/{MAIN}/cmdline").split()
        return words[0].partition("/bin/")[0]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("machine")
    with running(folder) as machine:
        machine.lay(tracked(folder / "source"), "/opt/cite/source")
        yield Operator(machine)


def test_a_machine_from_nothing_to_a_territory_that_is_kept_and_upgraded(operator: Operator, tmp_path: Path) -> None:
    machine = operator.machine
    ready = operator.timed("install", lambda: machine.follows("Installer", replaced=OURS))
    assert '"status":"ready"' in ready.replace(" ", "")
    it_is_shut_in(machine)
    it_is_reached_by_https_alone(machine)
    a_territory_is_opened(operator)
    operator.registers("Sofia")

    it_starts_again_by_itself(operator)
    it_is_kept_and_put_back(operator)
    it_is_upgraded_with_a_migration(operator, tmp_path)
    a_version_that_does_not_start_gives_way(operator)
    it_is_brought_back_by_hand(operator)
    print("\none machine, seconds:", ", ".join(f"{step} {taken:.0f}" for step, taken in operator.seconds.items()))  # noqa: T201


def it_is_shut_in(machine: Machine) -> None:
    said = machine.types(f"grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/{MAIN}/status")
    status = dict(line.split(":\t", 1) for line in said.splitlines())
    assert status["Uid"].split()[0] == machine.types("id -u cite").strip()
    assert (int(status["CapEff"], 16), int(status["CapBnd"], 16)) == (0, 0)
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    inside = f"nsenter --mount --target {MAIN}"
    for place in ("/opt/cite/current/x", "/etc/x", "/var/backups/cite/x", "/usr/x"):
        assert "Read-only file system" in machine.types(f"{inside} touch {place}", status=1)
    machine.types(f"{inside} touch /var/lib/cite/x && rm /var/lib/cite/x")
    assert machine.types(f"{inside} ls /dev").split().count("sda") == 0
    assert str(1500 << 20) in machine.types(MEMORY).split()
    level = re.search(
        r"Overall exposure level for cite.service: ([\d.]+)", machine.types("systemd-analyze security cite.service")
    )
    assert level is not None
    assert float(level[1]) < 2.5


def it_is_reached_by_https_alone(machine: Machine) -> None:
    listening = machine.types("ss --listening --tcp --numeric --no-header | awk '{print $4}'").split()
    assert {one.rpartition(":")[2] for one in listening if not one.startswith(("127.0.0.1", "[::1]"))} == {"80", "443"}
    plain = machine.types(f"curl --silent --head http://{NAME}/")
    assert f"Location: https://{NAME}/" in plain
    headers = machine.types(f"curl --silent --head --cacert {AUTHORITY} https://{NAME}/connexion").lower()
    assert "strict-transport-security" in headers
    assert (
        machine.types(
            f"curl --silent --output /dev/null --write-out '%{{http_code}}' --cacert {AUTHORITY} https://{NAME}/metrics"
        )
        == "404"
    )


def a_territory_is_opened(operator: Operator) -> None:
    said = operator.timed("territory", lambda: operator.machine.follows("Ouvrir le territoire", replaced=TERRITORY))
    password = re.search(r"provisoire : (\S+)", said)
    assert password is not None, said
    claims = operator.signs_in("claire@exemple.fr", password[1])
    nadia = {"email": "nadia@ici.example", "name": "Nadia", "password": PASSWORD, "roles": ["referent"]}
    operator.asks("POST", "/accounts/api/staff", {**nadia, "structure_id": claims["structure"]})
    operator.signs_in("nadia@ici.example", PASSWORD)


def it_starts_again_by_itself(operator: Operator) -> None:
    operator.machine.types(f"kill -KILL {MAIN}; sleep 1")
    operator.awaits_ready()
    assert operator.people() == ["Sofia"]
    operator.timed("reboot", lambda: (operator.machine.restart(), operator.awaits_ready(), "")[2])
    assert operator.people() == ["Sofia"]


def it_is_kept_and_put_back(operator: Operator) -> None:
    machine = operator.machine
    assert "cite-backup.timer" in machine.types("systemctl list-timers --no-pager")
    said = operator.timed("backup", lambda: machine.follows("Chaque nuit"))
    assert re.search(r"-rw-------.* cite cite .* cite-\d{4}-\d\d-\d\d\.tar\.gz", said), said
    operator.registers("Après")
    assert operator.people() == ["Après", "Sofia"]
    operator.timed("restore", lambda: machine.follows("Chaque nuit", 1))
    operator.awaits_ready()
    assert operator.people() == ["Sofia"]
    assert "Il reste" in machine.types("cite disk")


def it_is_upgraded_with_a_migration(operator: Operator, folder: Path) -> None:
    machine = operator.machine
    add_migration(machine, folder, 1, after="badges_0001")
    pulled = {"git -C /opt/cite/source pull\n": ""}
    said = operator.timed("upgrade", lambda: machine.follows("Mettre à jour, et revenir", replaced=pulled))
    assert "La nouvelle version tourne. Retour possible : /var/backups/cite/avant-2.tar.gz" in said
    operator.awaits_ready()
    assert operator.version() == "/opt/cite/2"
    assert holds_table(machine, 1)
    assert operator.people() == ["Sofia"]
    operator.registers("Zélie")


def a_version_that_does_not_start_gives_way(operator: Operator) -> None:
    """A version that migrates, then falls as it starts: the databases come back to what the version before knows."""
    machine = operator.machine
    machine.types("cp -R /opt/cite/2 /opt/cite/3 && sed -i 's#/opt/cite/2#/opt/cite/3#g' /opt/cite/3/bin/cite")
    packages = machine.types("echo /opt/cite/3/lib/python3.*/site-packages").strip()
    machine.types(f"sed -i 's/^def serve_http(.*/&\\n    return/; ' {packages}/services/kernel/processes.py")
    written = MIGRATION.format(number=2, after="badges_test_1")
    machine.types(f"cat >{packages}/services/badges/migrations/versions/test_2.py <<'P'\n{written}\nP")
    tries = "CITE_TRIES=8 /opt/cite/source/deploy/single/upgrade.sh /opt/cite/3"
    said = operator.timed("way back", lambda: machine.types(tries, status=1))
    assert "L'ancienne version tourne, sur les données d'avant." in said
    operator.awaits_ready()
    assert operator.version() == "/opt/cite/2"
    assert (holds_table(machine, 1), holds_table(machine, 2)) == (True, False)
    assert operator.people() == ["Sofia", "Zélie"]


def it_is_brought_back_by_hand(operator: Operator) -> None:
    machine = operator.machine
    operator.timed("back by hand", lambda: machine.follows("Mettre à jour, et revenir", 1))
    operator.awaits_ready()
    assert operator.version() == "/opt/cite/1"
    assert not holds_table(machine, 1)
    assert operator.people() == ["Sofia"]


def add_migration(machine: Machine, folder: Path, number: int, *, after: str) -> None:
    """What a new release brings, in the source."""
    versions = folder / "release" / "services" / "badges" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / f"test_{number}.py").write_text(MIGRATION.format(number=number, after=after))
    machine.lay(folder / "release", "/opt/cite/source")
    shutil.rmtree(folder / "release")


def holds_table(machine: Machine, number: int) -> bool:
    """Whether a migration of this test was made on the database of badges."""
    ask = f"SELECT count(*) FROM sqlite_master WHERE name = 'test_{number}'"
    return machine.types(f'/opt/cite/1/bin/python -c "{ASK}" /var/lib/cite/badges.db "{ask}"').strip() == "1"
