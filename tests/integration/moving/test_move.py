"""`cite move`: the same rows, the same events, nothing handled twice, and life goes on where it stopped."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select
from typer.testing import CliRunner

from services.__main__ import cite
from services.contracts.operations import SERVICES
from services.demo.play import prepare
from services.front import House, build_house
from services.kernel import deadletters, tables
from services.kernel.moving.move import come_to_rest
from services.kernel.moving.records import count_records
from services.kernel.moving.rows import content_of, state_hash
from services.kernel.outbox import announce
from services.kernel.settings import Settings
from tests.factories import postgresql
from tests.factories.plumbing import NOON, Counted
from tests.factories.servers import own_server
from tests.factories.small_town import open_town, people, registered
from tests.factories.stage import Stage


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_EMBEDDER_URL", "characters://")
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(params=["files", pytest.param("servers", marks=pytest.mark.servers)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an empty installation: other files, or PostgreSQL and Kafka."""
    if request.param == "files":
        (tmp_path / "there").mkdir()
        yield Settings(
            database_url=f"sqlite:///{tmp_path}/there/{{service}}.db", event_log_url=f"local:///{tmp_path}/there/log.db"
        )
        return
    with postgresql.databases(SERVICES) as url, own_server("kafka", tmp_path / "kafka") as broker:
        yield Settings(database_url=url, event_log_url=broker.kafka)


def moved(target: Settings, *more: str) -> str:
    """Run the command; what it said."""
    urls = ["--database-url", target.database_url, "--event-log-url", target.event_log_url]
    done = CliRunner().invoke(cite, ["move", *urls, *more])
    if done.exception is not None:
        raise done.exception
    return done.output


def hashes(house: House) -> dict[str, str]:
    """The state of every service, as a move leaves it."""
    return {one.name: state_hash(content_of(one.database, before_move=True)) for one in house.runtimes}


