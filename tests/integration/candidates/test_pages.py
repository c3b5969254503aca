"""The pages, as a browser without JavaScript meets them."""

import html
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.contracts.candidates import ProfileChanged
from services.contracts.matching import PlacementChanged
from services.contracts.vocabulary import HiredAs, Language, OfferKind, PlacementOutcome, PlacementStatus
from services.kernel.towns import Town, write_towns
from tests.factories.candidates_service import (
    COORDINATION,
    CandidatesService,
    coordination,
    employer,
    kept,
    prescriber,
    referent,
)
from tests.factories.people import CCAS, COLLEAGUE, DIAGONALES, NOW, REFERENT, STRANGER

LAGORD = Town("Lagord", ("17140",), 46.189, -1.158)
PUILBOREAU = Town("Puilboreau", ("17138",), 46.184, -1.116)
XANDRE = Town("Saint-Xandre", ("17138",), 46.206, -1.103)


def version_of(people: CandidatesService, person: UUID) -> str:
    text = people.page(referent()).get(f"/personnes/{person}/profil/modifier").text
    return re.findall(r'name="version" value="(\d+)"', text)[0]


def test_today_comes_first_then_the_caseload(people: CandidatesService) -> None:
    person, profile = people.registered()
    people.hear(kept(profile))
    text = people.page(referent()).get("/mes-personnes").text
    assert text.index("Aujourd’hui") < text.index("Les personnes que j’accompagne")
    assert "Demander son accord : Aide en cuisine" in text
    assert f"/personnes/{person}" in text


def test_filters_keep_their_counts_and_the_search_ignores_accents(people: CandidatesService) -> None:
    people.registered(cohort="jeunes")
    people.registered(first_name="Zoé", last_name="Lévêque", born="1980-01-01", sex="woman", cohort="femmes")
    page = people.page(referent())
    text = page.get("/mes-personnes?groupe=femmes").text
    assert "Lévêque" in text
    assert "Benali Amina" not in text
    assert re.search(r"Jeunes</span>\s*<span class=\"count\">1<", text)
    found = page.get("/mes-personnes?q=leveque").text
    assert "Lévêque" in found
    assert "Benali Amina" not in found
    assert "/offres?q=leveque" in found
    assert "Personne ne correspond" in page.get("/mes-personnes?q=personne").text


def test_a_first_contact_opens_a_file_with_three_answers(people: CandidatesService) -> None:
    page = people.page(referent())
    answer = page.post("/personnes/nouvelle", data={"first_name": "Rosa", "last_name": "Lima", "born": "3/4/1980"})
    assert answer.status_code == 303
    assert "Rosa Lima" in page.get(answer.headers["location"]).text


def test_what_was_typed_stays_when_something_is_to_be_mended(people: CandidatesService) -> None:
    page = people.page(referent())
    answer = page.post("/personnes/nouvelle", data={"first_name": "Rosa", "born": "31/31/1980", "phone": "12"})
    assert answer.status_code == 422
    assert 'value="Rosa"' in answer.text
    assert "Nom" in answer.text
    assert people.told(ProfileChanged) == []


def test_a_possible_double_is_shown_and_may_be_said_to_be_another(people: CandidatesService) -> None:
    people.registered()
    page = people.page(referent())
    twin = {"first_name": "Amina", "last_name": "Benali", "born": "2005-09-14"}
    asked = page.post("/personnes/nouvelle", data=twin)
    assert asked.status_code == 422
    assert 'name="somebody_else"' in asked.text
    assert page.post("/personnes/nouvelle", data=twin | {"somebody_else": "on"}).status_code == 303


