"""The environment that puts a house on the real servers of the tests: Kafka, PostgreSQL, Elasticsearch.

Each run has databases and an index of its own. The topics are the product's and outlive a run: each run reads those of
the runs before it, in territories of their own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from services.contracts.operations import SERVICES
from tests.factories import postgresql


def server(variable: str) -> str:
    """The address in ``CITE_TEST_…``; its absence is a failure, not a skip."""
    address = os.environ.get(variable, "")
    if not address:
        pytest.fail(f"{variable} is not set: start the servers with infra/servers/all.sh")
    return address


def on_kafka() -> dict[str, str]:
    """The event log on Kafka; the rest in files."""
    return {"CITE_EVENT_LOG_URL": f"kafka://{server('CITE_TEST_KAFKA')}"}


@contextmanager
def on_every_server() -> Iterator[dict[str, str]]:
    """The event log on Kafka, a database for each service on PostgreSQL, the index of offers on Elasticsearch."""
    index = server("CITE_TEST_ELASTICSEARCH")
    with postgresql.databases(SERVICES) as url:
        yield {
            **on_kafka(),
            "CITE_DATABASE_URL": url,
            "CITE_OFFER_INDEX_URL": f"{index}?alias=journeys-{uuid4().hex[:8]}",
        }
