"""At every door of the house, what nobody could have meant is refused in French and changes nothing.

The doors are all that writes: the operations of the five OpenAPI documents, and the forms of every page.
"""

import json
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi.routing import APIRoute

from services.contracts.actors import Role
from services.kernel.runtime import Runtime
from tests.e2e.bad_input.conftest import Doors

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
FIVE_MEGABYTES = 5_000_000
WRITES = {"POST", "PUT", "PATCH"}
BAD_JSON: dict[str, tuple[bytes, int]] = {
    "five megabytes": (b'{"name": "' + b"x" * FIVE_MEGABYTES + b'"}', 413),
    "nested hundreds deep": (b"[" * 400 + b"]" * 400, 400),
    "a null byte": (json.dumps({"name": "A\x00mina"}).encode(), 400),
    "a raw null byte": (b'{"name": "A\x00mina"}', 400),
}
BAD_FORM: dict[str, tuple[bytes, int]] = {
    "five megabytes": (b"name=" + b"x" * FIVE_MEGABYTES, 413),
    "a null byte": (b"name=A%00mina", 400),
}


def doors_of(runtime: Runtime, *, pages: bool) -> Iterator[tuple[str, str]]:
    """Method and path of what writes, each id of a path made up."""
    included = [getattr(route, "original_router", None) for route in runtime.app.routes]
    for route in (route for router in included if router is not None for route in router.routes):
        if isinstance(route, APIRoute) and route.include_in_schema is not pages:
            path = re.sub(r"{[^}]+}", str(UUID(int=1)), route.path)
            yield from ((method, path) for method in sorted(route.methods & WRITES))


@pytest.mark.parametrize("kind", BAD_JSON)
def test_no_operation_takes(doors: Doors, kind: str) -> None:
    body, status = BAD_JSON[kind]
    client, before, knocked = doors.as_(Role.REFERENT), doors.state(), 0
    for runtime in doors.stage.house.runtimes:
        for method, path in doors_of(runtime, pages=False):
            answer = client.request(method, path, content=body, headers={"content-type": JSON})
            assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            assert answer.headers["content-type"] == "application/problem+json", path
            assert "Rien n’a été enregistré" in answer.json()["detail"], answer.text
            knocked += 1
    assert knocked > 30
    assert doors.state() == before


@pytest.mark.parametrize("kind", BAD_FORM)
def test_no_form_takes(doors: Doors, kind: str) -> None:
    body, status = BAD_FORM[kind]
    client, before, knocked = doors.as_(Role.REFERENT), doors.state(), 0
    client.headers["accept"] = "text/html"
    for runtime in doors.stage.house.runtimes:
        for method, path in doors_of(runtime, pages=True):
            answer = client.request(method, path, content=body, headers={"content-type": FORM})
            assert answer.status_code in {status, 413}, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            assert "<h1" in answer.text, path
            knocked += 1
    assert knocked > 60
    assert doors.state() == before


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b'"texte"', b"{", b'{"surprise": 1}', b"\xff\xfe", b'{"a": 1e999}', b"NaN"]
)
def test_what_is_not_the_json_awaited_is_refused_where_it_is(doors: Doors, body: bytes) -> None:
    client, before = doors.as_(Role.COORDINATION), doors.state()
    for runtime in doors.stage.house.runtimes:
        for method, path in doors_of(runtime, pages=False):
            answer = client.request(method, path, content=body, headers={"content-type": JSON})
            assert 400 <= answer.status_code < 500, (
                f"{method} {path} {body!r}: {answer.status_code} {answer.text[:300]}"
            )
    assert doors.state() == before
