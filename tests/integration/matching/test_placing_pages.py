"""The pages of introductions and placements, as a browser without JavaScript plays them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.contracts.employers import IntroductionAnswered
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import IntroductionState, PlacementStatus
from tests.factories.placing import FRANCE_TRAVAIL, LEA, REGIE, coordination, employer, person, referent
from tests.factories.placing_service import PlacingService

FORM: dict[str, Any] = {
    "kind": "immersion",
    "title": "Aide en boulangerie",
    "objective": "discover",
    "starts_on": "09/03/2026",
    "ends_on": "20/03/2026",
    "preset": "morning",
    "site_label": "3 rue du Pain",
    "site_postcode": "17000",
    "site_commune": "La Rochelle",
    "goals": "Voir si le métier plaît.",
    "tasks": "Façonner.",
    "skills": "Façonner une pâte\nTenir le poste",
    "equipment": "aucun",
    "prevention": "aucune",
    "insurance": "MAIF",
    "tutor_named": "on",
    "emergency_contact_known": "on",
    "host_duties_accepted": "on",
    "prescriber": str(FRANCE_TRAVAIL),
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PlacingService]:
    made = PlacingService(tmp_path)
    yield made
    made.close()


def browser(service: PlacingService, who: Any = None, *, fragment: bool = False) -> httpx.Client:
    client = service.client(who or referent(), pages=True, fragment=fragment)
    client.headers["origin"] = "http://testserver"
    return client


def placed(service: PlacingService, **changes: Any) -> tuple[UUID, UUID, UUID]:
    """A placement agreed by the form: ids of the placement, the person and the firm."""
    introduction, profile, company = service.introduced()
    answer = browser(service).post(f"/immersions/nouvelle?mise_en_relation={introduction}", data=FORM | changes)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1]), profile, company


def test_an_offer_is_kept_from_a_ranked_list_and_its_page_says_what_to_do_next(service: PlacingService) -> None:
    profile, _, offer = service.market()
    nadia = browser(service)
    kept = nadia.post("/matching/mises-en-relation", data={"profile_id": str(profile), "offer_id": str(offer)})
    assert kept.status_code == 303
    page = nadia.get(kept.headers["location"])
    assert "Recueillir l’accord de la personne" in page.text
    assert f'data-fill-id="{profile}"' in page.text
    assert "Nadia Bernard" in page.text


def test_a_fragment_that_keeps_an_offer_sends_the_page_on(service: PlacingService) -> None:
    profile, _, offer = service.market()
    kept = browser(service, fragment=True).post(
        "/matching/mises-en-relation", data={"profile_id": str(profile), "offer_id": str(offer)}
    )
    assert kept.status_code == 200
    assert kept.headers["x-go-to"].startswith("/mises-en-relation/")


def test_an_offer_is_set_aside_with_a_reason_and_the_list_comes_back(service: PlacingService) -> None:
    profile, _, offer = service.market()
    aside = browser(service).post(
        "/matching/mises-en-relation/ecarter",
        data={"profile_id": str(profile), "offer_id": str(offer), "reason": "too_far"},
    )
    assert aside.headers["location"] == f"/matching/profiles/{profile}/offres"
    assert service.told(IntroductionMoved)[-1].reason == "too_far"


def test_the_board_groups_by_whose_move_it_is(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    page = browser(service).get("/mises-en-relation")
    assert page.status_code == 200
    assert "En attente de l’entreprise" in page.text
    assert f"/mises-en-relation/{introduction}" in page.text
    assert 'src="/candidates/noms"' in page.text
    service.later(days=4)
    assert "Relancer l’entreprise" in browser(service).get("/mises-en-relation?voir=a-vous").text.replace("&#39;", "’")


def test_an_empty_board_says_where_to_begin(service: PlacingService) -> None:
    for path in ("/mises-en-relation", "/mises-en-relation?voir=finies", "/immersions", "/immersions?voir=finies"):
        assert browser(service).get(path).status_code == 200
    assert "/mes-personnes" in browser(service).get("/mises-en-relation").text


def test_an_answer_heard_on_the_phone_is_noted(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia, path = browser(service), f"/mises-en-relation/{introduction}/reponse"
    wrong = nadia.post(path, data={"answer": "refused", "channel": "phone"})
    assert wrong.status_code == 422
    assert "pourquoi" in wrong.text
    meeting = {"answer": "meet", "channel": "phone", "meeting_day": "10/03/2026", "meeting_hour": "9h30"}
    assert nadia.post(path, data=meeting).status_code == 303
    fact = service.told(IntroductionMoved)[-1]
    assert fact.state is IntroductionState.MEETING
    assert fact.meeting_at is not None
    assert fact.meeting_at.isoformat() == "2026-03-10T08:30:00+00:00"
    page = nadia.get(f"/mises-en-relation/{introduction}")
    assert "Convenir d’une immersion ou d’un contrat" in page.text
    assert "9 h 30" in page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_meeting_and_each_presence_go_into_the_referents_diary(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia, path = browser(service), f"/mises-en-relation/{introduction}"
    assert nadia.get(f"{path}/rendez-vous.ics").status_code == 404
    nadia.post(
        f"{path}/reponse",
        data={"answer": "meet", "channel": "phone", "meeting_day": "10/03/2026", "meeting_hour": "9h30"},
    )
    assert f"{path}/rendez-vous.ics" in nadia.get(path).text
    assert "DTSTART:20260310T083000Z" in nadia.get(f"{path}/rendez-vous.ics").text

    placement, _, _ = placed(service)
    diary = nadia.get(f"/immersions/{placement}/agenda.ics")

    assert diary.headers["content-type"] == "text/calendar; charset=utf-8"
    assert diary.text.count("BEGIN:VEVENT") == 10, "two weeks of mornings, Monday to Friday"
    assert "DTSTART:20260309T073000Z" in diary.text
    assert browser(service, employer()).get(f"/immersions/{placement}/agenda.ics").status_code == 403


def test_a_day_that_is_not_one_comes_back_at_its_field(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    wrong = browser(service).post(
        f"/mises-en-relation/{introduction}/reponse",
        data={"answer": "meet", "channel": "phone", "meeting_day": "31/02/2026"},
    )
    assert wrong.status_code == 422
    assert "31/02/2026" in wrong.text


def test_what_cannot_be_done_now_is_said_on_the_page(service: PlacingService) -> None:
    profile, _, offer = service.market()
    nadia = browser(service)
    kept = nadia.post("/matching/mises-en-relation", data={"profile_id": str(profile), "offer_id": str(offer)})
    there = kept.headers["location"]
    refused = nadia.post(f"{there}/presenter")
    assert refused.headers["location"] == there
    assert nadia.get(there).status_code == 200
    assert service.told(IntroductionMoved)[-1].state is IntroductionState.KEPT


def test_the_form_proposes_what_the_offer_says(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    page = browser(service).get(f"/immersions/nouvelle?mise_en_relation={introduction}")
    assert page.status_code == 200
    assert 'value="2026-03-09"' in page.text
    assert "Aide en boulangerie" in page.text
    assert re.search(rf'value="{FRANCE_TRAVAIL}" selected', page.text)


def test_a_placement_is_agreed_by_the_form_and_what_the_law_refuses_is_told_at_its_field(
    service: PlacingService,
) -> None:
    introduction, _, _ = service.introduced()
    nadia, path = browser(service), f"/immersions/nouvelle?mise_en_relation={introduction}"
    refused = nadia.post(path, data=FORM | {"ends_on": "30/04/2026"})
    assert refused.status_code == 422
    assert "D5135-3" in refused.text
    assert "Façonner une pâte" in refused.text
    made = nadia.post(path, data=FORM)
    assert made.status_code == 303
    page = nadia.get(made.headers["location"])
    assert "Faire signer" in page.text
    assert service.told(PlacementChanged)[-1].status is PlacementStatus.READY_TO_SIGN


def test_hours_that_are_not_understood_say_what_to_write(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    wrong = browser(service).post(
        f"/immersions/nouvelle?mise_en_relation={introduction}", data=FORM | {"preset": "other", "hours_mon": "tôt"}
    )
    assert wrong.status_code == 422
    assert "8:30-12:30, 13:30-17:00" in wrong.text


def test_a_written_reason_confirms_what_the_law_leaves_open(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia, path = browser(service), f"/immersions/nouvelle?mise_en_relation={introduction}"
    six_hours = FORM | {"preset": "other", "hours_mon": "8h-14h"}
    asked = nadia.post(path, data=six_hours)
    assert asked.status_code == 422
    assert 'name="confirm_no-break"' in asked.text
    made = nadia.post(path, data=six_hours | {"confirm_no-break": "La pause est prise à 11 h, usage de la maison."})
    assert made.status_code == 303
    assert "usage de la maison" in nadia.get(made.headers["location"]).text
    again = nadia.get(f"{made.headers['location']}/modifier")
    assert "usage de la maison" in again.text
    assert "08:00-14:00" in again.text


def test_signatures_are_noted_from_paper_and_given_online(service: PlacingService) -> None:
    placement, profile, company = placed(service)
    nadia, path = browser(service), f"/immersions/{placement}"
    noted = {"signer": "employer", "channel": "paper", "signed_on": "02/03/2026"}
    assert nadia.post(f"{path}/signature", data=noted).status_code == 303
    wrong = nadia.post(f"{path}/signature", data=noted)
    assert wrong.status_code == 422
    assert "déjà" in wrong.text

    token = service.token(person(profile))
    her = service.client(pages=True)
    her.headers["origin"] = "http://testserver"
    page = her.get(f"{path}/ma-signature?jeton={token}")
    assert "Signer la convention" in page.text
    assert her.post(f"{path}/ma-signature?jeton={token}").status_code == 303
    assert "Vous avez signé" in her.get(f"{path}/ma-signature?jeton={token}").text

    firm = browser(service, employer(company)).get(f"{path}/ma-signature")
    assert "Vous avez signé" in firm.text
    assert str(profile) not in firm.text

    assert nadia.post(f"{path}/signer", data={"signer": "prescriber"}).status_code == 303
    assert "Relire et valider" in nadia.get(path).text
    nadia.post(f"{path}/valider")
    assert service.told(PlacementChanged)[-1].status is PlacementStatus.VALIDATED


def signed(service: PlacingService) -> UUID:
    placement, _, _ = placed(service)
    nadia = browser(service)
    for signer in ("person", "employer", "prescriber"):
        data = {"signer": signer, "channel": "paper", "signed_on": "2026-03-02"}
        assert nadia.post(f"/immersions/{placement}/signature", data=data).status_code == 303
    nadia.post(f"/immersions/{placement}/valider")
    return placement


def test_the_bilan_is_written_on_the_page(service: PlacingService) -> None:
    placement = signed(service)
    nadia, path = browser(service), f"/immersions/{placement}"
    service.later(days=20)
    assert "Bilan attendu" in nadia.get("/immersions").text
    wrong = nadia.post(f"{path}/bilan", data={"outcome": "completed", "why": "prevented"})
    assert wrong.status_code == 422
    data = {"outcome": "completed", "objective_reached": "yes", "hired_as": "cdd_6"}
    assert nadia.post(f"{path}/bilan", data=data).status_code == 303
    page = nadia.get(path)
    assert ">CDD</abbr> de 6 mois ou plus" in page.text
    assert "Prolonger une fois" in page.text
    assert "Finies" in nadia.get("/immersions?voir=finies").text


def test_a_placement_is_cancelled_with_its_reason(service: PlacingService) -> None:
    placement = signed(service)
    nadia, path = browser(service), f"/immersions/{placement}"
    assert nadia.post(f"{path}/arreter", data={}).status_code == 422
    assert nadia.post(f"{path}/arreter", data={"reason": "outside"}).status_code == 303
    assert "événement extérieur" in nadia.get(path).text.lower()


def test_an_edit_clears_the_signatures(service: PlacingService) -> None:
    placement, _, _ = placed(service)
    nadia, path = browser(service), f"/immersions/{placement}"
    nadia.post(f"{path}/signature", data={"signer": "person", "channel": "paper", "signed_on": "2026-03-02"})
    assert nadia.post(f"{path}/modifier", data=FORM | {"ends_on": "2026-03-18"}).status_code == 303
    assert service.told(PlacementChanged)[-1].signed_by == ()


def test_the_convention_prints_what_the_decree_asks(service: PlacingService) -> None:
    placement, profile, _ = placed(service)
    page = browser(service).get(f"/immersions/{placement}/convention")
    for said in ("D5135-1", "Cerfa", "France Travail", "Façonner une pâte", "MAIF", "dans les 24 heures", "CPAM"):
        assert said in page.text, said
    assert f'data-fill-id="{profile}"' in page.text


def test_pages_of_other_peoples_people_do_not_exist(service: PlacingService) -> None:
    placement, _, _ = placed(service)
    introduction = service.told(IntroductionMoved)[-1].introduction_id
    lea = browser(service, referent(LEA, REGIE))
    for path in (
        f"/immersions/{placement}",
        f"/immersions/{placement}/modifier",
        f"/immersions/{placement}/convention",
        f"/immersions/{placement}/agenda.ics",
        f"/mises-en-relation/{introduction}/rendez-vous.ics",
        f"/mises-en-relation/{introduction}",
        f"/immersions/nouvelle?mise_en_relation={introduction}",
    ):
        assert lea.get(path).status_code == 404, path
    assert lea.post(f"/immersions/nouvelle?mise_en_relation={introduction}", data={"title": ""}).status_code == 404


def test_delegations_are_kept_by_the_coordination(service: PlacingService) -> None:
    data = {
        "structure_id": str(REGIE),
        "given_by_kind": "france_travail",
        "given_by_name": "France Travail La Rochelle",
        "starts_on": "2026-01-01",
        "ends_on": "2026-04-15",
    }
    marc, path = browser(service, coordination()), "/immersions/delegations"
    assert marc.post(path, data=data | {"ends_on": "2025-04-15"}).status_code == 422
    assert marc.post(path, data=data).status_code == 303
    page = browser(service).get(path)
    assert "À renouveler" in page.text
    assert "Enregistrer une délégation" not in page.text
    assert "Une délégation se termine bientôt" in browser(service).get("/immersions").text
    assert browser(service).post(path, data=data).status_code == 403


def test_the_employers_own_answer_moves_the_board(service: PlacingService) -> None:
    introduction, _, company = service.introduced()
    answer = IntroductionAnswered(introduction_id=introduction, company_id=company, answer="refused", at=service.now)
    service.hear(answer)
    assert "Rien n’attend" in browser(service).get("/mises-en-relation").text
    finished = browser(service).get("/mises-en-relation?voir=finies").text
    assert "refusée par l’entreprise" in finished.replace("&#39;", "’")


def test_an_introduction_is_kept_met_closed_or_set_aside_by_buttons(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia, path = browser(service), f"/mises-en-relation/{introduction}"
    for act, state in (("rencontre", "met"), ("clore", "closed")):
        assert nadia.post(f"{path}/{act}").status_code == 303
        assert service.told(IntroductionMoved)[-1].state.value == state
    profile, _, offer = service.market()
    kept = nadia.post("/matching/mises-en-relation", data={"profile_id": str(profile), "offer_id": str(offer)})
    there = kept.headers["location"]
    assert nadia.post(f"{there}/ecarter", data={}).status_code == 422
    assert nadia.post(f"{there}/ecarter", data={"reason": "hours"}).status_code == 303
    assert service.told(IntroductionMoved)[-1].reason == "hours"
