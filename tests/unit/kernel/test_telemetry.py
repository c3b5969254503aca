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
from services.kernel.web.app import health_routes
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


def test_what_a_library_warns_of_takes_the_same_form() -> None:
    code = (
        "import logging; from services.kernel.telemetry import configure_logs; configure_logs('INFO', 'json');"
        "from services.kernel.correlation import correlated\n"
        "client = logging.getLogger('kafka.client'); client.info('unheard')\n"
        "with correlated('c-2'): client.warning('node %s left: %s', 1, 'NodeNotReadyError')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: logging.getLogger('asyncio').exception('a task fell')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    warned, fell = map(json.loads, done.stderr.splitlines())
    assert warned["event"] == "node 1 left: NodeNotReadyError"
    assert (warned["logger"], warned["level"], warned["correlation_id"]) == ("kafka.client", "warning", "c-2")
    assert (fell["event"], fell["level"]) == ("a task fell", "error")
    assert "ZeroDivisionError" in fell["exception"]


def test_a_probe_told_that_a_service_is_not_ready_is_no_error(logged: list[EventDict]) -> None:
    app = FastAPI()
    app.include_router(health_routes(lambda: ["the log is away"]))
    assert (
        asgi_client(RequestTelemetry(app, "telemetry-test"), base_url="http://t").get("/health/ready").status_code
        == 503
    )
    assert (logged[0]["log_level"], logged[0]["status"]) == ("warning", 503)
