"""A service's plumbing on PostgreSQL and on a broker of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.kernel.eventlog.registry import open_event_log
from services.kernel.moving.records import await_log
from tests.factories import postgresql
from tests.factories.plumbing import TOPIC, Plumbing


@contextmanager
def plumbing_on(log_url: str, folder: Path) -> Iterator[Plumbing]:
    """Once the broker answers about groups; closed at the end."""
    with postgresql.database() as url:
        opened = Plumbing(folder, database_url=url, log=open_event_log(log_url))
        await_log(opened.log, [TOPIC.name])
        yield opened
        opened.close()
