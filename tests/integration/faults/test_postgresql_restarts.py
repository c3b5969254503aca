"""PostgreSQL stops, is killed, and comes back while everybody works: nothing lost, nothing doubled, and it is said."""

import signal
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.factories.plumbing import Plumbing
from tests.factories.servers import OwnServer
from tests.factories.small_town import EMAIL, PASSWORD, people, referent
from tests.factories.stage import Stage
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH = 4, 150


def test_restarted_and_killed_under_writers_relays_and_consumers(postgres: OwnServer, tmp_path: Path) -> None:
    plumbing = Plumbing(tmp_path, database_url=postgres.postgresql)
    with Crowd(plumbing) as crowd:
        crowd.start(writers=WRITERS, each=EACH)
        for turn, how in enumerate((signal.SIGINT, signal.SIGKILL, signal.SIGINT), start=1):
            crowd.await_handled(turn * 40)
            assert crowd.is_writing()
            postgres.restart(how)
        figures = crowd.finish(WRITERS * EACH)
    print(f"\nPostgreSQL restarted 3 times (once killed): {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
    assert figures["interrupted"] > 0
    plumbing.close()


def test_pages_and_programs_are_told_so_in_french_and_served_again_without_a_restart(
    stage: Stage, postgres: OwnServer
) -> None:
    program, browser = referent(stage), stage.browser()
    signed_in = browser.post("/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert signed_in.status_code == 303
    assert browser.get("/mes-personnes").status_code == 200

    postgres.stop()
    page = browser.get("/mes-personnes")
    assert page.status_code == 503
    assert "Les données ne répondent pas pour le moment." in page.text
    assert "<html" in page.text
    refused = program.get("/candidates/api/people")
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert "réessayez dans un instant" in refused.json()["detail"]
    assert stage.client().get("/health/live").status_code == 200
    unready = stage.client().get("/health/ready")
    assert unready.status_code == 503
    assert any("ne répond pas" in trouble for trouble in unready.json()["troubles"])

    postgres.start()
    assert browser.get("/mes-personnes").status_code == 200
    assert program.get("/candidates/api/people").status_code == 200
    assert stage.client().get("/health/ready").status_code == 200


def test_who_is_told_503_and_does_it_again_with_the_same_key_does_it_once(stage: Stage, postgres: OwnServer) -> None:
    program = referent(stage)
    names = [f"Personne {number}" for number in range(12)]
    answers: list[int] = []
    for number, name in enumerate(names):
        if number in {4, 8}:
            postgres.stop(signal.SIGKILL if number == 8 else signal.SIGINT)
        person = {"first_name": name, "last_name": "Petit", "born": "2004-05-06", "phone": "0639980102"}
        key = {"Idempotency-Key": str(uuid4())}
        while (answer := _register(program, person, key)).status_code == 503:
            answers.append(503)
            postgres.start()
        assert answer.status_code == 201, answer.text
        assert _register(program, person, key).json() == answer.json()
        answers.append(201)
    assert people(stage) == sorted(names)
    assert answers.count(503) >= 2
    stage.pump()
    with stage.runtime("matching").database.reading() as connection:
        known = connection.exec_driver_sql("SELECT count(*) FROM profiles").scalar_one()
    assert known == len(names)


def _register(program: httpx.Client, person: dict[str, str], key: dict[str, str]) -> httpx.Response:
    return program.post("/candidates/api/people", json={**person, "cohort": "jeunes"}, headers=key)
