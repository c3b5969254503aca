"""Offers that a whole file of their board no longer shows: withdrawn once, shown again when they come back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from services.contracts.employers import OfferPublished, OfferWithdrawn
from services.employers.adapters import tables
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.bootstrap import MIGRATIONS, NAME
from services.employers.domain.refusals import Conflict
from services.employers.domain.surroundings import KnownTerritory
from services.employers.entrypoints.import_cli import offers_commands
from services.kernel import migrate
from services.kernel import tables as kernel_tables
from services.kernel.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE = "villeneuve"
ROOT = Path(__file__).parents[3]
MANY = 450
IMPORT = f"""
import sys
from datetime import datetime
from services.employers.entrypoints.import_cli import offers_commands
from services.kernel.database import Database
url = sys.argv.pop(1)
commands = offers_commands(lambda: Database(url), clock=lambda: datetime.fromisoformat("{NOW.isoformat()}"))
commands()
"""


def opened(folder: Path, name: str = "club") -> Database:
    database = Database(f"sqlite:///{folder}/{name}.db")
    migrate.upgrade(database, NAME, MIGRATIONS)
    known = KnownTerritory(HERE, 1, "Villeneuve", "Cité", "Europe/Paris", 46.15, -1.12, 4, False, {})
    with database.transaction() as connection:
        SqlUnitOfWork(connection, territory=HERE, now=NOW).surroundings.save_territory(known)
    return database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened_now = opened(tmp_path)
    yield opened_now
    opened_now.close()


def a_row(number: int) -> dict[str, object]:
    return {
        "id": f"{number:03d}ABCD",
        "intitule": f"Boulanger / Boulangère {number}",
        "description": "Préparer le pain.",
        "romeCode": "D1102",
        "typeContrat": "CDI",
        "lieuTravail": {"libelle": "17 - LA ROCHELLE", "latitude": 46.16, "longitude": -1.15},
        "entreprise": {"nom": "Boulangerie Exemple"},
        "dateCreation": "2026-02-20T09:00:00.000Z",
        "origineOffre": {"urlOrigine": f"https://offres.example/{number:03d}"},
    }


def a_file(folder: Path, *numbers: int, also: str = "") -> Path:
    file = folder / "offres.jsonl"
    file.write_text("".join(json.dumps(a_row(number)) + "\n" for number in numbers) + also, encoding="utf-8")
    return file


def imported(database: Database, file: Path, *options: str) -> Result:
    class Kept(Database):
        def close(self) -> None:
            """The test closes it."""

    kept = Kept(database.url)
    commands = offers_commands(lambda: kept, clock=lambda: NOW)
    result = CliRunner().invoke(commands, ["import", str(file), "--territory", HERE, *options])
    Database.close(kept)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def statuses(database: Database) -> dict[str, str]:
    query = select(tables.offers.c.source_ref, tables.offers.c.status).order_by(tables.offers.c.source_ref)
    with database.reading() as connection:
        return {row.source_ref[:3]: row.status for row in connection.execute(query)}


def told(database: Database) -> list[tuple[str, str]]:
    """Type and key of each event that waits, in order."""
    table = kernel_tables.outbox
    with database.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.id)).mappings().all()
    return [(json.loads(row["value"])["type"], row["key"]) for row in rows]


def test_what_a_whole_file_no_longer_shows_is_withdrawn_once(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, 1, 2, 3))
    first = imported(database, a_file(tmp_path, 1, 3, 4), "--complete")
    assert "1 retirée(s)" in first.output
    assert statuses(database) == {"001": "published", "002": "expired", "003": "published", "004": "published"}
    before = told(database)
    assert [kind for kind, _ in before] == [OfferPublished.TYPE] * 3 + [OfferPublished.TYPE, OfferWithdrawn.TYPE]
    again = imported(database, a_file(tmp_path, 1, 3, 4), "--complete")
    assert "0 retirée(s)" in again.output
    assert told(database) == before


def test_without_the_option_nothing_is_withdrawn(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, 1, 2))
    imported(database, a_file(tmp_path, 1))
    assert set(statuses(database).values()) == {"published"}


def test_an_offer_that_comes_back_is_shown_again(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, 1, 2))
    imported(database, a_file(tmp_path, 1), "--complete")
    result = imported(database, a_file(tmp_path, 1, 2), "--complete")
    assert "1 modifiée(s)" in result.output
    assert statuses(database) == {"001": "published", "002": "published"}
    assert [kind for kind, _ in told(database)][-2:] == [OfferWithdrawn.TYPE, OfferPublished.TYPE]


def test_an_offer_whose_row_is_refused_is_still_shown_there(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, 1, 2))
    spoilt = {**a_row(2), "intitule": ""}
    result = imported(database, a_file(tmp_path, 1, also=json.dumps(spoilt) + "\n"), "--complete")
    assert "ligne 2" in result.output
    assert set(statuses(database).values()) == {"published"}


@pytest.mark.parametrize(
    ("numbers", "also", "why"),
    [((), "\n", "ne montre aucune offre"), ((1, 2), "{pas du JSON\n", "ne dit pas de quelle offre"),
     ((1, 2), '{"intitule": "Sans numéro"}\n', "ligne 3 ne dit pas")],
)  # fmt: skip
def test_a_file_that_cannot_be_whole_withdraws_nothing(
    database: Database, tmp_path: Path, numbers: tuple[int, ...], also: str, why: str
) -> None:
    imported(database, a_file(tmp_path, 1, 2, 3))
    with pytest.raises(Conflict, match=why):
        imported(database, a_file(tmp_path, *numbers, also=also), "--complete")
    assert set(statuses(database).values()) == {"published"}


def test_a_file_cut_short_is_not_believed_unless_told_so(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, *range(30)))
    with pytest.raises(Conflict, match="20 offres sur 30"):
        imported(database, a_file(tmp_path, *range(10)), "--complete")
    assert set(statuses(database).values()) == {"published"}
    assert "20 retirée(s)" in imported(database, a_file(tmp_path, *range(10)), "--complete", "--allow-many").output


def test_offers_of_the_club_and_of_other_territories_stay(database: Database, tmp_path: Path) -> None:
    imported(database, a_file(tmp_path, 1, 2))
    elsewhere = KnownTerritory("ailleurs", 1, "Ailleurs", "Là", "Europe/Paris", 46.15, -1.12, 4, False, {})
    with database.transaction() as connection:
        SqlUnitOfWork(connection, territory="ailleurs", now=NOW).surroundings.save_territory(elsewhere)
    commands = offers_commands(lambda: Database(database.url), clock=lambda: NOW)
    line = ["import", str(a_file(tmp_path, 7)), "--territory", "ailleurs", "--complete"]
    assert CliRunner().invoke(commands, line).exit_code == 0
    assert set(statuses(database).values()) == {"published"}


def test_killed_while_withdrawing_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    calm, killed = opened(tmp_path, "calm"), opened(tmp_path, "killed")
    for database in (calm, killed):
        imported(database, a_file(tmp_path, *range(MANY)))
    file = a_file(tmp_path, *range(0, MANY, 450 // 2))
    options = ["--territory", HERE, "--complete", "--allow-many"]
    assert imported(calm, file, *options[2:]).exit_code == 0
    command = [sys.executable, "-c", IMPORT, killed.url, "import", str(file), *options]
    dying = {**os.environ, "CITE_FAIL_POINT": "offers_import.withdrawing:2"}
    died = subprocess.run(command, cwd=ROOT, env=dying, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert 0 < list(statuses(killed).values()).count("expired") < MANY - 2
    again = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr
    assert statuses(killed) == statuses(calm)
    assert told(killed) == told(calm)
    calm.close()
    killed.close()
