"""Projections and the shelf: versions, memory across processes, rollbacks, bus stops."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
import typer
from typer.testing import CliRunner

from services.contracts.employers import WorkHours
from services.contracts.vocabulary import HalfDay, Language
from services.kernel import migrate
from services.kernel.database import Database
from services.kernel.problems import Invalid
from services.matching.adapters.bus_stops_file import read_bus_stops
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.bootstrap import MIGRATIONS, NAME
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.offer import Employer
from services.matching.entrypoints.stops_cli import stops_commands
from services.matching.ports import KeptCompany, Shown
from services.matching.use_cases.project_offer import project_offer, sheet_of
from services.matching.use_cases.project_profile import project_profile
from tests.factories.matching_service import BISTRO, PROFILE, offer, profile
from tests.factories.ranking import PORT, TODAY, VILLENEUVE

HERE, ELSEWHERE = "villeneuve", "ailleurs"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated base."""
    opened = Database(database_url)
    migrate.upgrade(opened, NAME, MIGRATIONS)
    yield opened
    opened.close()


def keep(database: Database, memory: Memory, *numbers: int, territory: str = HERE, version: int = 1) -> None:
    """Keep these offers."""
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, territory, memory)
        for number in numbers:
            project_offer(offer(number, version=version, title=f"Offre {number} v{version}"), uow=uow)


def titles(database: Database, memory: Memory, territory: str = HERE) -> list[str]:
    """Titles of the standing offers."""
    with database.reading() as connection:
        return [one.title for one in SqlUnitOfWork(connection, territory, memory).offers.standing()]


def test_what_one_process_writes_another_reads_without_reading_everything_again(database: Database) -> None:
    writer, reader = Memory(), Memory()
    keep(database, writer, 1, 2)
    assert titles(database, reader) == ["Offre 1 v1", "Offre 2 v1"]

    keep(database, writer, 2, 3, version=2)
    assert titles(database, reader) == ["Offre 1 v1", "Offre 2 v2", "Offre 3 v2"]


def test_an_older_version_never_replaces_a_newer_one(database: Database) -> None:
    memory = Memory()
    keep(database, memory, 1, version=5)
    keep(database, memory, 1, version=4)

    assert titles(database, memory) == ["Offre 1 v5"]


def test_what_is_rolled_back_never_reaches_the_memory(database: Database) -> None:
    memory = Memory()
    keep(database, memory, 1)

    def fails() -> None:
        with database.transaction() as connection:
            uow = SqlUnitOfWork(connection, HERE, memory)
            project_offer(offer(2, title="Offre 2 v1"), uow=uow)
            assert [one.title for one in uow.offers.standing()] == ["Offre 1 v1", "Offre 2 v1"], (
                "it reads its own writes"
            )
            raise RuntimeError("given up")

    with pytest.raises(RuntimeError, match="given up"):
        fails()
    assert titles(database, memory) == ["Offre 1 v1"]


def test_a_territory_never_reads_another(database: Database) -> None:
    memory = Memory()
    keep(database, memory, 1)
    keep(database, memory, 2, territory=ELSEWHERE)

    assert titles(database, memory) == ["Offre 1 v1"]
    assert titles(database, memory, ELSEWHERE) == ["Offre 2 v1"]


def test_many_writers_and_readers_at_once_lose_nothing(database: Database) -> None:
    memory, wrong = Memory(), []

    def write(first: int) -> None:
        for number in range(first, first + 10):
            keep(database, Memory(), number)

    def read() -> None:
        seen = 0
        for _ in range(30):
            now = len(titles(database, memory))
            if now < seen:
                wrong.append((seen, now))
            seen = now

    threads = [threading.Thread(target=write, args=(start,)) for start in (100, 200, 300)]
    threads += [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(titles(database, memory)) == 30


def test_a_profile_comes_back_as_it_was_told(database: Database) -> None:
    told = profile(
        earliest_start="08:30", latest_end="16:30", avoids=("heavy_loads", "unknown_word"), languages=("english",)
    )
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, HERE, Memory())
        project_profile(told, uow=uow)
        kept = uow.profiles.get(PROFILE)

    wants = kept.profile.wants
    assert (wants.latest_end, wants.avoids) == (time(16, 30), {Effort.HEAVY_LOADS})
    assert wants.available == frozenset(told.available)
    assert [wish.rome for wish in wants.wishes] == [wish.rome for wish in told.wishes]
    assert kept.profile.languages == {Language.ENGLISH}
    assert kept.may_be_seen_by(told.access[0].staff_id, TODAY)


