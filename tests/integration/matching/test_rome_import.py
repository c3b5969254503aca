"""The official ROME is imported into the real database and answered over HTTP."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from services.kernel import migrate
from services.kernel.clock import new_id, utc_now
from services.kernel.database import Database
from services.matching.adapters import trades_tables as tables
from services.matching.adapters.official_rome import read_official_rome
from services.matching.adapters.sql_trades import SqlTrades, keep_official_rome
from services.matching.bootstrap import MIGRATIONS, NAME
from services.matching.entrypoints.reclassifying import Reclassified
from services.matching.entrypoints.rome_cli import rome_commands

DATA = Path(os.environ.get("CITE_DATA", Path(__file__).parents[4] / "shared" / "data")) / "rome"
real_files = pytest.mark.skipif(not DATA.is_dir() and "CI" not in os.environ, reason="no official files here")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    migrate.upgrade(opened, NAME, MIGRATIONS)
    yield opened
    opened.close()


def codes_in(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.rome_codes)).scalar_one()


@real_files
def test_the_official_files_are_imported_twice_to_the_same_rows_and_suggested(database: Database) -> None:
    for _ in range(2):
        ran = CliRunner().invoke(
            rome_commands(lambda: Database(database.url), lambda: Reclassified(0, 0)), ["import", str(DATA)]
        )
        assert ran.exit_code == 0, ran.output
        assert "1584 métiers, 12320 appellations" in ran.output
        assert codes_in(database) == 1584
    trades = SqlTrades(database.reading)
    [first, *_] = trades.suggest("accastilleuse gréeuse")
    assert (first.rome, first.ogr) == ("I1601", "10201")
    assert trades.suggest("faire le ménage dans des bureaux")[0].rome == "K2205"
    assert trades.nearness("A1101")["A1201"] >= 0.5
    assert len(trades.skills("A1101")) > 3
    typed = "conducteur.rice d'engins agricoles"
    started = time.perf_counter()
    for end in range(1, len(typed) + 1):
        trades.suggest(typed[:end])
    assert (time.perf_counter() - started) / len(typed) < 0.03


@real_files
def test_a_broken_folder_leaves_the_rome_that_was_there(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        keep_official_rome(connection, read_official_rome(DATA), release=new_id(), at=utc_now())
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "rome_v4_codes.csv").write_text("code,label\nA1101\n", encoding="utf-8")
    ran = CliRunner().invoke(
        rome_commands(lambda: Database(database.url), lambda: Reclassified(0, 0)), ["import", str(broken)]
    )
    assert ran.exit_code != 0
    assert codes_in(database) == 1584


def test_without_an_import_the_shipped_trades_answer(database: Database) -> None:
    assert SqlTrades(database.reading).label("K2205") == "Agent / Agente de propreté"