def test_the_profile_is_edited_with_the_words_of_the_person(people: CandidatesService) -> None:
    person, _ = people.registered()
    page = people.page(referent())
    sent: dict[str, Any] = {
        "version": version_of(people, person),
        "wishes": "K1303||Assistante maternelle",
        "trade": "Aide de cuisine",
        "rome": "G1603",
        "kinds": ["immersion", "cdi"],
        "available": ["mon-am", "sat-ev"],
        "skill-0": "M'occuper d'enfants",
        "level-0": "3",
        "modes": ["bus"],
        "travel_minutes_max": "40",
        "latest_end": "16:30",
        "origin": "ici",
        "avoids": ["heavy_loads"],
        "languages": ["french", "english"],
    }
    answer = page.post(f"/personnes/{person}/profil/modifier", data=sent)
    assert answer.status_code == 303, answer.text
    told = people.told(ProfileChanged)[-1]
    assert [(wish.rome, wish.rank) for wish in told.wishes] == [("K1303", 1), ("G1603", 2)]
    assert [(skill.label, skill.level) for skill in told.skills] == [("M'occuper d'enfants", 3)]
    assert (told.latest_end, told.travel_minutes_max, told.avoids) == ("16:30", 40, ("heavy_loads",))
    assert told.origin is not None
    assert (told.origin.latitude, told.origin.longitude) == (46.15, -1.12)
    assert "Choisir une offre avec Amina" in page.get(f"/personnes/{person}").text, "nothing is under way"
    shown = page.get(f"/personnes/{person}/profil").text
    assert "Assistante maternelle et Aide de cuisine" in shown
    assert told.languages == (Language.FRENCH, Language.ENGLISH)
    assert "français et anglais" in shown
    form = page.get(f"/personnes/{person}/profil/modifier").text
    assert [form.count(f'value="{language.value}" checked') for language in Language][:3] == [1, 1, 0]


def test_another_starting_point_is_a_town_of_the_table_and_the_address_goes_nowhere(people: CandidatesService) -> None:
    person, _ = people.registered()
    page, path = people.page(referent()), f"/personnes/{person}/profil/modifier"
    write_towns([LAGORD, PUILBOREAU, XANDRE], people.settings.towns())
    found = people.client().get("/candidates/api/towns", params={"q": "lag"}).json()
    assert [item["label"] for item in found["items"]] == ["17140 Lagord"]
    for words, said in [("", "Écrivez une commune"), ("Atlantide", "pas dans la table"), ("17138", "Laquelle")]:
        data = {"version": version_of(people, person), "origin": "ailleurs", "town": words}
        refused = page.post(path, data=data)
        assert (refused.status_code, said in refused.text) == (422, True)
    data = {"version": version_of(people, person), "origin": "ailleurs", "town": "lagord"}
    assert page.post(path, data=data).status_code == 303
    origin = people.told(ProfileChanged)[-1].origin
    assert origin is not None
    assert (origin.latitude, origin.longitude) == (46.19, -1.16)
    assert 'value="17140 Lagord"' in page.get(path).text
    data = {"version": version_of(people, person), "origin": "ailleurs", "town": "17140 Lagord", "modes": "bus"}
    assert page.post(path, data=data).status_code == 303
    assert people.told(ProfileChanged)[-1].origin == origin


def test_a_trade_without_a_code_and_a_sensitive_skill_are_refused_at_their_place(people: CandidatesService) -> None:
    person, _ = people.registered()
    page, path = people.page(referent()), f"/personnes/{person}/profil/modifier"
    version = version_of(people, person)
    refused = page.post(path, data={"version": version, "trade": "bosser avec des petits"})
    assert (refused.status_code, "parmi les propositions" in refused.text) == (422, True)
    refused = page.post(path, data={"version": version, "skill-0": "gérer ma dépression"})
    assert (refused.status_code, "parle de santé" in refused.text) == (422, True)
    assert page.post(path, data={"version": version, "trade": "g1603 Aide de cuisine"}).status_code == 303


def test_in_place_the_profile_comes_back_as_a_piece_and_tells_the_offers(people: CandidatesService) -> None:
    person, _ = people.registered()
    client = people.page(referent())
    client.headers["x-fragment"] = "1"
    data = {"version": version_of(people, person), "kinds": "immersion"}
    answer = client.post(f"/personnes/{person}/profil/modifier", data=data)
    assert (answer.status_code, answer.headers["x-changed"]) == (200, "profil")
    assert "<html" not in answer.text
    again = client.post(f"/personnes/{person}/profil/modifier", data=data)
    assert (again.status_code, "entre-temps" in again.text) == (422, True)


def test_the_page_of_a_person_loads_her_offers_in_the_browser(people: CandidatesService) -> None:
    person, profile = people.registered()
    text = people.page(referent()).get(f"/personnes/{person}").text
    assert f'src="/matching/profiles/{profile}/offres"' in text
    assert f'src="/badges/personnes/{profile}"' in text


