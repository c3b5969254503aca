"""Where services run apart, an operator sees what the embedded product shows: each service answers for itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.contracts.actors import Actor, Role
from services.contracts.operations import SERVICES
from services.kernel import deadletters
from services.kernel.eventlog.port import Incoming
from services.kernel.runtime import Runtime
from tests.factories.asgi_client import asgi_client
from tests.factories.stage import Stage

WHOLE_HOUSE = True
WANTED = {"sante": "État du service", "messages-de-cote": "Messages de côté", "courriels": "Courriels"}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    opened = Stage(tmp_path)
    yield opened
    opened.close()


def visiting(stage: Stage, service: str, role: Role | None = Role.OPERATOR, **headers: str) -> httpx.Client:
    """A browser that reaches this service alone, as the proxy does."""
    client = asgi_client(stage.runtime(service).app, base_url="http://testserver")
    client.headers.update({"accept": "text/html", **headers})
    if role is not None:
        actor = Actor(id=uuid4(), territory="ici", roles=frozenset({role}))
        client.headers["Authorization"] = f"Bearer {stage.token(actor)}"
    return client


def park(runtime: Runtime, stage: Stage) -> None:
    """A letter that only its consumer can have put aside."""
    consumer = runtime.consumers[0]
    record = Incoming(consumer.reactions.topics()[0], 0, 3, "ici:x", b"{}", {}, 0.0)
    with runtime.database.transaction() as connection:
        deadletters.park(connection, consumer.name, record, reason="illisible", behind=False, attempts=1, at=stage.now)


def test_accounts_gathers_the_pages_that_each_service_gives(stage: Stage) -> None:
    gathering = visiting(stage, "accounts")
    for name, title in WANTED.items():
        page = gathering.get(f"/{name}")
        assert page.status_code == 200
        assert title in page.text
        pieces = re.findall(r'<cite-fragment src="([^"]+)"', page.text)
        assert pieces == [f"/{service}/exploitation/{name}" for service in SERVICES]
        for service, piece in zip(SERVICES, pieces, strict=True):
            whole, part = (
                visiting(stage, service).get(piece),
                visiting(stage, service, **{"x-fragment": "1"}).get(piece),
            )
            assert (whole.status_code, part.status_code) == (200, 200)
            assert title in whole.text
            assert "<html" not in part.text


@pytest.mark.parametrize("service", SERVICES)
def test_only_health_is_open(stage: Stage, service: str) -> None:
    for path in (f"/{service}/exploitation/messages-de-cote", f"/{service}/exploitation/courriels"):
        assert visiting(stage, service, None).get(path).headers["location"].startswith("/connexion")
        assert visiting(stage, service, Role.REFERENT).get(path).status_code == 403
    assert visiting(stage, service, None).get(f"/{service}/exploitation/sante").status_code == 200


def test_health_is_told_by_the_database_alone(stage: Stage) -> None:
    matching = stage.runtime("matching")
    page = visiting(stage, "matching")
    assert "matching.placing : n’a jamais donné de nouvelles" in page.get("/matching/exploitation/sante").text
    matching.give_news()
    matching.event_log.close()
    told = page.get("/matching/exploitation/sante").text
    assert "nouvelles" not in told
    assert "Événements à lire" in told
    stage.now += timedelta(minutes=4)
    assert "ne donne plus de nouvelles depuis" in page.get("/matching/exploitation/sante").text


def test_a_letter_is_retried_where_it_lies_and_the_reason_is_told(stage: Stage) -> None:
    badges = stage.runtime("badges")
    park(badges, stage)
    page = visiting(stage, "badges")
    listed = page.get("/badges/exploitation/messages-de-cote").text
    action = re.search(r'action="(/badges/exploitation/messages-de-cote/badges/\d+)"', listed)
    assert action, listed
    answer = page.post(action[1])
    assert (answer.status_code, answer.headers["location"]) == (303, "/badges/exploitation/messages-de-cote")
    assert "EnvelopeMalformed" in page.get("/badges/exploitation/messages-de-cote").text
