"""A session that ends while somebody writes, on a phone: they sign in beside, come back, and nothing is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Demo
from tests.e2e.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_written_is_sent_again_after_signing_in_beside(visit: Visit, demo: Demo, scripts: bool) -> None:
    email, password = demo.accounts["référent"]
    visitor = visit(demo.base_url, device="phone", scripts=scripts)
    page = visitor.page
    visitor.signs_in(email, password)
    page.get_by_role("link", name=re.compile("Sow|Amrani|Exemple|Traoré|Faure")).first.click()
    page.wait_for_url("**/personnes/*")
    person = page.url.partition("#")[0]
    page.goto(f"{person}/profil/modifier")
    visitor.fills(travel_minutes_max="37")
    page.context.clear_cookies()

    page.get_by_role("button", name="Enregistrer le profil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre session est terminée")
    expect(page.locator("textarea").first).to_be_hidden()
    visitor.keeps_picture("session-finie")
    if scripts:
        visitor.meets_no_barrier()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se reconnecter").click()
    beside = opened.value
    beside.locator("[name=email]").fill(email)
    beside.locator("[name=password]").fill(password)
    beside.locator("main form").get_by_role("button", name="Se connecter").click()
    beside.wait_for_url("**/mes-personnes")
    beside.close()

    page.get_by_role("button", name="Envoyer de nouveau").click()
    expect(page.get_by_role("status").first).to_contain_text("Le profil est enregistré")
    expect(page.locator("#profil")).to_contain_text("37")
