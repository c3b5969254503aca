"""One origin: each path goes to its owner, and a session cookie becomes a token on the way."""

import json

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from services.kernel.gateway import Gateway, routing_table
from tests.factories.asgi_client import asgi_client

PATHS = {"matching": ("/matching", "/offres"), "accounts": ("/", "/connexion"), "badges": ("/badges", "/badges/verify")}


def _echo(name: str) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        said = {"service": name, "authorization": request.headers.getlist("authorization")}
        await JSONResponse(said)(scope, receive, send)

    return answer


@pytest.fixture
def client() -> httpx.Client:
    services = {name: (paths, _echo(name)) for name, paths in PATHS.items()}
    sessions = {"alive": "token-1"}
    return asgi_client(Gateway(services, exchange=sessions.get, own=_echo("own")), base_url="http://t")


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/", "accounts"),
        ("/connexion", "accounts"),
        ("/matching", "matching"),
        ("/matching/profiles/1", "matching"),
        ("/offres/x", "matching"),
        ("/offres.csv", "matching"),
        ("/badges/verify/1", "badges"),
        ("/offresque", "own"),
        ("/health/live", "own"),
    ],
)
def test_a_path_goes_to_the_service_that_owns_it(client: httpx.Client, path: str, owner: str) -> None:
    assert client.get(path).json()["service"] == owner


def test_a_session_becomes_a_token(client: httpx.Client) -> None:
    said = client.get("/matching", headers={"cookie": "theme=dark; cite_session=alive"}).json()
    assert said["authorization"] == ["Bearer token-1"]


@pytest.mark.parametrize("cookie", ["cite_session=over", "cite_session=", "other=1", "cite_session"])
def test_a_session_that_is_over_gives_no_token(client: httpx.Client, cookie: str) -> None:
    assert client.get("/matching", headers={"cookie": cookie}).json()["authorization"] == []


def test_a_token_that_came_with_the_request_is_kept_alone(client: httpx.Client) -> None:
    headers = {"cookie": "cite_session=alive", "authorization": "Bearer mine"}
    assert client.get("/matching", headers=headers).json()["authorization"] == ["Bearer mine"]


def test_a_write_from_another_site_is_refused_before_the_cookie_counts(client: httpx.Client) -> None:
    headers = {"cookie": "cite_session=alive", "origin": "https://evil.example"}
    assert client.post("/matching", headers=headers).status_code == 403


def test_the_routing_table_names_each_prefix_once() -> None:
    table = json.loads(routing_table(PATHS))
    assert table["/offres"] == "matching"
    assert len(table) == 6
