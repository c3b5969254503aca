"""The environment that puts a house on real servers: its event log on Kafka, its databases on PostgreSQL, its index on
Elasticsearch, each where the tests' environment names a server; each run has databases and an index of its own.

The topics are the product's and outlive a run: each run reads those of the runs before it, in territories of their own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from services.front import SERVICES


def server(variable: str) -> str:
    """The address in ``CITE_TEST_…``; its absence is a failure, not a skip."""
    address = os.environ.get(variable, "")
    if not address:
        pytest.fail(f"{variable} is not set: start the servers with infra/servers/all.sh")
    return address


def on_kafka() -> dict[str, str]:
    """The event log on Kafka."""
    return {"CITE_EVENT_LOG_URL": f"kafka://{server('CITE_TEST_KAFKA')}"}


def on_elasticsearch() -> dict[str, str]:
    """The index on Elasticsearch."""
    return {"CITE_OFFER_INDEX_URL": f"{server('CITE_TEST_ELASTICSEARCH')}?prefix=journeys-{uuid4().hex[:8]}"}


@contextmanager
def on_postgresql() -> Iterator[dict[str, str]]:
    """A database for each service, dropped at the end."""
    address, run = server("CITE_TEST_POSTGRESQL"), f"journeys_{uuid4().hex[:8]}"
    names = [sql.Identifier(f"{run}_{service}") for service in SERVICES]
    with psycopg.connect(address, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    url = make_url(address).set(database=f"{run}_SERVICE").render_as_string(hide_password=False)
    try:
        yield {"CITE_DATABASE_URL": url.replace("SERVICE", "{service}")}
    finally:
        with psycopg.connect(address, autocommit=True) as admin:
            for name in names:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
