"""The three loops, whole, in a real browser on the real product: a referent, an employer and, on her phone, a person.

Each meets her own pages only, by what they show; every page passed through is judged by axe and kept as a picture. The
services hear of each other a moment later: who waits for something loads the page again, as people do.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.visitor import Visitor
from tests.e2e.journeys.houses import one_process, until
from tests.e2e.journeys.neighbourhood import PASSWORD, TUTOR, Neighbourhood

Visit = Callable[..., Visitor]
CONVENTION = {
    "goals": "Découvrir les gestes du métier.",
    "tasks": "Préparer les pâtes, puis la vente.",
    "skills": "Préparer une pâte",
    "equipment": "Tablier fourni",
    "prevention": "Consignes le premier jour",
    "insurance": "Assurance de la structure",
}


@dataclass(slots=True)
class Cast:
    """Who plays, and the address of the person's file once it is open."""

    referent: Visitor
    employer: Visitor
    here: Neighbourhood
    file: str = ""
    own_page: str = ""

    @property
    def today(self) -> date:
        return self.here.today


@pytest.fixture
def cast(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    house: AbstractContextManager[object] = one_process(tmp_path_factory.mktemp("house"))
    with house as opened, Neighbourhood(opened) as here:  # type: ignore[arg-type]
        here.firm(here.program("nadia"))
        referent, employer = visit(here.house.address), visit(here.house.address)
        referent.signs_in(here.email("nadia"), PASSWORD)
        assert employer.signs_in(here.email("paul"), TUTOR["password"]) == "/entreprise"
        yield Cast(referent, employer, here)


@pytest.mark.timeout(600)
def test_the_three_loops_close(cast: Cast, visit: Visit) -> None:
    the_employer_publishes_an_immersion(cast)
    the_referent_describes_a_person(cast)
    the_referent_keeps_the_offer_for_its_reasons(cast)
    the_referent_prints_the_personal_link(cast)
    person = visit(cast.here.house.address, device="phone")
    the_person_agrees_on_her_phone(cast, person)
    the_referent_introduces(cast)
    the_employer_answers(cast)
    the_referent_has_the_convention_signed(cast)
    the_employer_evaluates(cast)
    the_person_takes_her_badge(cast, person, visit)


def once_there(visitor: Visitor, path: str, what: Callable[[Visitor], Locator]) -> Locator:
    """Load a page until it shows this."""

    def shows() -> Locator:
        visitor.goes_to(path)
        found = what(visitor)
        assert found.count(), f"{path} does not show it: {visitor.page.inner_text('main')[:1500]}"
        return found.first

    return until(shows)


def stands(visitor: Visitor, name: str) -> None:
    """The page is no barrier, and is kept as a picture."""
    visitor.settles()
    visitor.keeps_picture(f"boucle-{name}")
    visitor.meets_no_barrier()


def acts(visitor: Visitor, label: str) -> None:
    """Press the button of the page that says exactly this."""
    visitor.page.get_by_role("main").get_by_role("button", name=label, exact=True).first.click()
    visitor.settles()


def picks(visitor: Visitor, label: str, words: str, option: str) -> None:
    """Type in a field that suggests, and choose a proposal by keyboard."""
    field = visitor.page.get_by_role("combobox", name=label)
    field.press_sequentially(words)
    proposals = visitor.page.get_by_role("option")
    expect(proposals.filter(has_text=option).first).to_be_visible()
    field.press("ArrowDown")
    while not visitor.page.locator("[role=option][aria-selected=true]").filter(has_text=option).count():
        field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile(option))


def ticks(visitor: Visitor, **boxes: str) -> None:
    """Tick boxes and choose among radios, by name and value."""
    for name, value in boxes.items():
        visitor.page.locator(f"[name={name}][value='{value}']").check()


def the_employer_publishes_an_immersion(cast: Cast) -> None:
    employer = cast.employer
    stands(employer, "entreprise")
    employer.presses("Publier une offre")
    picks(employer, "Quel métier ?", "faire du pain", "Boulanger")
    employer.page.locator("[name=kind]").select_option("immersion")
    ticks(employer, objectives="discover", hours="morning")
    last = cast.today + timedelta(days=20)
    employer.fills(starts_on=cast.today.isoformat(), ends_on=last.isoformat(), places="2", tutor=TUTOR["name"])
    stands(employer, "offre-nouvelle")
    acts(employer, "Publier")
    expect(employer.page.get_by_role("alert")).to_have_count(0)
    stands(employer, "offre-publiee")


def the_referent_describes_a_person(cast: Cast) -> None:
    referent = cast.referent
    referent.goes_to("/personnes/nouvelle")
    born = cast.today.replace(year=cast.today.year - 21, day=1)
    referent.fills(first_name="Amina", last_name="Exemple", born=born.isoformat())
    referent.page.locator("[name=cohort]").select_option("jeunes")
    stands(referent, "personne-nouvelle")
    acts(referent, "Ouvrir le dossier")
    cast.file = urlsplit(referent.page.url).path
    referent.goes_to(f"{cast.file}/profil/modifier")
    picks(referent, "Ajouter un métier", "boulangere", "Boulang")
    ticks(referent, kinds="immersion", origin="ici")
    ticks(referent, modes="bus")
    referent.page.locator("#f-available .presets button").first.click()
    referent.fills(travel_minutes_max="45")
    stands(referent, "profil")
    acts(referent, "Enregistrer le profil")
    expect(referent.page.get_by_role("alert")).to_have_count(0)


