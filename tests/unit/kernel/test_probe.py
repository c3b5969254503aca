"""The probe of an image asks the process of its machine how it is, with nothing but Python."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from services.kernel import probe


class Answering(BaseHTTPRequestHandler):
    """Well alive, not ready."""

    def do_GET(self) -> None:
        status, said = (200, b"alive") if self.path == "/health/live" else (503, "la base ne répond pas".encode())
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_process_that_answers_is_well(port: int) -> None:
    assert probe.ask(port, "/health/live") == (True, "alive")


def test_a_process_that_is_not_ready_says_why(port: int) -> None:
    assert probe.ask(port, "/health/ready") == (False, "la base ne répond pas")


def test_silence_is_not_health(port: int) -> None:
    with HTTPServer(("127.0.0.1", 0), Answering) as closed:
        free = closed.server_address[1]
    well, said = probe.ask(free, "/health/live")
    assert not well
    assert str(free) in said


def test_the_command_exits_as_an_engine_expects(port: int) -> None:
    command = [sys.executable, "-m", "services.kernel.probe"]
    environment = {"CITE_PORT": str(port), "CITE_HEALTH_PORT": "0"}
    alive = subprocess.run([*command, "/health/live"], env=environment, capture_output=True, check=False)
    assert (alive.returncode, alive.stdout) == (0, b"alive\n")
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 1
