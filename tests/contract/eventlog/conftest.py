"""Both adapters pass the same tests: the local one always, Kafka's with ``-m servers``."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.eventlog.stand import KafkaStand, LocalStand, Stand


@pytest.fixture(params=["local", pytest.param("kafka", marks=pytest.mark.servers)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    opened = LocalStand(tmp_path) if request.param == "local" else KafkaStand(kafka_server())
    yield opened
    opened.close()


@pytest.fixture
def local_stand(tmp_path: Path) -> Iterator[LocalStand]:
    opened = LocalStand(tmp_path)
    yield opened
    opened.close()


def kafka_server() -> str:
    """host:port of the broker; its absence is a failure, not a skip."""
    server = os.environ.get("CITE_TEST_KAFKA", "")
    if not server:
        pytest.fail("CITE_TEST_KAFKA is not set: start the servers with infra/servers/all.sh")
    return server
