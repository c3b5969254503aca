"""Months of a territory heard again: whatever is emptied or falsified, each service ends knowing what it knew.

`replay` lets every consumer hear the log once more; `rebuild` empties what a service only heard, and fills it again.
Neither announces, writes or doubles anything.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import MetaData, delete, func, select, update

from services.contracts.operations import SERVICES
from services.demo.play import prepare
from services.front import House, build_house
from services.kernel import deadletters, tables
from services.kernel.database import Database
from services.kernel.hearing import hear_out
from services.kernel.runtime import hear_again, rebuild_all
from services.kernel.settings import Settings
from tests.factories.known_state import Known, differing, digest, indexed, known_by

HEARD = {
    "candidates": ("territories", "staff", "companies", "introductions", "placements", "awards"),
    "employers": ("known_territories", "known_staff"),
    "matching": ("territories", "profiles", "offers", "companies", "holders", "structures", "colleagues"),
    "badges": ("territories", "accompaniments", "grants"),
}


@pytest.fixture(autouse=True)
def database_url() -> None:
    """Files: the same on servers is `test_on_real_servers`."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The invented territory, played whole."""
    data = tmp_path_factory.mktemp("played") / "demo"
    settings = Settings(data_dir=data, invented=True, public_base="http://testserver")
    prepare(settings, tell=lambda _: None)
    return settings


@pytest.fixture
def house(played: Settings) -> Iterator[House]:
    """Its services, stopped."""
    opened = build_house(played)
    yield opened
    opened.close()


def everything(house: House) -> dict[str, Known]:
    """What each service knows, its index included, and what it announced or wrote."""
    known = {}
    for runtime in house.runtimes:
        known[runtime.name] = {**known_by(runtime.database), "said": [str(_said(runtime.database))]}
    known["matching"]["index"] = indexed(house.settings.data())
    return known


def _said(database: Database) -> list[int]:
    with database.reading() as connection:
        counted = (tables.outbox, tables.messages, tables.dead_letters)
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in counted]


def hear_everything(house: House) -> int:
    """Every consumer reads to the end of the log."""
    settled = 0
    for runtime in house.runtimes:
        for consumer in runtime.consumers:
            subscription = house.event_log.subscribe(consumer.name, consumer.reactions.topics())
            settled += hear_out(consumer, subscription)
            subscription.close()
    return settled


def assert_same(before: dict[str, Known], house: House) -> None:
    after = everything(house)
    for service in SERVICES:
        assert list(differing(before[service], after[service])) == [], service
        assert digest(before[service]) == digest(after[service])
    for runtime in house.runtimes:
        with runtime.database.reading() as connection:
            assert deadletters.count(connection) == 0


def falsify(database: Database, names: tuple[str, ...]) -> int:
    """Remove half of the rows of these tables, and lie about the version of the others."""
    found = MetaData()
    found.reflect(database.engine)
    touched = 0
    with database.transaction() as connection:
        for name in names:
            table = found.tables[name]
            first = next(iter(table.primary_key.columns), table.columns[0])
            standing = table.c.withdrawn == "" if "withdrawn" in table.c else first.is_not(None)
            keys = connection.execute(select(first).where(standing).order_by(*table.columns)).scalars().all()
            touched += connection.execute(delete(table).where(standing, first.in_(keys[::2]))).rowcount
            if "version" in table.c:
                connection.execute(update(table).where(standing).values(version=10_000))
    return touched


def test_a_replay_teaches_nothing_new_and_says_nothing(house: House) -> None:
    before = everything(house)
    for runtime in house.runtimes:
        hear_again(runtime)
    assert hear_everything(house) > 300
    assert_same(before, house)


@pytest.mark.parametrize("compacted", [False, True])
def test_what_was_only_heard_is_made_anew(house: House, *, compacted: bool) -> None:
    before = everything(house)
    if compacted:
        house.event_log.compact()
    for service, names in HEARD.items():
        assert falsify(house.runtime(service).database, names) > 0
    index = Database(f"sqlite:///{house.settings.data()}/offer-index/offers.db")
    assert falsify(index, ("offers",)) > 0
    index.close()
    told = {runtime.name: sum(rebuild_all(runtime).values()) for runtime in house.runtimes}
    print(f"\nfacts told again: {told}")  # noqa: T201 – the figures of the note
    assert_same(before, house)


def test_a_rebuild_that_fails_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before, candidates = everything(house), house.runtime("candidates")
    monkeypatch.setattr("services.kernel.rebuilding.SILENCES", 0)
    with pytest.raises(Exception, match="jusqu'au bout"):
        rebuild_all(candidates)
    assert_same(before, house)
