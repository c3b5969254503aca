"""A badge in a real browser: accepted by a personal link, opened to the public, kept, verified, withdrawn.

Needs Chromium (`CITE_CHROMIUM`, by default /usr/bin/chromium); run by `make test-servers`. Each page is also
judged by axe, on a screen and on a phone in the dark.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.badge_service import BadgeService, person, referent

pytestmark = pytest.mark.servers
CHROMIUM = os.environ.get("CITE_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PHONE = {"width": 390, "height": 844}


@contextmanager
def served(service: BadgeService, port: int) -> Iterator[str]:
    """The app on a real port, until the end of the block."""
    config = uvicorn.Config(service.runtime.app, port=port, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started and running.is_alive():
        running.join(0.02)
    assert server.started
    yield f"http://localhost:{port}"
    server.should_exit = True
    running.join(10)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[BadgeService, str]]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    service = BadgeService(tmp_path, public_base=f"http://localhost:{port}").ready()
    with served(service, port) as base:
        yield service, base
    service.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), f"Chromium est nécessaire ici ({CHROMIUM})"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield running
        running.close()


def open_page(browser: Browser, *, phone: bool = False) -> tuple[Page, list[str]]:
    """A page, and what its console complains of."""
    if phone:
        context = browser.new_context(viewport=PHONE, color_scheme="dark", is_mobile=True)  # type: ignore[arg-type]
    else:
        context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_badge_lives_its_whole_life_in_a_browser(
    house: tuple[BadgeService, str], browser: Browser, tmp_path: Path
) -> None:
    service, base = house
    award = service.proposed(employer_endorses=True)
    link = f"{base}/badges/mes-badges?jeton={service.token(person(award))}"
    page, complaints = open_page(browser)
    page.goto(link)
    accessible(page)
    page.get_by_role("button", name="Je suis d’accord").click()
    page.get_by_text("C’est noté : le badge est accepté.").wait_for()
    page.get_by_text("Montrer ce badge par une adresse").click()
    page.get_by_role("button", name="Ouvrir la page").click()
    page.get_by_role("link", name="Voir la page").click()
    page.get_by_text("Vérifié à l’instant").wait_for()
    assert page.locator("img.badge-image").evaluate("image => image.naturalWidth") == 600
    accessible(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Image (PNG)").click()
    file = tmp_path / "badge.png"
    kept.value.save_as(file)
    page.goto(f"{base}/badges/verifier")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Ce badge est authentique et valable").wait_for()
    accessible(page)
    page.goto(link)
    page.get_by_text("Retirer ce badge…").click()
    page.get_by_role("button", name="Oui, le retirer").click()
    page.get_by_text("Le badge est retiré.").wait_for()
    assert complaints == []
    page.goto(f"{base}/badges/{award.award_id}")
    page.get_by_role("heading", name="Ce badge a été retiré").wait_for()
    accessible(page)


def test_the_pages_hold_on_a_phone_in_the_dark(house: tuple[BadgeService, str], browser: Browser) -> None:
    service, base = house
    award = service.proposed()
    page, complaints = open_page(browser, phone=True)
    token, staff = service.token(person(award)), service.token(referent())
    for path in (
        "/badges",
        "/badges/verifier",
        f"/badges/mes-badges?jeton={token}",
        f"/badges/personnes/{award.profile_id}?jeton={staff}",
    ):
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        accessible(page)
    assert complaints == []


def test_the_verifier_works_by_keyboard_alone(house: tuple[BadgeService, str], browser: Browser) -> None:
    _service, base = house
    page, _complaints = open_page(browser)
    page.goto(f"{base}/badges/verifier")
    page.get_by_label("Ou le texte du badge").focus()
    page.keyboard.type("bonjour")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Ce texte n’est pas un badge : ni JSON, ni jeton signé.").wait_for()
