"""The same tests of every service on both databases: SQLite always, PostgreSQL with ``-m servers``.

A test that stops or loses a server has one of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.operations import SERVICES
from tests.factories import postgresql
from tests.factories.servers import OwnServer, own_server


@pytest.fixture(autouse=True, params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of the service's empty database, which is also what its settings say."""
    service = request.path.parent.name
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/{service}.db"
        return
    alone = service in SERVICES and not getattr(request.module, "WHOLE_HOUSE", False)
    with postgresql.databases([service] if alone else SERVICES) as url:
        monkeypatch.setenv("CITE_DATABASE_URL", url)
        yield url.replace("{service}", service)


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[OwnServer]:
    """A PostgreSQL that the test may stop, or lose."""
    with own_server("postgres", tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[OwnServer]:
    """A broker that the test may stop, and no other one writes to."""
    with own_server("kafka", tmp_path / "kafka") as server:
        yield server