def test_a_sensitive_note_is_refused_with_the_reason_and_kept_on_the_screen(people: CandidatesService) -> None:
    person, _ = people.registered()
    page = people.page(referent())
    data = {"place": "walk_in", "channel": "in_person", "note": "sort de prison, cherche en cuisine"}
    answer = page.post(f"/personnes/{person}/contacts", data=data)
    assert answer.status_code == 422
    assert "parle de justice" in answer.text
    assert "sort de prison, cherche en cuisine" in answer.text
    assert "sort de prison" not in page.get(f"/personnes/{person}").text


def test_a_young_person_enters_the_cite_once_judged_ready(people: CandidatesService) -> None:
    person, _ = people.registered()
    page, path = people.page(referent()), f"/personnes/{person}"
    page.post(f"{path}/freins", data={"kind": "mobility"})
    refused = page.post(f"{path}/etapes", data={"step": "youth:cite"})
    assert (refused.status_code, "prête à l" in refused.text) == (422, True)
    unexplained = page.post(f"{path}/jugement", data={"ready": "oui"})
    assert (unexplained.status_code, "écrivez pourquoi" in unexplained.text) == (422, True)
    assert page.post(f"{path}/jugement", data={"ready": "oui", "reason": "Prend le bus seule"}).status_code == 303
    assert page.post(f"{path}/etapes", data={"step": "youth:cite"}).status_code == 303


def test_a_prescriber_hears_what_became_of_the_person_and_nothing_more(people: CandidatesService) -> None:
    partner = people.page(prescriber())
    sent = {"first_name": "Rosa", "last_name": "Lima", "born": "1980-04-03", "structure_id": str(CCAS)}
    assert partner.post("/prescrire", data=sent | {"motive": "find_work"}).status_code == 303
    assert not people.told(ProfileChanged)[-1].active
    mine = people.page(referent())
    person = re.findall(r"/personnes/([0-9a-f-]{36})/prendre", mine.get("/mes-personnes").text)[0]
    assert people.page(referent(STRANGER, DIAGONALES)).post(f"/personnes/{person}/prendre").status_code == 403
    assert mine.post(f"/personnes/{person}/prendre").status_code == 303
    assert people.page(referent(COLLEAGUE)).post(f"/personnes/{person}/prendre").status_code == 409
    assert people.told(ProfileChanged)[-1].active
    mine.post(f"/personnes/{person}/freins", data={"kind": "housing"})
    heard = partner.get("/prescrire").text
    assert "personne contactée" in heard
    assert "Logement" not in heard
    assert partner.get(f"/personnes/{person}").status_code == 403


def test_the_sheet_says_where_when_with_whom_how_and_what_to_bring(people: CandidatesService) -> None:
    person, profile = people.registered()
    moved = kept(profile, meeting_at=NOW, state="meeting")
    people.hear(moved)
    page = people.page(referent())
    assert "Aide en cuisine" in page.get(f"/personnes/{person}/fiche").text
    data = {
        "occasion": f"mise_en_relation:{moved.introduction_id}", "ask_for": "Madame Roux", "how_to_go": "Bus 1, 8 h 12",
        "bring": "CV",
    }  # fmt: skip
    text = page.post(f"/personnes/{person}/fiche", data=data).text
    for said in (
        "Aide en cuisine",
        "mardi 10\u00a0mars, 10",
        "Madame Roux",
        "Bus 1, 8 h 12",
        "CV",
        "05\u00a046",
        "<svg",
        "/moi/",
    ):
        assert said in text, said


def placed(profile: UUID, n: int, **changes: Any) -> PlacementChanged:
    values: dict[str, Any] = {
        "placement_id": UUID(int=n), "version": 1, "introduction_id": UUID(int=n), "profile_id": profile,
        "company_id": UUID(int=1), "company_name": "Le Comptoir", "offer_id": UUID(int=n), "kind": OfferKind.IMMERSION,
        "title": "Aide", "starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 13), "status": PlacementStatus.ENDED,
        "outcome": PlacementOutcome.COMPLETED, "referent_id": REFERENT, "at": NOW,
    }  # fmt: skip
    return PlacementChanged(**(values | changes))


