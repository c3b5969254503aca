"""Signing in and out through a certified OpenID Connect provider, in a real browser."""

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.browser.conftest import serve_on
from tests.e2e.browser.visitor import Visitor
from tests.factories.staff import open_with_staff
from tests.factories.stage import Stage

PROVIDER = Path(__file__).parents[1] / "identity"
SECRET = "un secret que deux connaissent"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The product, registered at the provider: its address."""
    node = shutil.which("node")
    assert node is not None, "Node.js est nécessaire au service d'identité des tests"
    assert (PROVIDER / "node_modules").is_dir(), "lancez « npm ci » dans tests/e2e/identity"
    with ExitStack() as opened:
        listening = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        base = f"http://localhost:{listening.getsockname()[1]}"
        command = [node, "provider.mjs", str(port), f"{base}/connexion/retour", f"{base}/", SECRET]
        process = opened.enter_context(subprocess.Popen(command, cwd=PROVIDER, stdout=subprocess.PIPE, text=True))
        opened.callback(process.terminate)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        monkeypatch.setenv("CITE_OIDC_ISSUER", f"http://localhost:{port}")
        monkeypatch.setenv("CITE_OIDC_CLIENT_ID", "cite")
        monkeypatch.setenv("CITE_OIDC_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("CITE_OIDC_NAME", "Mon Identité")
        stage = Stage(tmp_path, only=("accounts",), public_base=base)
        opened.callback(stage.close)
        open_with_staff(stage)
        opened.enter_context(serve_on(stage.house.app, listening))
        yield base


@pytest.mark.parametrize("device", ["screen", "phone"])
def test_one_enters_and_leaves_through_a_certified_provider(
    site: str, visit: Callable[..., Visitor], device: str
) -> None:
    visitor = visit(site, device=device, expects=r"net::ERR_")  # the provider's own pages want a font of elsewhere
    visitor.goes_to("/connexion?suite=/mon-compte")
    visitor.meets_no_barrier()
    visitor.keeps_picture("connexion-par-identite")
    page = visitor.page
    page.get_by_role("link", name="Se connecter avec Mon Identité").click()
    page.locator("input[name=login]").fill("nadia@ici.example")
    page.locator("input[name=password]").fill("peu importe")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{site}/mon-compte")
    assert visitor.sees("Votre compte est relié à Mon Identité")
    visitor.meets_no_barrier()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{site}/")
    visitor.goes_to("/mon-compte")
    assert page.url.startswith(f"{site}/connexion")
