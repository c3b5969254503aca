"""Two relays and three consumers of the real services, at once, that leave, die and come: on PostgreSQL and Kafka.

Each departure and each arrival has the partitions shared anew while offers are being imported.
"""

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.operations import SERVICES
from tests.factories import postgresql
from tests.factories.servers import own_server
from tests.integration.faults.district import District

pytestmark = pytest.mark.servers

WRITERS, OFFERS = 3, 40
CHANGES, TURNS_EACH = 5, 3


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    with own_server("kafka", tmp_path / "kafka") as kafka, postgresql.databases(SERVICES) as databases:
        environment = {"CITE_EVENT_LOG_URL": kafka.kafka, "CITE_DATABASE_URL": databases}
        (tmp_path / "data").mkdir()
        with District(tmp_path / "data", environment) as opened:
            yield opened


@pytest.mark.timeout(400)
def test_two_relays_and_three_consumers_that_come_and_go(district: District) -> None:
    relays = [district.start(f"employers relay {n}") for n in (1, 2)]
    consumers = [district.start(f"matching consume {n}") for n in (1, 2, 3)]
    district.import_again_and_again(writers=WRITERS, offers=OFFERS)
    chance, ended = random.Random(9), []
    for change in range(1, CHANGES + 1):
        one, before = chance.choice(consumers), district.handled()
        district.await_started(one)
        district.go_on(turns=TURNS_EACH)
        district.await_handled(before + OFFERS)
        ended.append(one.restart(chance.choice((signal.SIGTERM, signal.SIGKILL))))
        if change == CHANGES // 2:
            ended.append(relays[0].restart(signal.SIGKILL))
            consumers.append(district.start("matching consume 4"))
    figures = district.finish()
    print(f"\nworkers ended {ended}: {figures}")  # noqa: T201 – the figures of the note
    assert figures["sent"] == WRITERS * OFFERS * CHANGES * TURNS_EACH
    assert {figures[wrong] for wrong in ("lost", "doubled", "inverted", "put aside")} == {0}
    assert set(ended) <= {0, -signal.SIGKILL}
