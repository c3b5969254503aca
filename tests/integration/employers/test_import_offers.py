"""Real offers imported into the real database: twice the same, killed half-way, refused row by row."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from services.employers.adapters import tables
from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.bootstrap import MIGRATIONS, NAME
from services.employers.domain.refusals import NotFound
from services.employers.domain.surroundings import KnownTerritory
from services.employers.entrypoints.import_cli import import_all
from services.employers.use_cases.import_offers import Tally
from services.kernel import migrate
from services.kernel import tables as kernel_tables
from services.kernel.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TERRITORY = "villeneuve"
ROOT = Path(__file__).parents[3]
FILES = Path(os.environ.get("CITE_DATA", ROOT.parent / "shared" / "data")) / "offers"
GENERAL = FILES / "offers_general.jsonl"
pytestmark = pytest.mark.skipif(not FILES.is_dir() and "CI" not in os.environ, reason="no real offers here")

IMPORT = """
import sys
from datetime import datetime
from pathlib import Path
from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.entrypoints.import_cli import import_all
from services.kernel.database import Database
database = Database(sys.argv[1])
now = datetime.fromisoformat(sys.argv[3])
import_all(read_france_travail(Path(sys.argv[2])), database, "villeneuve", say=print, clock=lambda: now)
"""


def opened(url: str) -> Database:
    database = Database(url)
    migrate.upgrade(database, NAME, MIGRATIONS)
    known = KnownTerritory(TERRITORY, 1, "Villeneuve", "Cité", "Europe/Paris", 46.15, -1.12, 4, False, {})
    with database.transaction() as connection:
        SqlUnitOfWork(connection, territory=TERRITORY, now=NOW).surroundings.save_territory(known)
    return database


def some_of(folder: Path, file: Path, rows: int) -> Path:
    part = folder / "offres.jsonl"
    part.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:rows]), encoding="utf-8")
    return part


def run(database: Database, file: Path, said: list[str] | None = None) -> Tally:
    say = (said if said is not None else []).append
    return import_all(read_france_travail(file), database, TERRITORY, say=say, clock=lambda: NOW)


def state_of(database: Database) -> tuple[str, list[str]]:
    """A hash of every offer, and the keys of every event that waits."""
    with database.reading() as connection:
        offers = connection.execute(select(tables.offers).order_by(tables.offers.c.id)).mappings()
        rows = [{name: str(value) for name, value in row.items()} for row in offers]
        keys = sorted(connection.execute(select(kernel_tables.outbox.c.key)).scalars())
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest(), keys


def test_the_real_file_is_imported_and_again_changes_nothing(database_url: str) -> None:
    database, said = opened(database_url), []
    first = run(database, GENERAL, said)
    before = state_of(database)
    assert first.read == len(GENERAL.read_text(encoding="utf-8").splitlines())
    assert first.created > 2000
    assert len(before[1]) == first.created == len(set(before[1]))
    assert sum(line.startswith("ligne ") for line in said) == len(first.refused) > 0
    assert any("lignes lues" in line for line in said)
    second = run(database, GENERAL)
    assert (second.created, second.changed, second.unchanged) == (0, 0, first.created)
    assert state_of(database) == before
    database.close()


def test_killed_half_way_and_run_again_it_ends_as_if_nothing_happened(tmp_path: Path, database_url: str) -> None:
    file = some_of(tmp_path, GENERAL, 700)
    calm, killed = opened(f"sqlite:///{tmp_path}/calm.db"), opened(database_url)
    run(calm, file)
    arguments = [sys.executable, "-c", IMPORT, killed.url, str(file), NOW.isoformat()]
    died = subprocess.run(
        arguments,
        cwd=ROOT,
        env={**os.environ, "CITE_FAIL_POINT": "offers_import.batch:3"},
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert 0 < len(state_of(killed)[1]) < 700 // 2 + 100
    again = subprocess.run(arguments, cwd=ROOT, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr
    assert state_of(killed) == state_of(calm)
    calm.close()
    killed.close()


def test_a_changed_offer_is_told_once_and_no_contact_is_kept(tmp_path: Path, database_url: str) -> None:
    database, file = opened(database_url), some_of(tmp_path, GENERAL, 5)
    run(database, file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows[0]["intitule"] = "Un autre titre"
    rows[0]["contact"] = {"nom": "Nom Inventé", "courriel": "invente@example.org"}
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = run(database, file)
    assert (done.created, done.changed, done.unchanged) == (0, 1, 4)
    assert len(state_of(database)[1]) == 6
    with database.reading() as connection:
        kept = connection.execute(select(tables.offers)).mappings().all()
    assert all("Inventé" not in str(row) and "invente@" not in str(row) for row in kept)
    assert {row["company_id"] for row in kept} == {None}
    database.close()


@pytest.mark.parametrize("name", ["offers_pages.jsonl", "offers_974_daily.jsonl"])
def test_other_real_shapes_are_imported_too(tmp_path: Path, database_url: str, name: str) -> None:
    database = opened(database_url)
    done = run(database, some_of(tmp_path, FILES / name, 400))
    assert done.created > 300
    assert done.created + len(done.refused) == 400
    database.close()


def test_an_unknown_territory_is_refused_before_any_row(database_url: str) -> None:
    database = opened(database_url)
    with pytest.raises(NotFound, match="Rien n'a été importé"):
        import_all(read_france_travail(GENERAL), database, "ailleurs", say=print, clock=lambda: NOW)
    assert state_of(database)[1] == []
    database.close()
