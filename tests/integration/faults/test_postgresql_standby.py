"""A PostgreSQL that takes no writes, until it is promoted: one goes on reading, it is said, nothing is lost."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, text

from services.kernel import mail, tables
from services.kernel.clock import utc_now
from services.kernel.database import DATABASE_AWAY, Database, WritesRefused
from services.kernel.operations import health_of, health_told
from tests.factories.plumbing import Plumbing
from tests.factories.servers import OwnServer, own_server
from tests.factories.small_town import EMAIL, PASSWORD, people, referent
from tests.factories.stage import Stage
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH = 3, 100
READ_ONLY = "la base se lit et n'enregistre rien"


def becomes_a_standby(postgres: OwnServer) -> None:
    """What one finds behind the address after a failover that is not finished: its data, and nobody who writes."""
    postgres.stop()
    (postgres.folder / "data" / "standby.signal").touch()
    postgres.start()


def takes_over(postgres: OwnServer) -> None:
    """The standby is promoted."""
    with psycopg.connect(postgres.postgresql, autocommit=True) as admin:
        assert admin.execute("SELECT pg_promote()").fetchone() == (True,)


def test_writers_relays_and_consumers_wait_for_a_standby_to_take_over(postgres: OwnServer, tmp_path: Path) -> None:
    plumbing = Plumbing(tmp_path, database_url=postgres.postgresql)
    with Crowd(plumbing) as crowd:
        crowd.start(writers=WRITERS, each=EACH)
        crowd.await_handled(40)
        assert crowd.is_writing()
        becomes_a_standby(postgres)
        crowd.await_interrupted(WritesRefused)
        assert not plumbing.database.takes_writes()
        takes_over(postgres)
        figures = crowd.finish(WRITERS * EACH)
    print(f"\nPostgreSQL a standby, then promoted: {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
    assert plumbing.database.takes_writes()
    plumbing.close()


def test_pages_and_programs_read_and_are_told_in_french_that_nothing_is_kept(stage: Stage, postgres: OwnServer) -> None:
    program, browser = referent(stage), stage.browser()
    assert browser.post("/connexion", data={"email": EMAIL, "password": PASSWORD}).status_code == 303
    person = {"first_name": "Lina", "last_name": "Petit", "born": "2004-05-06", "phone": "0639980102"}
    becomes_a_standby(postgres)

    assert browser.get("/mes-personnes").status_code == 200
    assert stage.client().get("/health/ready").status_code == 200
    refused = program.post("/candidates/api/people", json={**person, "cohort": "jeunes"})
    assert (refused.status_code, refused.json()["code"]) == (503, "read-only")
    assert "vous pouvez lire, mais rien ne s'enregistre" in refused.json()["detail"]
    page = stage.browser().post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert page.status_code == 503
    assert "vous pouvez lire, mais rien ne s" in page.text
    runtime = stage.runtime("candidates")
    for told in (health_of(runtime), health_told(runtime, now=utc_now())):
        assert f"candidates : {READ_ONLY}" in told.troubles

    takes_over(postgres)
    assert program.post("/candidates/api/people", json={**person, "cohort": "jeunes"}).status_code == 201
    assert people(stage) == ["Lina"]
    assert not any(READ_ONLY in trouble for trouble in health_of(runtime).troubles)


def test_what_could_not_be_noted_is_neither_sent_nor_published(postgres: OwnServer, tmp_path: Path) -> None:
    plumbing = Plumbing(tmp_path, database_url=postgres.postgresql)
    plumbing.announce(("a", 1), ("b", 1))
    with plumbing.database.transaction() as connection:
        mail.write(
            connection, tenant="t", recipient="ana@example.org", subject="Une visite", body="Demain.", at=utc_now()
        )
    sender = mail.MailSender(plumbing.database, f"folder://{tmp_path}/mails", "cite@example.org")
    becomes_a_standby(postgres)
    for _ in range(3):
        for work in (plumbing.relay().publish_waiting, sender.send_waiting):
            with pytest.raises(DATABASE_AWAY):
                work()
    assert plumbing.in_log() == []
    assert not list(tmp_path.glob("mails/*"))

    takes_over(postgres)
    assert (plumbing.relay().publish_waiting(), sender.send_waiting()) == (2, 1)
    assert len(plumbing.in_log()) == 2
    assert len(list(tmp_path.glob("mails/*"))) == 1
    plumbing.close()


def test_a_reader_that_writes_is_a_fault_of_ours_not_of_the_server(postgres: OwnServer, tmp_path: Path) -> None:
    plumbing = Plumbing(tmp_path, database_url=postgres.postgresql)
    with pytest.raises(Exception, match="read-only") as raised, plumbing.reading() as connection:
        connection.execute(insert(tables.jobs).values(name="x", ran_at=utc_now()))
    assert not isinstance(raised.value, WritesRefused)
    plumbing.close()


def test_an_address_of_two_servers_leads_to_the_one_that_writes(postgres: OwnServer, tmp_path: Path) -> None:
    becomes_a_standby(postgres)
    with own_server("postgres", tmp_path / "other") as other:
        hosts = f"host=127.0.0.1,127.0.0.1&port={postgres.port},{other.port}"
        database = Database(f"postgresql://cite:cite@/cite?{hosts}&target_session_attrs=read-write")
        assert database.takes_writes()
        with database.transaction() as connection:
            assert connection.execute(text("SELECT inet_server_port()")).scalar_one() == other.port
        database.close()
