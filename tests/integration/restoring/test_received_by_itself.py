"""Copies and reception look after themselves; who was away too long says so, begins anew, and never fills the disk."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.factories.servers import OwnServer
from tests.integration.restoring.operator import Operator

pytestmark = pytest.mark.servers
PATIENCE = 60.0
STATUS = "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'cite_wal'"


def until(probe: Callable[[], object], absent: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not probe():
        assert time.monotonic() < deadline, absent
        time.sleep(0.2)


@contextmanager
def received(operator: Operator) -> Iterator[None]:
    """``continuous.sh every`` runs, and all is well."""
    running = operator.start("continuous.sh", "every")
    try:
        until(lambda: not operator.refuses("continuous.sh", "recent"), "never well")
        yield
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def bases(operator: Operator) -> list[Path]:
    return sorted(operator.folder.glob("base-*Z"))


def written_until_lost(server: OwnServer) -> None:
    """More than the server may keep for who does not receive."""
    with psycopg.connect(server.postgresql, autocommit=True) as admin:
        admin.execute("CREATE TABLE filling (told text)")
        for _ in range(20):
            admin.execute("INSERT INTO filling SELECT repeat(md5(n::text), 30) FROM generate_series(1, 20000) n")
            admin.execute("CHECKPOINT")
            if admin.execute(STATUS).fetchone() == ("lost",):
                return
    raise AssertionError("the server keeps everything")


def test_who_was_away_too_long_begins_anew_with_a_copy(postgres: OwnServer, elsewhere: Path) -> None:
    operator = Operator(postgres, elsewhere)
    with psycopg.connect(postgres.postgresql, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '32MB'")
        admin.execute("SELECT pg_reload_conf()")
    with received(operator):
        first = bases(operator)
        assert len(first) == 1
    until(
        lambda: "rien n'est reçu" in operator.refuses("continuous.sh", "recent"), "nobody sees that nothing is received"
    )
    written_until_lost(postgres)

    with received(operator):
        until(lambda: len(bases(operator)) == 2, "no new copy")
        until(lambda: not (elsewhere / "gap").exists(), "the gap stays")
        assert list(elsewhere.glob("wal-until-*"))
    data = operator.lose_the_disk()
    operator.run("continuous.sh", "rebuild", str(data))
    postgres.start()
    with psycopg.connect(postgres.postgresql) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM filling").fetchone() == (True,)


def test_stopped_for_good_the_server_keeps_nothing_more_for_it(postgres: OwnServer, elsewhere: Path) -> None:
    operator = Operator(postgres, elsewhere)
    with received(operator):
        operator.run("continuous.sh", "strict", "on")
    assert "arrêté" in operator.run("continuous.sh", "stop")
    with psycopg.connect(postgres.postgresql, autocommit=True) as admin:
        assert admin.execute(STATUS).fetchone() is None
        admin.execute("CREATE TABLE nobody_is_waited_for ()")


def test_a_password_may_be_a_secret_file(postgres: OwnServer, elsewhere: Path) -> None:
    operator = Operator(postgres, elsewhere)
    command = ["bash", "-c", 'unset PGPASSWORD; exec "$@"', "-", *operator.command("continuous.sh", "recent")]
    done = subprocess.run(command, env=operator.environment(), capture_output=True, text=True, check=False)
    assert "rien n'est reçu" in done.stdout, done.stderr
