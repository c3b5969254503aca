"""The same tests of every service on both databases: SQLite always, PostgreSQL with ``-m servers``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.operations import SERVICES
from tests.factories import postgresql


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
