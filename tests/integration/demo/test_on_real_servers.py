"""The demonstration is the same territory on Kafka and PostgreSQL as in files, even after a play that was interrupted.

It is made anew there as well, and is not played over somebody.
"""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.forgetting import forget_on_servers
from services.contracts.employers import OFFERS
from services.contracts.operations import SERVICES
from services.demo.play import prepare
from services.demo.territory import CODE
from services.front import build_house
from services.kernel.eventlog.registry import open_event_log
from services.kernel.moving.records import await_log
from services.kernel.problems import Conflict
from services.kernel.runtime import rebuild_all
from services.kernel.settings import Settings
from tests.factories import postgresql
from tests.factories.known_state import differing, known_by
from tests.factories.nameless_state import assert_same, nameless
from tests.factories.servers import own_server

pytestmark = [pytest.mark.servers, pytest.mark.timeout(580)]


@pytest.fixture(autouse=True)
def database_url() -> None:
    """Databases of the test's own: files, and a database for each service."""


class Interrupted(Exception):
    """The operator has had enough."""


def where(folder: Path, **elsewhere: str) -> Settings:
    return Settings(data_dir=folder, invented=True, public_base="http://testserver", **elsewhere)  # type: ignore[arg-type]


def played(settings: Settings, now: datetime) -> Settings:
    summary = prepare(settings, tell=lambda _: None, now=now, forget=forget_on_servers)
    assert summary is not None
    assert (summary.people, summary.refused) == (44, [])
    return settings


def interrupted(settings: Settings, now: datetime) -> None:
    """Firms, offers and the first people are there; then nothing more."""

    def tell(line: str) -> None:
        if line.endswith("personnes"):
            raise Interrupted

    with pytest.raises(Interrupted):
        prepare(settings, tell=tell, now=now, forget=forget_on_servers)


def test_the_same_territory_on_kafka_and_postgresql(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(hour=9, minute=30, second=0, microsecond=0) - timedelta(days=1)
    here = nameless(played(where(tmp_path / "here"), now), territory=CODE)
    with own_server("kafka", tmp_path / "kafka") as kafka, postgresql.databases(SERVICES) as databases:
        with closing(open_event_log(kafka.kafka)) as log:
            log.declare([OFFERS])
            await_log(log, [OFFERS.name])
        settings = where(tmp_path / "there", event_log_url=kafka.kafka, database_url=databases)
        interrupted(settings, now)
        played(settings, now)
        there = nameless(settings, territory=CODE)
        assert_same(there, here)

        house = build_house(settings)
        before = {runtime.name: known_by(runtime.database) for runtime in house.runtimes}
        told = {runtime.name: sum(rebuild_all(runtime).values()) for runtime in house.runtimes}
        for runtime in house.runtimes:
            assert list(differing(before[runtime.name], known_by(runtime.database))) == []
        house.close()
        with pytest.raises(Conflict, match="servent déjà"):
            prepare(where(tmp_path / "other", event_log_url=kafka.kafka, database_url=databases), tell=lambda _: None)
    print(f"\n{sum(there.values())} rows, the same on both; facts told again: {told}")  # noqa: T201 – the figures of the note
