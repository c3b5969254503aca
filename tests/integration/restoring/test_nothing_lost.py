"""The disk of PostgreSQL is lost under load: what was received elsewhere, as it was written, holds every commit."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from services.kernel.eventlog.registry import open_event_log
from services.kernel.moving.records import await_log
from tests.factories.plumbing import TOPIC, Plumbing
from tests.factories.servers import OwnServer
from tests.integration.faults.crowd import Crowd
from tests.integration.restoring.operator import Operator

pytestmark = pytest.mark.servers
WRITERS, EACH = 4, 400
PATIENCE = 60.0
RECEIVED = "SELECT count(*) FROM pg_stat_replication WHERE application_name = 'cite_wal' AND sync_state = 'sync'"


@pytest.fixture
def plumbing(postgres: OwnServer, kafka: OwnServer, tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service on these servers."""
    opened = Plumbing(tmp_path, database_url=postgres.postgresql, log=open_event_log(kafka.kafka))
    await_log(opened.log, [TOPIC.name])
    yield opened
    opened.close()


def test_a_lost_disk_loses_no_commit_and_doubles_nothing(
    plumbing: Plumbing, postgres: OwnServer, elsewhere: Path
) -> None:
    operator = Operator(postgres, elsewhere)
    receiver = operator.start("continuous.sh", "receive")
    try:
        operator.run("continuous.sh", "strict", "on")
        await_received(postgres)
        with Crowd(plumbing) as crowd:
            crowd.start(writers=WRITERS, each=EACH)
            crowd.await_handled(60)
            operator.run("continuous.sh", "base")
            crowd.await_handled(crowd.handled() + 40)
            assert crowd.is_writing()
            data = operator.lose_the_disk()
            operator.run("continuous.sh", "rebuild", str(data))
            postgres.start()
            figures = crowd.finish(WRITERS * EACH)
        print(f"\nthe disk of PostgreSQL lost, rebuilt from what was received: {figures}")  # noqa: T201
        assert (figures["lost"], figures["doubled"]) == (0, 0)
        assert figures["interrupted"] > 0
    finally:
        os.killpg(receiver.pid, signal.SIGTERM)
        receiver.wait()


def await_received(server: OwnServer) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with psycopg.connect(server.postgresql) as connection:
            if connection.execute(RECEIVED).fetchone() == (1,):
                return
        assert time.monotonic() < deadline, "nothing is received"
        time.sleep(0.1)