def the_referent_keeps_the_offer_for_its_reasons(cast: Cast) -> None:
    referent = cast.referent
    offers = once_there(referent, f"{cast.file}/offres", lambda seen: seen.page.get_by_role("button", name="Proposer"))
    first = referent.page.locator("ol.results > li").first
    expect(first).to_contain_text("Le Fournil du port")
    first.get_by_text("Toutes les raisons").click()
    expect(first.get_by_text("Total sur 100")).to_be_visible()
    stands(referent, "offres-classees")
    offers.click()
    expect(referent.page.get_by_text("Recueillir l’accord de la personne")).to_be_visible()
    stands(referent, "offre-retenue")


def the_referent_prints_the_personal_link(cast: Cast) -> None:
    referent = cast.referent
    once_there(referent, cast.file, lambda seen: seen.page.get_by_text("accord à recueillir"))
    stands(referent, "accord-a-recueillir")
    referent.presses("Imprimer la fiche avec son lien")
    acts(referent, "Préparer la fiche")
    stands(referent, "fiche")
    found = re.search(r"/moi/[\w.-]+", referent.page.content())
    assert found, "the sheet carries no personal link"
    cast.own_page = found[0]


def the_person_agrees_on_her_phone(cast: Cast, person: Visitor) -> None:
    agrees = once_there(person, cast.own_page, lambda seen: seen.page.get_by_role("button", name="Je suis d’accord"))
    stands(person, "moi-proposition")
    agrees.click()
    expect(person.page.get_by_text("Vous avez dit oui").first).to_be_visible()
    stands(person, "moi-accord")


def the_referent_introduces(cast: Cast) -> None:
    referent = cast.referent
    referent.goes_to("/mises-en-relation")
    stands(referent, "mises-en-relation")
    link = referent.page.locator("main a[href^='/mises-en-relation/']").first.get_attribute("href")
    assert link
    introduce = once_there(
        referent, link, lambda seen: seen.page.get_by_role("button", name="Présenter à l’entreprise")
    )
    stands(referent, "accord-recu")
    introduce.click()
    expect(referent.page.get_by_text("Connaître la réponse de l’entreprise")).to_be_visible()


def the_employer_answers(cast: Cast) -> None:
    employer = cast.employer
    once_there(employer, "/entreprise", lambda seen: seen.page.get_by_role("link", name="Voir et répondre")).click()
    employer.settles()
    card = once_there(
        employer, urlsplit(employer.page.url).path, lambda seen: seen.page.get_by_text("Amina", exact=False)
    )
    expect(card).to_be_visible()
    assert not employer.sees("Exemple, jeunes"), "no cohort reaches an employer"
    stands(employer, "presentation")
    acts(employer, "Je la reçois")
    expect(employer.page.get_by_text("Vous recevez cette personne")).to_be_visible()


def the_referent_has_the_convention_signed(cast: Cast) -> None:
    referent = cast.referent
    once_there(
        referent,
        urlsplit(referent.page.url).path,
        lambda seen: seen.page.get_by_role("link", name="Convenir d’une immersion"),
    ).click()
    referent.settles()
    referent.fills(starts_on=cast.today.isoformat(), ends_on=(cast.today + timedelta(days=11)).isoformat())
    referent.fills(**CONVENTION)
    ticks(referent, objective="discover", preset="morning")
    for box in ("tutor_named", "emergency_contact_known", "host_duties_accepted"):
        referent.page.check(f"[name={box}]")
    stands(referent, "convenir")
    acts(referent, "Convenir")
    for signer in ("person", "employer"):
        ticks(referent, signer=signer, channel="paper")
        referent.fills(signed_on=cast.today.isoformat())
        acts(referent, "Noter la signature")
        expect(referent.page.get_by_text("La signature est notée.")).to_be_visible()
    acts(referent, "Signer pour ma structure")
    acts(referent, "Valider")
    expect(referent.page.get_by_text("La convention est validée.")).to_be_visible()
    stands(referent, "convention-validee")


def the_employer_evaluates(cast: Cast) -> None:
    employer = cast.employer
    once_there(employer, "/entreprise", lambda seen: seen.page.locator("main a[href^='/entreprise/accueils/']")).click()
    employer.settles()
    ticks(employer, outcome="completed")
    employer.fills(**{"skill-0": "Préparer une pâte"})
    employer.page.locator("[name=level-0]").select_option("3")
    employer.page.check("[name=endorses_badge]")
    stands(employer, "evaluation")
    acts(employer, "Donner mon évaluation")
    expect(employer.page.get_by_text("Évaluation donnée").first).to_be_visible()


def the_person_takes_her_badge(cast: Cast, person: Visitor, visit: Visit) -> None:
    takes = once_there(person, cast.own_page, lambda seen: seen.page.get_by_role("button", name="Accepter mon badge"))
    stands(person, "moi-badge")
    takes.click()
    person.settles()
    once_there(person, cast.own_page, lambda seen: seen.page.get_by_role("link", name="Voir mes badges")).click()
    person.settles()
    mine = urlsplit(person.page.url)
    once_there(
        person, f"{mine.path}?{mine.query}", lambda seen: seen.page.get_by_text("Montrer ce badge par une adresse")
    ).click()
    acts(person, "Ouvrir la page")
    stands(person, "mes-badges")
    shown = person.page.get_by_role("link", name="Voir la page").get_attribute("href")
    assert shown
    anybody = visit(cast.here.house.address, device="phone", dark=True)
    anybody.goes_to(shown)
    expect(anybody.page.get_by_text("Vérifié à l’instant")).to_be_visible()
    assert "Amina" not in anybody.page.content()
    stands(anybody, "badge-public")