def test_the_bilan_counts_by_cohort_and_hides_small_cells_outside(people: CandidatesService) -> None:
    for n in range(7):
        _, profile = people.registered(first_name=f"Jeune{'abcdefg'[n]}", cohort="jeunes")
        people.hear(placed(profile, n + 1, hired_as=HiredAs.CDI if n < 2 else HiredAs.NONE))
    page = people.page(coordination())
    shown = page.get("/bilan").text
    assert "Immersions terminées" in shown
    inside = page.get("/bilan.csv?detail=interne").text
    assert "Jeunes;2;5;7" in inside.replace("\r", "")
    outside = page.get("/bilan.csv").text
    assert "moins de 5" in outside
    assert "Jeunes;2" not in outside
    assert "Benali" not in inside + outside
    assert people.page(referent()).get("/bilan.csv?detail=interne").status_code == 403
    assert "Rien à compter" in people.page(referent(STRANGER, DIAGONALES)).get("/bilan").text


def test_the_fund_is_asked_decided_by_a_committee_and_counted(people: CandidatesService) -> None:
    person, _ = people.registered()
    mine, office = people.page(referent()), people.page(coordination())
    ask = {"person_id": str(person), "purpose": "driving", "amount": "120,50", "why": "permis pour le poste"}
    assert mine.post("/fonds", data=ask).status_code == 303
    request = re.findall(r"/fonds/([0-9a-f-]{36})/decision", office.get("/fonds").text)[0]
    assert "Benali" not in office.get("/fonds").text
    alone = office.post(f"/fonds/{request}/decision", data={"decision": "oui", "committee": [str(COORDINATION)]})
    assert (alone.status_code, "au moins 2" in alone.text) == (422, True)
    both = {"decision": "oui", "committee": [str(COORDINATION), str(STRANGER)]}
    assert mine.post(f"/fonds/{request}/decision", data=both).status_code == 422
    assert office.post(f"/fonds/{request}/decision", data=both).status_code == 303
    assert office.post(f"/fonds/{request}/payer").status_code == 303
    assert "120,50" in office.get("/fonds").text
    assert office.post(f"/fonds/{request}/payer").status_code == 409
    accounts = office.get("/fonds/export.csv")
    assert f'filename="fonds-{people.now:%Y-%m-%d}.csv"' in accounts.headers["content-disposition"]
    assert ";120,50;payée;" in accounts.text
    assert "permis pour le poste" not in accounts.text, "reasons stay with whoever decides"
    assert mine.get("/fonds/export.csv").status_code == 403


def test_around_the_table_only_what_the_person_shares_with_everybody_present(people: CandidatesService) -> None:
    person, _ = people.registered()
    mine, office = people.page(referent()), people.page(coordination())
    mine.post(f"/personnes/{person}/freins", data={"kind": "housing"})
    session = {"on": "2026-03-10", "structures": [str(CCAS), str(DIAGONALES)]}
    where = office.post("/groupe-operationnel", data=session).headers["location"]
    assert "Personne n’a encore accepté" in office.get(where).text
    unshared = re.findall(r'<li class="no-print"><article', mine.get(where).text)
    assert len(unshared) == 1, "her referent sees her; the paper for the table does not name her"
    share = f"/personnes/{person}/partage"
    mine.post(share, data={"structures": [str(CCAS)], "items": ["name", "freins"], "channel": "paper"})
    assert "Personne n’a encore accepté" in office.get(where).text
    mine.post(share, data={"structures": [str(DIAGONALES)], "items": ["freins"], "channel": "paper"})
    text = office.get(where).text
    assert "Difficulté : Logement" in text
    assert 'class="no-print"><article' not in text
    assert "Benali" not in text
    problem = {"person_id": str(person), "problem": "garde le mercredi"}
    assert office.post(f"{where}/situations", data=problem).status_code == 303
    secret = office.post(f"{where}/situations", data=problem | {"problem": "alcoolisme"})
    assert (secret.status_code, "parle de santé" in secret.text) == (422, True)