def test_an_offer_comes_back_as_it_was_told(database: Database) -> None:
    told = offer(hours=WorkHours(half_days=(HalfDay.SAT_AM,), daily_start="soon", night=True, label="le samedi"))
    sheet = sheet_of(told, HERE)
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, HERE, Memory())
        uow.offers.keep([sheet])
        again = uow.offers.get(told.offer_id)

    assert again == sheet
    assert again.offer.hours.start is None, "a reader is tolerant of a time that is not one"
    assert Effort.NIGHT in again.offer.efforts


def test_the_territorys_maximum_holds_where_the_company_set_none(database: Database) -> None:
    own, none = Employer(BISTRO), Employer(UUID(int=5))
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, HERE, Memory())
        uow.companies.keep(KeptCompany(own, 1, introductions_per_month=3))
        uow.companies.keep(KeptCompany(none, 1))
        found = uow.companies.all(introductions_per_month=8)

    assert found[BISTRO].introductions_per_month == 3
    assert found[none.id].introductions_per_month == 8


def test_a_proposal_keeps_its_best_position_of_the_day(database: Database) -> None:
    shown = [Shown(UUID(int=7), BISTRO, "Le Bistrot", position, 60.0) for position in (4, 2, 9)]
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, HERE, Memory())
        for one in shown:
            uow.proposals.note(PROFILE, [one], day=TODAY, model="m")
        (firm,) = uow.proposals.exposure(TODAY)

    assert firm.weight == pytest.approx(1 / 1.584962, abs=1e-5)
    assert (firm.people, firm.offers) == (1, 1)


def test_bus_stops_are_read_with_the_lines_refused(tmp_path: Path) -> None:
    file = tmp_path / "arrets.csv"
    file.write_text("id,nom,latitude,longitude\n1,Port,46.157,-1.152\n2,Rien,x,1\n,Vide,46,1\n3,Loin,146,1\n", "utf-8")

    found = read_bus_stops(file)

    assert [stop[1] for stop in found.stops] == ["Port"]
    assert [number for number, _ in found.refused] == [3, 4, 5]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"id,nom,latitude,longitude\n", b"\xff\xfe\x00"])
def test_a_file_that_is_not_one_changes_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "arrets.csv"
    file.write_bytes(content)

    with pytest.raises(Invalid, match="Rien n'a été changé"):
        read_bus_stops(file)


def test_the_command_imports_stops_that_travel_then_uses(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "arrets.csv"
    file.write_text("id,nom,latitude,longitude\n1,Villeneuve,46.151,-1.121\n2,Port,46.158,-1.152\n", "utf-8")
    said: list[str] = []
    app = typer.Typer()
    app.add_typer(stops_commands(lambda: Database(database.url), said.append), name="stops")

    result = CliRunner().invoke(app, ["stops", "import", HERE, str(file)])

    assert result.exit_code == 0, result.output
    assert said[-1] == f"2 arrêts enregistrés pour {HERE}, 0 lignes refusées."
    with database.reading() as connection:
        stops = SqlUnitOfWork(connection, HERE, Memory()).bus_stops.stops()
        assert SqlUnitOfWork(connection, ELSEWHERE, Memory()).bus_stops.stops() is None
    assert stops is not None
    assert stops.nearest_km(VILLENEUVE) == pytest.approx(0.135, abs=0.05)
    assert stops.nearest_km(PORT) is not None


def test_a_band_is_frozen_the_first_time(database: Database) -> None:
    with database.transaction() as connection:
        uow = SqlUnitOfWork(connection, HERE, Memory())
        assert uow.bands.freeze(UUID(int=1), "5_9", at=datetime.now(UTC)) == "5_9"
        assert uow.bands.freeze(UUID(int=1), "50_plus", at=datetime.now(UTC)) == "5_9"