def test_a_territory_moves_and_goes_on(target: Settings, tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data")
    open_town(stage)
    registered(stage, "Sofia")
    stage.pump()
    stage.close()
    with closing(build_house(Settings())) as here:
        before = hashes(here)

    said = moved(target)

    assert "Les deux côtés sont pareils." in said
    with closing(build_house(Settings())) as here:
        assert hashes(here) == before, "the old side was changed"
    there = Stage(tmp_path / "data", database_url=target.database_url, event_log_url=target.event_log_url)
    assert hashes(there.house) == before
    come_to_rest(there.house.runtimes)
    assert hashes(there.house) == before, "something was handled twice"
    registered(there, "Zélie")
    come_to_rest(there.house.runtimes)
    assert hashes(there.house)["matching"] != before["matching"], "what comes after the move does not travel"
    assert people(there) == ["Sofia", "Zélie"]
    there.close()


def test_a_target_that_holds_something_is_refused_and_an_interrupted_copy_resumed(
    target: Settings, tmp_path: Path
) -> None:
    stage = Stage(tmp_path / "data")
    open_town(stage)
    stage.close()
    moved(target)
    with pytest.raises(Exception, match="--again"):
        moved(target)

    assert "Les deux côtés sont pareils." in moved(target, "--again")
    there = Stage(tmp_path / "data", database_url=target.database_url, event_log_url=target.event_log_url)
    before = hashes(there.house)
    come_to_rest(there.house.runtimes)
    assert hashes(there.house) == before
    with there.runtime("badges").database.transaction() as connection:
        connection.execute(tables.audit.insert().values(
            at=NOON, tenant="x", actor="x", verb="x", subject="x", details="{}", correlation_id=""
        ))  # fmt: skip
    there.close()
    with pytest.raises(Exception, match="contient déjà autre chose"):
        moved(target, "--again")


def test_letters_put_aside_keep_their_order_before_those_to_come(target: Settings, tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data")
    open_town(stage)
    name = stage.runtime("badges").consumers[0].name
    with stage.runtime("badges").database.transaction() as connection:
        for offset, behind in ((900, 0), (901, 1)):
            connection.execute(tables.dead_letters.insert().values(
                consumer=name, topic="matching.placements", partition=0, offset=offset, key="t:k", value=b"{}",
                reason="?", behind=behind, attempts=1, parked_at=NOON,
            ))  # fmt: skip
    stage.close()
    moved(target)
    with closing(build_house(target.model_copy(update={"data_dir": tmp_path / "data"}))) as house:
        database = house.runtime("badges").database
        with database.transaction() as connection:
            connection.execute(tables.dead_letters.insert().values(
                consumer=name, topic="matching.placements", partition=0, offset=2, key="t:k", value=b"{}",
                reason="?", behind=1, attempts=0, parked_at=NOON,
            ))  # fmt: skip
        with database.reading() as connection:
            parked = deadletters.of_key(connection, name, "matching.placements", "t:k")
    assert [letter.offset < 0 for letter in parked] == [True, True, False]
    assert parked[0].offset < parked[1].offset


def test_what_waits_in_an_outbox_leaves_before_the_move(target: Settings, tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data")
    stage.house.event_log.declare([Counted.TOPIC])
    with stage.runtime("accounts").database.transaction() as connection:
        announce(connection, Counted(name="a", number=1), source="t", tenant="t", at=NOON)
    stage.close()
    moved(target)
    with closing(build_house(Settings())) as here, here.runtime("accounts").database.reading() as connection:
        assert connection.execute(select(tables.outbox)).all() == []


def test_a_running_installation_is_not_moved(target: Settings, tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data")
    consumer = stage.runtime("matching").consumers[0]
    member = stage.house.event_log.subscribe(consumer.name, consumer.reactions.topics())
    with pytest.raises(Exception, match="Arrêtez-le"):
        moved(target)
    member.close()
    stage.close()


PROJECTIONS = {
    "candidates": ("companies", "introductions", "placements", "staff", "territories"),
    "employers": ("known_staff", "known_territories", "placements"),
    "matching": (
        "agreements", "colleagues", "companies", "holders", "offers", "profiles", "structures", "territories",
    ),
    "badges": ("accompaniments", "grants", "placements", "territories"),
}  # fmt: skip
"""What each service keeps of what others say, and nothing of its own."""


def projected(house: House) -> dict[str, tuple[int, str]]:
    """How many rows each projection holds, and a hash of them (``changed`` counts writings, in whatever order)."""
    found = {}
    for service, names in PROJECTIONS.items():
        with house.runtime(service).database.reading() as connection:
            metadata = MetaData()
            metadata.reflect(connection, only=names)
            for name in names:
                rows = connection.execute(select(metadata.tables[name])).mappings()
                told = sorted(str({key: str(row[key]) for key in sorted(row) if key != "changed"}) for row in rows)
                found[f"{service}.{name}"] = (len(told), hashlib.sha256(repr(told).encode()).hexdigest())
    return found


def indexed(house: House) -> list[tuple[object, ...]]:
    """What the local index of offers holds."""
    with closing(sqlite3.connect(house.settings.data() / "offer-index" / "offers.db")) as index:
        return index.execute("SELECT territory, offer_id, version, removed, title FROM offers ORDER BY 1, 2").fetchall()


def heard_again(target: Settings, folder: Path) -> tuple[int, dict[str, tuple[int, str]], list[tuple[object, ...]]]:
    """Replay the whole log into empty databases and an empty index; how many events, and what they hold."""
    with postgresql.databases(SERVICES) as url:
        empty = target.model_copy(update={"database_url": url, "data_dir": folder, "keys_dir": target.keys()})
        with closing(build_house(empty)) as house:
            house.migrate()
            for runtime in house.runtimes:
                for consumer in runtime.consumers:
                    house.event_log.forget(consumer.name, consumer.reactions.topics())
            return come_to_rest(house.runtimes), projected(house), indexed(house)


@pytest.mark.servers
def test_the_demonstration_moves_to_postgresql_and_kafka_with_the_same_hashes(tmp_path: Path) -> None:
    settings = Settings(invented=True)
    prepare(settings, tell=lambda _line: None)
    with closing(build_house(settings)) as here:
        before = hashes(here)
        names = sorted({topic.name for runtime in here.runtimes for topic in runtime.topics})
        events = count_records(here.event_log, names)
    with postgresql.databases(SERVICES) as url, own_server("kafka", tmp_path / "kafka") as broker:
        target = Settings(database_url=url, event_log_url=broker.kafka)
        print(f"\n{moved(target)}")  # noqa: T201 – the figures of the note
        stage = Stage(settings.data(), database_url=url, event_log_url=broker.kafka)
        assert hashes(stage.house) == before
        assert count_records(stage.house.event_log, names) == events
        come_to_rest(stage.house.runtimes)
        assert hashes(stage.house) == before, "something was handled twice"
        lags = [
            sum(stage.house.event_log.lag(consumer.name, consumer.reactions.topics()).values())
            for runtime in stage.house.runtimes
            for consumer in runtime.consumers
        ]
        assert set(lags) == {0}
        known, in_index = projected(stage.house), indexed(stage.house)
        stage.close()

        events, again, index_again = heard_again(target, tmp_path / "empty")
        rows = sum(count for count, _ in again.values())
        print(f"{events} events heard again: {rows} rows in {len(again)} projections")  # noqa: T201 – the note's figures
        assert again == known
        assert index_again == in_index
        assert len(in_index) > 50
