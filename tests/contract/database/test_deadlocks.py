"""Two transactions that wait for each other: PostgreSQL ends one, which is played again; nobody is told of it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi import APIRouter, Request
from sqlalchemy import Connection, insert, select, text, update
from structlog.typing import EventDict

from services.contracts.pages import context_for
from services.kernel import deadletters
from services.kernel.auth import KeyRing, Verifier
from services.kernel.consumer import Patience
from services.kernel.contention import TRIES
from services.kernel.database import Database
from services.kernel.dialects import locked
from services.kernel.settings import Settings
from services.kernel.web.app import create_app
from services.kernel.web.pages import Pages
from services.kernel.web.static import Assets
from services.kernel.web.transactions import Writing
from tests.contract.database.conftest import PATIENCE, aggregates, together
from tests.factories import postgresql
from tests.factories.asgi_client import asgi_client
from tests.factories.plumbing import Plumbing

pytestmark = pytest.mark.servers
ONE, OTHER = "one", "other"


@pytest.fixture
def url() -> Iterator[str]:
    with postgresql.database() as made:
        yield made


@pytest.fixture
def plumbing(plumbing: Plumbing) -> Plumbing:
    with plumbing.database.transaction() as connection:
        connection.execute(insert(aggregates), [{"name": name, "number": 0} for name in (ONE, OTHER)])
    return plumbing


class Crossing:
    """Adds to two rows, the second only once somebody holds it too: the two ways of crossing wait for each other."""

    def __init__(self) -> None:
        self._both, self._turn = threading.Event(), threading.Lock()
        self.plays = 0

    def __call__(self, connection: Connection, first: str, second: str) -> None:
        connection.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        _add_one(connection, first)
        with self._turn:
            self.plays += 1
            if self.plays == 2:
                self._both.set()
        assert self._both.wait(PATIENCE)
        _add_one(connection, second)


def _add_one(connection: Connection, name: str) -> None:
    number = connection.execute(
        locked(select(aggregates.c.number).where(aggregates.c.name == name), connection)
    ).scalar_one()
    connection.execute(update(aggregates).where(aggregates.c.name == name).values(number=number + 1))


def counted(plumbing: Plumbing) -> dict[str, int]:
    with plumbing.reading() as connection:
        return {row.name: row.number for row in connection.execute(select(aggregates))}


def the_app(database: Database, router: APIRouter) -> httpx.Client:
    settings, assets = Settings(public_base="http://testserver"), Assets()
    app = create_app(
        name="crossing",
        summary="",
        settings=settings,
        database=database,
        verifier=Verifier(KeyRing(settings.keys()), frozenset()),
        pages=Pages(assets=assets),
        assets=assets,
        context_of=context_for(settings),
        routers=[router],
    )
    return asgi_client(app, base_url="http://testserver")


def test_a_request_that_lost_a_deadlock_is_played_again(plumbing: Plumbing, logged: list[EventDict]) -> None:
    cross, router = Crossing(), APIRouter()

    @router.post("/traverser")
    def act(body: dict[str, str], connection: Writing) -> dict[str, str]:
        cross(connection, body["first"], body["second"])
        return body

    with the_app(plumbing.database, router) as client, ThreadPoolExecutor(2) as two:
        asked = ({"first": ONE, "second": OTHER}, {"first": OTHER, "second": ONE})
        answers = list(two.map(lambda body: client.post("/traverser", json=body), asked))

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, body) for body in asked]
    assert counted(plumbing) == {ONE: 2, OTHER: 2}
    assert cross.plays >= 3
    said = next(entry for entry in logged if entry["event"] == "request.played_again")
    assert "deadlock" in said["reason"]


def test_who_always_loses_is_told_so_after_a_few_tries(plumbing: Plumbing, logged: list[EventDict]) -> None:
    router, plays = APIRouter(), []

    @router.post("/perdre")
    def act(request: Request, connection: Writing) -> None:
        plays.append(request.url.path)
        _add_one(connection, ONE)
        connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END $$"))

    with the_app(plumbing.database, router) as client:
        answer = client.post("/perdre")

    assert (answer.status_code, answer.json()["code"]) == (503, "contended")
    assert len(plays) == TRIES
    assert counted(plumbing) == {ONE: 0, OTHER: 0}
    assert len([entry for entry in logged if entry["event"] == "request.played_again"]) == TRIES - 1


def test_two_consumers_that_deadlock_both_handle_their_message_and_park_nothing(plumbing: Plumbing) -> None:
    cross = Crossing()

    def handler(first: str, second: str):  # type: ignore[no-untyped-def]
        return lambda _fact, moment: cross(moment.connection, first, second)

    patience = Patience(attempts=1, first_delay=0.01)
    consumers = [plumbing.consumer(handler(*way), patience=patience) for way in ((ONE, OTHER), (OTHER, ONE))]
    for consumer, name in zip(consumers, ("crossing.one", "crossing.other"), strict=True):
        consumer.name = name
    subscriptions = [plumbing.subscribe(consumer) for consumer in consumers]
    plumbing.append(("a", 1))

    together(*(lambda n=n: plumbing.work(consumers[n], subscriptions[n]) for n in (0, 1)))  # type: ignore[misc]

    assert counted(plumbing) == {ONE: 2, OTHER: 2}
    assert cross.plays >= 3
    with plumbing.reading() as connection:
        assert deadletters.listed(connection) == []
