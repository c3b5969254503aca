"""The person's own page: reached from the printed sheet, on a phone, without an account and without JavaScript."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Demo
from tests.e2e.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def link_on_the_sheet_of(visit: Visit, demo: Demo, first_name: str) -> str:
    """The path of the personal link that a referent prints for someone."""
    referent = visit(demo.base_url)
    referent.signs_in(*demo.accounts["référent"])
    referent.page.get_by_role("link", name=first_name).first.click()
    referent.settles()
    referent.presses("Fiche à imprimer")
    referent.presses("Préparer la fiche")
    referent.page.emulate_media(media="print")
    referent.keeps_picture("fiche-imprimee")
    expect(referent.page.get_by_role("navigation")).to_have_count(0)
    found = re.search(r"/moi/[\w.-]+", referent.page.content())
    assert found, "the sheet carries no personal link"
    return urlsplit(found[0]).path


def test_the_printed_link_opens_the_person_s_page_without_account_or_script(visit: Visit, demo: Demo) -> None:
    path = link_on_the_sheet_of(visit, demo, "Mehdi")

    person = visit(demo.base_url, device="phone", scripts=False)
    person.page.goto(path)

    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Mehdi")
    expect(person.page.get_by_role("link", name="Se connecter")).to_have_count(0)
    person.page.get_by_role("button", name="Être rappelé").click()
    expect(person.page.get_by_role("status").first).to_be_visible()


def test_the_person_s_page_is_no_barrier_by_day_or_night(visit: Visit, demo: Demo) -> None:
    path = link_on_the_sheet_of(visit, demo, "Mehdi")

    for dark in (False, True):
        person = visit(demo.base_url, device="phone", dark=dark)
        person.goes_to(path)
        person.keeps_picture("moi")
        person.meets_no_barrier()
        size = person.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert size >= 18, size
