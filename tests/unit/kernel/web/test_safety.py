"""What is refused at the door, before any app is reached."""

import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI, Request
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.web.safety import CONTENT_POLICY, guarded
from services.kernel.web.sound_body import DEEPEST_JSON, json_refusal
from tests.factories.asgi_client import asgi_client

JSON = {"content-type": "application/json"}


@pytest.fixture
def client() -> httpx.Client:
    app = FastAPI()

    @app.get("/page")
    def page() -> dict[str, str]:
        return {"ok": "oui"}

    @app.post("/echo")
    async def echo(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @app.post("/grand/echo")
    async def large(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    dressed = guarded(
        app, body_limit=1000, larger_bodies={"/grand": 5000}, trusted_origins=["https://ami.fr"], https_only=True
    )
    return asgi_client(dressed, base_url="https://cite.fr")


def test_every_answer_carries_the_policy(client: httpx.Client) -> None:
    for answer in (client.get("/page"), client.get("/absente")):
        assert answer.headers["content-security-policy"] == CONTENT_POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_the_policy_lets_no_inline_script_or_style_run() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "script-src 'self';" in CONTENT_POLICY
    assert "style-src 'self';" in CONTENT_POLICY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "https://ami.fr"}, 200),
        ({"sec-fetch-site": "cross-site", "authorization": "Bearer x"}, 403),
        ({"origin": "https://cite.fr"}, 200),
        ({"origin": "https://mechant.fr"}, 403),
        ({"origin": "null"}, 403),
        ({}, 200),
    ],
)
def test_writes_from_another_site_are_refused(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    assert client.post("/echo", headers={"cookie": "s=1", **headers}).status_code == status


def test_reading_from_another_site_is_free(client: httpx.Client) -> None:
    assert client.get("/page", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_an_announced_large_body_is_refused_as_a_problem(client: httpx.Client) -> None:
    answer = client.post("/echo", content=b"x" * 1001)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 413
    assert "Rien n’a été enregistré" in answer.json()["detail"]


def test_a_browser_is_refused_with_a_page(client: httpx.Client) -> None:
    answer = client.post("/echo", content=b"x" * 1001, headers={"accept": "text/html,*/*"})

    assert answer.headers["content-type"].startswith("text/html")
    assert "C’est trop lourd" in answer.text


def _in_parts(total: int) -> Iterator[bytes]:
    for _ in range(total // 100):
        yield b"x" * 100


def test_a_large_body_that_does_not_say_its_size_is_refused_while_read(client: httpx.Client) -> None:
    assert client.post("/echo", content=_in_parts(1000)).json() == {"size": 1000}
    assert client.post("/echo", content=_in_parts(1100)).status_code == 413


def test_a_path_may_have_its_own_limit(client: httpx.Client) -> None:
    assert client.post("/grand/echo", content=b"x" * 5000).status_code == 200
    assert client.post("/grand/echo", content=b"x" * 5001).status_code == 413


@pytest.mark.parametrize("path", ["/page?q=a%00b", "/pa%00ge"])
def test_a_null_byte_in_an_address_is_refused(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"a": "b\\u0000"}', "application/json"),
        (b'{"a": "b\x00"}', "application/problem+json"),
        (b"a=b%00c", "application/x-www-form-urlencoded"),
    ],
)
def test_a_null_byte_in_a_body_is_refused(client: httpx.Client, body: bytes, kind: str) -> None:
    answer = client.post("/echo", content=body, headers={"content-type": kind})

    assert answer.status_code == 400
    assert "nul" in answer.json()["detail"]


def test_the_bytes_of_a_file_are_free(client: httpx.Client) -> None:
    assert client.post("/echo", files={"image": b"\x89PNG\x00\x00"}).status_code == 200


def test_a_written_backslash_is_not_a_null(client: httpx.Client) -> None:
    assert client.post("/echo", content=json.dumps({"a": "\\u0000"}), headers=JSON).status_code == 200


def test_json_nested_beyond_reason_is_refused(client: httpx.Client) -> None:
    for depth, status in ((DEEPEST_JSON, 200), (DEEPEST_JSON + 1, 400), (400, 400)):
        body = "[" * depth + "]" * depth
        assert client.post("/echo", content=body, headers=JSON).status_code == status


def test_brackets_inside_text_are_not_depth() -> None:
    assert json_refusal(json.dumps({"a": "[" * 500 + '"' + "[" * 500}).encode()) is None


def test_a_body_of_open_quotes_is_judged_in_a_moment() -> None:
    assert json_refusal(b'"' + b'\\"' * 500_000) is None


@given(st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_whatever_json_a_program_writes_is_judged_by_its_text(value: object) -> None:
    body = json.dumps(value)

    assert (json_refusal(body.encode()) is not None) == ("\x00" in json.dumps(value, ensure_ascii=True) or _nul(value))


def _nul(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_nul(key) or _nul(item) for key, item in value.items())
    return isinstance(value, list) and any(_nul(item) for item in value)
