"""The components of the house in a real browser: what they do with and without JavaScript, by mouse and keyboard."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.visitor import Visitor

Visit = Callable[..., Visitor]
BROKEN_ON_PURPOSE = "status of 503"


def design(visit: Visit, house: str, **how: object) -> Visitor:
    visitor = visit(house, expects=BROKEN_ON_PURPOSE, **how)
    visitor.goes_to("/design")
    return visitor


@pytest.mark.parametrize("device", ["screen", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_no_component_is_a_barrier(visit: Visit, house: str, device: str, dark: bool) -> None:
    visitor = design(visit, house, device=device, dark=dark)

    visitor.keeps_picture("composants")
    visitor.meets_no_barrier()


@pytest.mark.parametrize("status", [403, 404, 409, 500, 503])
def test_no_error_page_is_a_barrier(visit: Visit, house: str, status: int) -> None:
    visitor = visit(house, expects=r"status of 50\d", device="phone")
    visitor.goes_to(f"/design/erreur/{status}")

    visitor.meets_no_barrier()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_page_obeys_its_own_content_policy(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    ran = visitor.page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
        document.body.append(s); return window.ran ?? 0 }"""
    )

    assert ran == 0
    visitor._errors.clear()  # the refusal itself is told on the console


def test_a_fragment_takes_its_place_and_answers_in_place(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    fragment = visitor.page.locator("#semis")

    expect(fragment.get_by_role("row", name="Salicorne")).to_be_visible()
    fragment.get_by_label("Chercher un légume").fill("cour")
    fragment.get_by_role("button", name="Chercher").click()

    expect(fragment.get_by_role("row", name="Courgette")).to_be_visible()
    expect(fragment.get_by_role("row", name="Salicorne")).to_have_count(0)
    expect(visitor.page.locator("#annonces")).to_contain_text("légumes trouvés")
    assert visitor.page.url.endswith("/design")
    expect(fragment.get_by_role("button", name="Chercher")).to_be_visible()


def test_a_broken_fragment_says_so_and_can_be_tried_again(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    alert = visitor.page.get_by_role("alert").filter(has_text="tombe toujours en panne")

    expect(alert).to_be_visible()
    with visitor.page.expect_response("**/design/panne"):
        alert.get_by_role("button", name="Réessayer").click()
    expect(alert).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Une partie en panne")).to_be_visible()


def test_a_fragment_listens_to_what_another_changed(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.evaluate("document.querySelector('#semis').setAttribute('data-listens', 'rangs eau')")

    with visitor.page.expect_response("**/design/morceau*"):
        visitor.page.evaluate("document.dispatchEvent(new CustomEvent('house:changed', {detail: 'eau'}))")
    asked.clear()
    visitor.page.evaluate("document.dispatchEvent(new CustomEvent('house:changed', {detail: 'autre'}))")
    visitor.settles()

    assert not asked


def test_an_answer_may_ask_to_be_loaded_again_until_it_is_there(visit: Visit, house: str) -> None:
    visitor = visit(house, expects=BROKEN_ON_PURPOSE)
    answers = iter([("En attente", "1"), ("En attente", "1"), ("Arrivé", None)])

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        text, again = next(answers)
        headers = {"content-type": "text/html"} | ({"x-refresh-after": again} if again else {})
        route.fulfill(status=200, headers=headers, body=f"<p>{text}</p>")

    visitor.page.route("**/design/morceau", answer)
    visitor.goes_to("/design")

    expect(visitor.page.locator("#semis")).to_have_text("Arrivé")
    assert next(answers, None) is None


def test_what_was_just_created_is_waited_for_before_it_is_an_error(visit: Visit, house: str) -> None:
    visitor = visit(house, expects=BROKEN_ON_PURPOSE)
    known = iter([404, 404, 200])

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        route.fulfill(status=next(known), headers={"content-type": "text/html"}, body="<p>Enfin connu</p>")

    visitor.page.route("**/design/nouveau", answer)
    visitor.goes_to("/design")
    visitor.page.evaluate("""() => {
      const piece = document.createElement("cite-fragment");
      piece.id = "nouveau";
      piece.setAttribute("src", "/design/nouveau");
      piece.setAttribute("arriving", "");
      document.querySelector("main").append(piece);
    }""")

    expect(visitor.page.locator("#nouveau")).to_have_text("Enfin connu")


def test_enter_waits_for_a_choice_before_it_sends_a_form(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    field = visitor.page.get_by_role("combobox", name="Quel légume ?")
    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    field.press_sequentially("epi")
    field.press("Enter")
    expect(visitor.page.get_by_role("option", name="Épinard")).to_be_visible()
    field.press("Enter")
    assert not sent, "the proposals are there and none was chosen"

    field.press("ArrowDown")
    field.press("Enter")
    assert not sent, "this Enter chose"
    with visitor.page.expect_request(lambda request: request.method == "POST"):
        field.press("Enter")


def test_suggestions_are_chosen_by_keyboard(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    field = visitor.page.get_by_role("combobox", name="Quel légume ?")

    field.press_sequentially("epi")
    expect(visitor.page.get_by_role("option", name="Épinard")).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    visitor.meets_no_barrier()
    field.press("Enter")

    expect(field).to_have_value("Épinard")
    expect(visitor.page.locator("input[name=plant_key]")).to_have_value("epinard")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("x")
    expect(visitor.page.locator("input[name=plant_key]")).to_have_value("")


def test_escape_closes_the_suggestions_and_keeps_the_words(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    field = visitor.page.get_by_role("combobox", name="Quel légume ?")

    field.press_sequentially("cour")
    options = visitor.page.locator(".suggestions").get_by_role("option")
    expect(options).to_have_count(2)
    field.press("Escape")

    expect(options).to_have_count(0)
    expect(field).to_have_value("cour")


def test_words_that_suggest_nothing_are_kept(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    visitor.page.get_by_role("combobox", name="Quel légume ?").press_sequentially("zzz")

    expect(visitor.page.locator(".suggest-said")).to_contain_text("Vous pouvez garder vos mots")


def test_a_draft_is_found_again_and_forgotten_on_demand(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    visitor.fills(name="Rang du puits", note="Paillis")
    visitor.page.get_by_label("Argile").check()
    visitor.page.get_by_label("vendredi matin").check()

    visitor.goes_to("/design")

    expect(visitor.page.get_by_text("Nous avons retrouvé votre brouillon")).to_be_visible()
    expect(visitor.page.locator("[name=name]")).to_have_value("Rang du puits")
    expect(visitor.page.get_by_label("Argile")).to_be_checked()
    expect(visitor.page.get_by_label("vendredi matin")).to_be_checked()
    visitor.page.get_by_role("button", name="Repartir de zéro").click()
    expect(visitor.page.locator("[name=name]")).to_have_value("")
    visitor.goes_to("/design")
    expect(visitor.page.get_by_text("Nous avons retrouvé")).to_have_count(0)


def test_a_wrong_form_leads_to_its_first_fault(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    visitor.fills(name="x")
    visitor.presses("Prévoir ce semis")

    summary = visitor.page.get_by_role("alert").filter(has_text="il reste à corriger")
    expect(summary).to_be_focused()
    visitor.meets_no_barrier()
    summary.get_by_role("link", name="Nom du rang").click()
    expect(visitor.page.locator("[name=name]")).to_be_focused()
    expect(visitor.page.locator("[name=name]")).to_have_value("x")


def test_two_clicks_send_a_form_once(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    refused = visitor.page.get_by_role("button", name="Prévoir ce semis").evaluate(
        """button => { const refused = [];
        window.addEventListener('submit', sent => { refused.push(sent.defaultPrevented); sent.preventDefault(); });
        button.click(); button.click(); return refused }"""
    )

    assert refused == [False, True]


def test_a_dialog_keeps_the_keyboard_and_gives_it_back(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    button = visitor.page.get_by_role("button", name="Ouvrir une fenêtre")

    button.click()
    dialog = visitor.page.get_by_role("dialog", name="Le rang de fèves")
    expect(dialog).to_be_visible()
    visitor.meets_no_barrier()
    visitor.page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_the_map_draws_its_list(visit: Visit, house: str) -> None:
    visitor = design(visit, house)
    points = visitor.page.locator("cite-map .point")

    expect(points).to_have_count(4)
    visitor.page.get_by_role("link", name="3. Ruches").focus()

    expect(points.nth(2)).to_have_class("point lit")


def test_presets_tick_the_half_days(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    visitor.presses("Tous les matins")

    ticked = visitor.page.locator("[name=watering]:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert ticked == ["mon-am", "tue-am", "wed-am", "thu-am", "fri-am"]


def test_the_keyboard_reaches_the_content_at_once(visit: Visit, house: str) -> None:
    visitor = design(visit, house)

    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("main")).to_be_focused()


def test_without_javascript_everything_still_serves(visit: Visit, house: str) -> None:
    visitor = visit(house, scripts=False, device="phone")
    page = visitor.page
    page.goto("/design")

    expect(page.get_by_role("link", name="Calendrier des semis")).to_be_visible()
    expect(page.get_by_role("button", name="Tous les matins")).to_be_hidden()
    visitor.fills(name="Rang 3", plant="Fève", surface="1,5")
    page.get_by_role("button", name="Prévoir ce semis").click()

    expect(page.get_by_text("Semis compris")).to_be_visible()
    visitor.keeps_picture("composants", whole=False)


def test_text_doubled_in_size_still_fits_a_phone(visit: Visit, house: str) -> None:
    visitor = visit(house, expects=BROKEN_ON_PURPOSE, device="phone")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.goes_to("/design")

    wide = visitor.page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 320, json.dumps(wide)