@pytest.mark.parametrize("path", ["/mes-personnes", "/bilan", "/fonds", "/groupe-operationnel", "/prescrire"])
def test_a_visitor_is_sent_to_sign_in_and_an_employer_is_refused(people: CandidatesService, path: str) -> None:
    visitor = people.page().get(path)
    assert (visitor.status_code, visitor.headers["location"].startswith("/connexion")) == (303, True)
    assert people.page(employer()).get(path).status_code == 403


def test_the_order_of_the_list_stays_in_the_address_and_leaves_nobody_out(people: CandidatesService) -> None:
    called, _ = people.registered(first_name="Zoé", last_name="Abel", born="1980-01-01", cohort="femmes")
    people.registered(first_name="Ana", last_name="Zola", born="1981-01-01")
    page = people.page(referent())
    data = {"place": "appointment", "channel": "in_person", "outcome": "reached"}
    assert page.post(f"/personnes/{called}/contacts", data=data).status_code == 303

    by_name, by_silence = (page.get(f"/mes-personnes{query}").text for query in ("", "?tri=contact"))

    caseload = [text[text.index("j’accompagne") :] for text in (by_name, by_silence)]
    assert caseload[0].index("Abel Zoé") < caseload[0].index("Zola Ana")
    assert caseload[1].index("Zola Ana") < caseload[1].index("Abel Zoé")
    assert "Aujourd’hui" in by_silence, "an order is no filter: what presses stays on top"
    assert "groupe=femmes&amp;tri=contact" in by_silence, "a filter keeps the order"


def test_the_list_goes_to_a_spreadsheet_as_it_is_filtered_and_it_is_written_down(people: CandidatesService) -> None:
    people.registered(first_name="Ana", last_name="Zola", born="1980-01-01", cohort="femmes", sex="woman")
    people.registered(first_name="Ben", last_name="Yacine", born="2004-01-01", cohort="jeunes")

    answer = people.page(referent()).get("/mes-personnes.csv?groupe=femmes")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Zola;Ana;Femmes;" in answer.text
    assert "Yacine" not in answer.text
    with people.database.reading() as connection:
        written = connection.execute(text("SELECT actor FROM audit WHERE verb = 'caseload.exported'")).scalars().all()
    assert written == [referent().reference], "who took the list is written down"


def test_a_new_file_says_what_to_do_first(people: CandidatesService) -> None:
    person, _ = people.registered()

    shown = people.page(referent()).get(f"/personnes/{person}").text

    assert "Décrire ce que la personne cherche" in shown


def test_a_meeting_goes_into_the_diary_of_the_person_s_phone(people: CandidatesService) -> None:
    person, profile = people.registered()
    introduction = kept(profile, state="meeting", meeting_at=NOW + timedelta(days=2))
    people.hear(introduction)
    link = re.findall(r"/moi/[\w.-]+", people.page(referent()).post(f"/personnes/{person}/fiche", data={}).text)[0]
    page = people.page()
    assert f"{link}/agenda/{introduction.introduction_id}.ics" in page.get(link).text

    diary = page.get(f"{link}/agenda/{introduction.introduction_id}.ics")

    assert diary.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{NOW + timedelta(days=2):%Y%m%dT%H%M%SZ}" in diary.text
    assert page.get(f"{link}/agenda/{profile}.ics").status_code == 404


def test_a_session_that_ends_under_a_form_loses_nothing_of_what_was_written(people: CandidatesService) -> None:
    person, _ = people.registered()
    path = f"/personnes/{person}/contacts"
    note = "  Elle aime l'atelier <du soir>.\nÀ rappeler."
    answers = {"place": "appointment", "channel": "in_person", "reached": "reached", "note": note}

    over = people.page().post(path, data=answers)

    assert over.status_code == 401
    assert f'action="{path}"' in over.text
    kept_ = re.findall(r'<textarea name="(\w+)">\n(.*?)</textarea>', over.text, re.DOTALL)
    again = {name: html.unescape(answer) for name, answer in kept_}
    assert again == answers
    assert people.page(referent()).post(path, data=again).status_code == 303
    assert "À rappeler." in people.page(referent()).get(f"/personnes/{person}").text
    for secret in ({"password": "un mot de passe"}, {}):
        assert people.page().post(path, data=secret).status_code == 303, "nothing that a page may hold"
