"""Each request has its correlation id, its line in the log and its measure, by route and never by raw path."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from prometheus_client import REGISTRY
from structlog.typing import EventDict

from services.kernel import correlation
from services.kernel.telemetry import RequestTelemetry
from tests.factories.asgi_client import asgi_client

ROOT = Path(__file__).parents[3]


def _app() -> RequestTelemetry:
    app = FastAPI()

    @app.get("/people/{person}")
    def person(person: str) -> dict[str, str]:
        return {"id": correlation.current()}

    @app.get("/fall")
    def fall() -> None:
        raise RuntimeError("on purpose")

    return RequestTelemetry(app, "telemetry-test")


def test_a_request_keeps_the_correlation_id_it_came_with() -> None:
    answer = asgi_client(_app(), base_url="http://t").get("/people/7", headers={"X-Correlation-Id": "abc-1"})
    assert answer.headers["X-Correlation-Id"] == "abc-1"
    assert answer.json() == {"id": "abc-1"}
    assert correlation.current() == ""


@pytest.mark.parametrize("given", ["", "a b", "x" * 81, "é", "<script>"])
def test_a_request_without_a_sound_id_is_given_one(given: str) -> None:
    answer = asgi_client(_app(), base_url="http://t").get(
        "/people/7",
        headers=[("X-Correlation-Id", given.encode())],  # type: ignore[arg-type]
    )
    assert UUID(answer.headers["X-Correlation-Id"]).version == 7


def test_a_request_is_logged_and_measured_by_its_route(logged: list[EventDict]) -> None:
    labels = {"service": "telemetry-test", "route": "/people/{person}", "method": "GET", "status": "200"}
    before = REGISTRY.get_sample_value("cite_http_request_seconds_count", labels) or 0

    asgi_client(_app(), base_url="http://t").get("/people/anna?note=secret")

    (line,) = logged
    assert (line["method"], line["route"], line["status"]) == ("GET", "/people/{person}", 200)
    assert "anna" not in str(line)
    assert "secret" not in str(line)
    assert REGISTRY.get_sample_value("cite_http_request_seconds_count", labels) == before + 1


def test_a_request_that_falls_is_logged_as_an_error(logged: list[EventDict]) -> None:
    with pytest.raises(RuntimeError):
        asgi_client(_app(), base_url="http://t").get("/fall")
    assert (logged[0]["log_level"], logged[0]["status"]) == ("error", 500)


def test_logs_are_json_lines_with_the_correlation_id() -> None:
    code = (
        "import structlog; from services.kernel.telemetry import configure_logs;"
        "from services.kernel.correlation import correlated; configure_logs('INFO', 'json');"
        "log = structlog.get_logger(); log.debug('unheard');\n"
        "with correlated('c-1'): log.info('said', word='é')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["event"], line["word"], line["correlation_id"], line["level"]) == ("said", "é", "c-1", "info")
