"""Databases of the real PostgreSQL server of the tests: made for one test, dropped after it.

The server is named by ``CITE_TEST_POSTGRESQL``; its absence is a failure, not a skip.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url


def server_url() -> str:
    """The URL of the test server."""
    url = os.environ.get("CITE_TEST_POSTGRESQL", "")
    if not url:
        pytest.fail("CITE_TEST_POSTGRESQL is not set: start the servers with infra/servers/all.sh")
    return url


@contextmanager
def databases(names: Sequence[str]) -> Iterator[str]:
    """One empty database per name; gives their URL, where ``{service}`` stands for the name."""
    server, run = server_url(), uuid4().hex[:10]
    made = [f"test_{run}_{name}" for name in names]
    _each(server, "CREATE DATABASE {}", made)
    try:
        url = make_url(server).set(database=f"test_{run}_SERVICE").render_as_string(hide_password=False)
        yield url.replace("SERVICE", "{service}")
    finally:
        _each(server, "DROP DATABASE {} WITH (FORCE)", made)


@contextmanager
def database() -> Iterator[str]:
    """One empty database; gives its URL."""
    with databases(["one"]) as url:
        yield url.replace("{service}", "one")


def _each(server: str, statement: str, names: Sequence[str]) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL(statement).format(sql.Identifier(name)))
