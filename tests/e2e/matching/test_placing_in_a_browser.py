"""Introductions and placements in a real browser: the boards, the long form, the signatures, the printed convention.

Needs Chromium (`CITE_CHROMIUM`, by default /usr/bin/chromium); run by `make test-servers`. Each page is judged by axe,
on a screen and on a phone in the dark. Names are given by the test in the place of `candidates`.
"""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from services.contracts.actors import Actor
from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import PlacementStatus
from tests.factories.placing import person, referent
from tests.factories.placing_service import PlacingService

pytestmark = pytest.mark.servers
CHROMIUM = os.environ.get("CITE_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PHONE = {"width": 390, "height": 844}
WORDS = {"goals": "Voir le métier.", "tasks": "Façonner.", "skills": "Pétrir", "equipment": "aucun",
         "prevention": "aucune", "insurance": "MAIF"}  # fmt: skip
Opened = tuple[PlacingService, str]


@contextmanager
def served(service: PlacingService, port: int) -> Iterator[str]:
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
def house(tmp_path: Path) -> Iterator[Opened]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    service = PlacingService(tmp_path, public_base=f"http://localhost:{port}")
    with served(service, port) as base:
        service.base = base
        yield service, base
    service.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), f"Chromium est nécessaire ici ({CHROMIUM})"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield running
        running.close()


def named(route: Route) -> None:
    """What `candidates` would answer."""
    ids = route.request.url.partition("ids=")[2].split("%2C")
    told = {one: {"name": "Aya Exemple", "url": f"/personnes/{one}"} for one in ids}
    route.fulfill(body=json.dumps(told), content_type="application/json")


def open_page(
    browser: Browser, service: PlacingService, actor: Actor, *, phone: bool = False
) -> tuple[Page, list[str]]:
    """A page of this actor, and what its console complains of."""
    options: dict[str, Any] = {"viewport": PHONE, "color_scheme": "dark", "is_mobile": True} if phone else {}
    context = browser.new_context(extra_http_headers={"Authorization": f"Bearer {service.token(actor)}"}, **options)
    page = context.new_page()
    page.route("**/candidates/noms**", named)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_referent_agrees_has_it_signed_and_validates_it(house: Opened, browser: Browser) -> None:
    service, base = house
    service.introduced()
    page, complaints = open_page(browser, service, referent())
    page.goto(f"{base}/mises-en-relation")
    page.get_by_role("link", name="Aya Exemple").wait_for()
    accessible(page)
    page.get_by_role("link", name="Aide en boulangerie · Le Fournil").click()
    page.get_by_role("link", name="Convenir directement").click()
    accessible(page)
    for name, words in WORDS.items():
        page.fill(f"[name={name}]", words)
    for name in ("tutor_named", "emergency_contact_known", "host_duties_accepted"):
        page.check(f"[name={name}]")
    page.check("[name=objective][value=discover]")
    page.get_by_role("button", name="Convenir").click()
    page.get_by_text("C’est convenu. La convention est à signer.").wait_for()
    accessible(page)
    for signer in ("person", "employer"):
        page.check(f"[name=signer][value={signer}]")
        page.check("[name=channel][value=paper]")
        page.fill("[name=signed_on]", "2026-03-02")
        page.get_by_role("button", name="Noter la signature").click()
        page.get_by_text("La signature est notée.").wait_for()
    page.get_by_role("button", name="Signer pour ma structure").click()
    page.get_by_role("button", name="Valider").click()
    page.get_by_text("La convention est validée.").wait_for()
    page.get_by_role("link", name="Imprimer la convention").click()
    page.get_by_role("link", name="Aya Exemple").wait_for()
    accessible(page)
    assert complaints == []
    assert service.told(PlacementChanged)[-1].status is PlacementStatus.VALIDATED


def placed(service: PlacingService) -> tuple[UUID, UUID, UUID]:
    introduction, profile, _ = service.introduced()
    body = {
        "introduction_id": str(introduction), "starts_on": "2026-03-09", "ends_on": "2026-03-20",
        "objective": "discover", "preset": "morning",
        "content": WORDS | {"skills": ["Pétrir"], "tutor_named": True, "emergency_contact_known": True,
                            "host_duties_accepted": True},
    }  # fmt: skip
    made = service.client(referent()).post("/matching/api/placements", json=body)
    return UUID(made.json()["placement_id"]), introduction, profile


def test_the_pages_hold_on_a_phone_in_the_dark(house: Opened, browser: Browser) -> None:
    service, base = house
    placement, introduction, profile = placed(service)
    page, complaints = open_page(browser, service, referent(), phone=True)
    for path in (
        "/mises-en-relation", f"/mises-en-relation/{introduction}", "/immersions", f"/immersions/{placement}",
        f"/immersions/{placement}/modifier", f"/immersions/{placement}/convention", "/immersions/delegations",
    ):  # fmt: skip
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        accessible(page)
    assert complaints == []
    hers, her_complaints = open_page(browser, service, person(profile), phone=True)
    hers.goto(f"{base}/immersions/{placement}/ma-signature")
    accessible(hers)
    hers.get_by_role("button", name="Je signe").click()
    hers.get_by_text("Vous avez signé").wait_for()
    accessible(hers)
    assert her_complaints == []
