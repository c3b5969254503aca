"""An import that crosses whoever changes the same offers: its batch loses a deadlock, and is played again whole."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, func, select, text
from structlog.testing import capture_logs

from services.employers.adapters import tables
from services.employers.adapters.france_travail_offers import read_france_travail
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.bootstrap import MIGRATIONS, NAME
from services.employers.domain.surroundings import KnownTerritory
from services.employers.entrypoints.import_cli import import_all
from services.kernel import migrate
from services.kernel import tables as kernel_tables
from services.kernel.contention import TRIES, play
from services.kernel.database import Database
from services.kernel.problems import Unavailable
from tests.factories import postgresql

pytestmark = pytest.mark.servers

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE, PATIENCE = "villeneuve", 60.0


@pytest.fixture
def database() -> Iterator[Database]:
    """The club's database, on a server that looks for deadlocks late enough for the other to make one."""
    with postgresql.database() as url:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET deadlock_timeout = '3s'")
        opened = Database(url)
        migrate.upgrade(opened, NAME, MIGRATIONS)
        known = KnownTerritory(HERE, 1, "Villeneuve", "Cité", "Europe/Paris", 46.15, -1.12, 4, False, {})
        with opened.transaction() as connection:
            SqlUnitOfWork(connection, territory=HERE, now=NOW).surroundings.save_territory(known)
        yield opened
        opened.close()


def a_file(folder: Path, *, pay: str) -> Path:
    file = folder / "offres.jsonl"
    rows = (
        {
            "id": ref,
            "intitule": "Boulanger / Boulangère",
            "description": f"Préparer le pain. {pay}",
            "romeCode": "D1102",
            "typeContrat": "CDI",
            "lieuTravail": {"libelle": "17 - LA ROCHELLE", "latitude": 46.16, "longitude": -1.15},
            "entreprise": {"nom": "Boulangerie Exemple"},
            "dateCreation": "2026-02-20T09:00:00.000Z",
        }
        for ref in ("001AAAA", "002BBBB")
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def imported(database: Database, file: Path) -> tuple[int, int]:
    tally = import_all(read_france_travail(file), database, HERE, say=lambda _: None, clock=lambda: NOW)
    return tally.created, tally.changed


def hold(connection: Connection, ref: str) -> None:
    connection.execute(select(tables.offers.c.id).where(tables.offers.c.source_ref == ref).with_for_update())


def crosses(database: Database, holds: threading.Event) -> None:
    """Takes the second offer, and the first once the import waits for the second."""
    with database.transaction() as connection:
        connection.execute(text("SET LOCAL deadlock_timeout = '60s'"))  # it is the import that finds out, and loses
        hold(connection, "002BBBB")
        holds.set()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
        while not connection.execute(waiting).scalar_one():
            connection.execute(text("SELECT pg_sleep(0.02)"))
        hold(connection, "001AAAA")


def test_a_batch_that_lost_a_deadlock_is_played_again_and_announces_once(database: Database, tmp_path: Path) -> None:
    assert imported(database, a_file(tmp_path, pay="12 € de l'heure.")) == (2, 0)
    holds = threading.Event()
    other = threading.Thread(target=crosses, args=(database, holds))
    other.start()
    assert holds.wait(PATIENCE)
    with capture_logs() as logged:
        done = imported(database, a_file(tmp_path, pay="13 € de l'heure."))
    other.join(PATIENCE)

    assert done == (0, 2)
    assert [entry["event"] for entry in logged if entry["event"] == "command.played_again"] == ["command.played_again"]
    with database.reading() as connection:
        announced = connection.execute(select(func.count()).select_from(kernel_tables.outbox)).scalar_one()
    assert announced == 4
    assert imported(database, a_file(tmp_path, pay="13 € de l'heure.")) == (0, 0)


def test_a_batch_that_always_loses_is_refused_in_french(database: Database) -> None:
    plays: list[int] = []

    def lose() -> None:
        plays.append(1)
        with database.transaction() as connection:
            connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$"))

    with capture_logs(), pytest.raises(Unavailable, match="Recommencez"):
        play(lose, pause=lambda _: None)
    assert len(plays) == TRIES
