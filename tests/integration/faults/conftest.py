"""Servers of these tests' own: they are stopped, killed and started again under load."""

import gc
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from services.contracts.operations import SERVICES
from tests.factories.servers import OwnServer
from tests.factories.small_town import open_town
from tests.factories.stage import Stage


@pytest.fixture
def database_url() -> None:
    """None of the shared server's databases."""


@pytest.fixture
def stage(postgres: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The product on that server, its town open and a referent in it."""
    monkeypatch.setenv("CITE_EMBEDDER_URL", "characters://")
    with psycopg.connect(postgres.postgresql, autocommit=True) as admin:
        for service in SERVICES:
            admin.execute(f"CREATE DATABASE {service}")
    opened = Stage(tmp_path / "data", database_url=postgres.postgresql.removesuffix("cite") + "{service}")
    open_town(opened)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def sockets_that_a_fall_left_open() -> Iterator[None]:
    """Drivers leave sockets to the collector when a server falls: they are collected here, not in another test.

    Those that reached nobody may still be held by whoever tried: they are closed.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    for one in gc.get_objects():
        if issubclass(type(one), socket.socket) and one.fileno() >= 0 and not _is_of_use(one):
            one.close()


def _is_of_use(one: socket.socket) -> bool:
    """Whether it listens, or somebody is at its other end."""
    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return True
    try:
        one.getpeername()
    except OSError:
        return False
    return True


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the code logs, kept instead of drawn on the console."""
    with capture_logs() as entries:
        yield entries
