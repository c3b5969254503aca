"""Both adapters pass the same tests: the local one always, Elasticsearch's with ``-m servers``."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.offer_index.stand import ElasticStand, LocalStand, Stand


@pytest.fixture(params=["local", pytest.param("elasticsearch", marks=pytest.mark.servers)])
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    opened = LocalStand(tmp_path) if request.param == "local" else ElasticStand(elasticsearch_server())
    yield opened
    opened.close()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[LocalStand, ElasticStand]]:
    """The two adapters side by side."""
    local, elastic = LocalStand(tmp_path), ElasticStand(elasticsearch_server())
    yield local, elastic
    elastic.close()


def elasticsearch_server() -> str:
    """The address of the node; its absence is a failure, not a skip."""
    server = os.environ.get("CITE_TEST_ELASTICSEARCH", "")
    if not server:
        pytest.fail("CITE_TEST_ELASTICSEARCH is not set: start the servers with infra/servers/all.sh")
    return server
