"""The five databases are lost after a night's dump and a morning's work; databases and log come back to one moment.

What was told by then is there once, what was on its way arrives, and of the morning nobody remembers anything: not the
log either, or the readers would know people that `candidates` does not, and take its next change for an old one.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from services.__main__ import cite
from services.front import SERVICES
from services.kernel.moving.move import come_to_rest
from services.kernel.moving.rows import Content, content_of
from services.kernel.relay import Relay
from services.kernel.runtime import hear_again
from services.matching.adapters import tables
from tests.e2e.journeys.neighbourhood import a_profile
from tests.factories.servers import OwnServer
from tests.factories.small_town import open_town, people, referent, registered
from tests.factories.stage import Stage
from tests.integration.restoring.operator import Operator

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]
TELLERS = ("candidates", "employers", "matching", "badges")
"""The services whose rows no sign-in changes."""


@pytest.fixture
def operator(postgres: OwnServer, elsewhere: Path) -> Operator:
    """Five databases, their roles and their secrets."""
    found = Operator(postgres, elsewhere)
    for name in (*SERVICES, "operator"):
        found.give_secret(name)
    found.run("roles.sh")
    return found


@pytest.fixture
def settings(operator: Operator, kafka: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What every process of the territory is told."""
    told = {"database_url": operator.url_of("operator"), "event_log_url": kafka.kafka}
    for name, value in {**told, "data_dir": str(tmp_path / "data"), "embedder_url": "characters://"}.items():
        monkeypatch.setenv(f"CITE_{name.upper()}", value)
    return told


@pytest.fixture
def stage(settings: dict[str, str], tmp_path: Path) -> Iterator[Stage]:
    opened = Stage(tmp_path / "data", **settings)
    open_town(opened)
    come_to_rest(opened.house.runtimes)
    yield opened
    opened.close()


def travels(stage: Stage, person: UUID, minutes: int) -> None:
    """She now accepts a journey of so many minutes: one more version of her profile."""
    written = {**a_profile(), "travel_minutes_max": minutes}
    answer = referent(stage).put(f"/candidates/api/people/{person}/profile", json=written)
    assert answer.status_code == 200, answer.text


def known_to_the_engine(stage: Stage) -> list[int]:
    """The minutes of each profile that the engine knows."""
    with stage.runtime("matching").database.reading() as connection:
        found = connection.execute(select(tables.profiles.c.data)).scalars().all()
    return sorted(json.loads(data)["profile"]["wants"]["travel_minutes_max"] for data in found)


def tables_of(stage: Stage) -> dict[str, Content]:
    """What every table of these services holds, to the last row."""
    held = {name: content_of(stage.runtime(name).database) for name in TELLERS}
    return {f"{name}.{table}": content for name, tables in held.items() for table, content in tables.items()}


def infra(*words: str) -> Any:
    """`cite infra …`."""
    return CliRunner().invoke(cite, ["infra", *words])


def test_after_a_restore_databases_and_log_are_of_one_moment(
    stage: Stage, operator: Operator, settings: dict[str, str], tmp_path: Path
) -> None:
    sofia = registered(stage, "Sofia")
    travels(stage, sofia, 20)
    come_to_rest(stage.house.runtimes)
    travels(stage, sofia, 25)
    candidates = stage.runtime("candidates")
    assert Relay("candidates", candidates.database, stage.house.event_log).publish_waiting()
    travels(stage, sofia, 30)  # this one still waits to be published, the one before to be heard

    instant = operator.run("backup.sh", "now").split()[3]
    come_to_rest(stage.house.runtimes)
    then, now = tables_of(stage), stage.now
    assert known_to_the_engine(stage) == [30]

    for minutes in (35, 40, 45):
        travels(stage, sofia, minutes)
    travels(stage, registered(stage, "Zélie"), 50)
    come_to_rest(stage.house.runtimes)
    assert known_to_the_engine(stage) == [45, 50]
    stage.close()
    operator.lose_the_disk()

    (operator.server.folder / "data").unlink()
    operator.server.start()
    operator.run("roles.sh")
    assert f"cite_matching : remis dans l'état de {instant}" in operator.run("restore.sh", instant)
    refused = infra("rewind-log", "--to", instant)
    assert refused.exit_code == 1
    assert "- sujet candidates.profiles" in refused.output
    done = infra("rewind-log", "--to", instant, "--yes")
    assert done.exit_code == 0, done.output
    assert "0 changement(s)" in infra("rewind-log", "--to", instant, "--yes").output
    assert "0 changement(s)" in infra("apply", "--dry-run").output

    again = Stage(tmp_path / "data", **settings)
    again.now = now
    for runtime in again.house.runtimes:
        hear_again(runtime)
    come_to_rest(again.house.runtimes)
    assert tables_of(again) == then, "something was lost, doubled, or remembered"
    assert known_to_the_engine(again) == [30]
    assert people(again) == ["Sofia"]

    travels(again, sofia, 55)
    come_to_rest(again.house.runtimes)
    assert known_to_the_engine(again) == [55], "the next change was taken for an old one"
    again.close()


def test_an_instant_before_everything_or_still_to_come_changes_nothing(stage: Stage) -> None:
    stage.close()
    for instant, why in {
        "2001-01-01T000000Z": "rien d'avant cet instant",
        "2901-01-01T000000Z": "doit être passé",
        "2026-03-02T01:15": "avec son fuseau",
        "hier": "n'est pas un instant",
    }.items():
        refused = infra("rewind-log", "--to", instant, "--yes")
        assert refused.exit_code == 1
        assert why in str(refused.exception or refused.output)
