"""Both databases pass the same tests: SQLite always, PostgreSQL with ``-m servers``."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.factories import postgresql
from tests.factories.plumbing import Plumbing

PATIENCE = 60.0
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)]

aggregates = Table(
    "aggregates", MetaData(), Column("name", String(20), primary_key=True), Column("number", Integer, nullable=False)
)


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/plumbing.db"
        return
    with postgresql.database() as made:
        yield made


@pytest.fixture
def plumbing(url: str, tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service, and a table of aggregates, on one of the two."""
    opened = Plumbing(tmp_path, database_url=url)
    with opened.database.transaction() as connection:
        aggregates.metadata.create_all(connection)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the code logs, kept instead of drawn on the console."""
    with capture_logs() as entries:
        yield entries


def together(*works: Callable[[], None]) -> None:
    """Run in threads, all at once; fails when one fails or does not end."""
    at_the_door = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def enter(work: Callable[[], None]) -> None:
        at_the_door.wait(PATIENCE)
        try:
            work()
        except BaseException as error:  # noqa: BLE001  told by the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=enter, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert errors == []
