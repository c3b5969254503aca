"""A real Chromium for the tests: visitors on a screen or a phone, in light or dark, with or without JavaScript.

The browser lives as long as this package's tests run, no longer: its event loop and those of other tests do not mix.
A visitor remembers every error of the console and of the content policy; ``Visitor.done()`` fails on them.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from playwright.sync_api import Browser, expect, sync_playwright

from services.kernel.web.design_page import design_router
from services.kernel.web.pages import NavLink, PageContext, Pages, SignedIn
from services.kernel.web.safety import guarded
from services.kernel.web.static import Assets
from tests.e2e.browser.visitor import Visitor

SCREENSHOTS = Path("var/screenshots")
expect.set_options(timeout=30_000)  # as patient as clicks are: containers may be built beside


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here wants a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of the machine (``CITE_CHROMIUM``, else found in PATH), else the one Playwright installed."""
    found = os.environ.get("CITE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Opens visitors; all of them must leave without an error on their console."""
    opened: list[Visitor] = []

    def visit_(base_url: str, **how: object) -> Visitor:
        visitor = Visitor(chromium, base_url, SCREENSHOTS, **how)  # type: ignore[arg-type]
        opened.append(visitor)
        return visitor

    yield visit_
    errors = [error for visitor in opened for error in visitor.done()]
    assert not errors, errors


@pytest.fixture(scope="package")
def house() -> Iterator[str]:
    """The living page of components, guarded as every app is, on a free port: its base address."""

    def context_of(request: Request) -> PageContext:
        return PageContext(
            path=request.url.path,
            now=datetime.now(UTC),
            site_name="Le Jardin partagé",
            navigation=(NavLink("Composants", "/design"), NavLink("Récoltes", "/recoltes", 3)),
            signed_in=SignedIn("Nadia Martin", "jardinière", "/sortir"),
        )

    assets = Assets()
    app = FastAPI()
    app.include_router(design_router(Pages(assets=assets), context_of))
    app.mount(assets.prefix, assets)
    yield from serve(guarded(app))


@dataclass(frozen=True, slots=True)
class Demo:
    """The demonstration, served: its address and the accounts it told, role → (e-mail, password)."""

    base_url: str
    accounts: dict[str, tuple[str, str]]


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """``cite demo`` on a free port, in a folder of its own: what a newcomer runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("demo") / "data"
    command = [sys.executable, "-m", "services", "demo", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told: list[str] = []
        for line in process.stdout:
            told.append(line)
            if "Ctrl+C" in line:
                break
        assert "Ctrl+C" in told[-1], "".join(told)
        yield Demo(f"http://localhost:{port}", _accounts("".join(told)))
        process.terminate()
        process.wait(timeout=30)


def _accounts(told: str) -> dict[str, tuple[str, str]]:
    """The first account of each role in « rôle   adresse   mot de passe »."""
    found: dict[str, tuple[str, str]] = {}
    for role, email, password in re.findall(r"^ +(\S.*?) +(\S+@\S+) +(\S.*)$", told, re.MULTILINE):
        found.setdefault(role, (email, password))
    return found


def serve(app: object) -> Iterator[str]:
    """Serve an ASGI app in a thread, on a free port: its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening, serve_on(app, listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def serve_on(app: object, listening: socket.socket) -> Iterator[None]:
    """Serve an ASGI app in a thread. The socket listens before the server does: nothing has to be waited for."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(timeout=10)
