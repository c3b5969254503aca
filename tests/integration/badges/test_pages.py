"""The pages of badges as a person reads them, without JavaScript."""

import json
from uuid import uuid4

import httpx
import pytest

from services.contracts.actors import Actor
from services.contracts.badges import AwardChanged
from services.contracts.vocabulary import AwardStatus
from tests.factories.badge_service import BadgeService, coordination, employer, person, referent

HTML = "text/html"


def page(service: BadgeService, path: str, actor: Actor | None = None) -> httpx.Response:
    return service.client(actor, accept=HTML).get(path)


def by_link(service: BadgeService, award: AwardChanged) -> str:
    return f"/badges/mes-badges?jeton={service.token(person(award))}"


def test_the_person_accepts_by_her_link_and_finds_her_badge(service: BadgeService) -> None:
    award = service.proposed()
    link = by_link(service, award)
    shown = page(service, link).text
    assert "Immersion : accueil et renseignements" in shown
    assert "Je suis d’accord" in shown
    assert "Parcours Atlantique" in shown
    client = service.client(accept=HTML)
    query = link.partition("?")[2]
    answer = client.post(f"/badges/decisions/{award.award_id}/accepter?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    after = client.get(link).text
    assert "le badge est accepté" in after
    assert "Garder l’image" in after
    assert f"/badges/{award.award_id}.png" in after


def test_each_act_of_the_page_does_what_it_says(service: BadgeService) -> None:
    award = service.proposed()
    link = by_link(service, award)
    query = link.partition("?")[2]
    client = service.client(accept=HTML)
    for verb, status in (
        ("refuser", AwardStatus.DECLINED),
        ("accepter", AwardStatus.ISSUED),
        ("publier", AwardStatus.ISSUED),
        ("depublier", AwardStatus.ISSUED),
        ("retirer", AwardStatus.REVOKED),
    ):
        assert client.post(f"/badges/decisions/{award.award_id}/{verb}?{query}").status_code == 303
        assert service.told()[-1].status is status, verb
        assert client.get(link).status_code == 200


def test_a_second_click_is_answered_in_words(service: BadgeService) -> None:
    award = service.issued()
    link = by_link(service, award)
    client = service.client(accept=HTML)
    client.post(f"/badges/decisions/{award.award_id}/accepter?{link.partition('?')[2]}")
    assert "Ce badge est déjà délivré. Rien n’a été changé." in client.get(link).text


def test_the_referent_records_the_persons_word_and_must_say_how(service: BadgeService) -> None:
    award = service.proposed()
    client = service.client(referent(), accept=HTML)
    path = f"/badges/personnes/{award.profile_id}"
    assert "Comment la personne a-t-elle donné son accord" in client.get(path).text
    client.post(f"/badges/decisions/{award.award_id}/accepter")
    assert "Dites comment la personne a donné son accord" in client.get(path).text
    done = client.post(f"/badges/decisions/{award.award_id}/accepter", data={"channel": "in_person"})
    assert done.headers["location"] == path
    assert "Délivré" in client.get(path).text


def test_the_cards_alone_are_given_to_a_page_of_another_service(service: BadgeService) -> None:
    award = service.proposed()
    fragment = service.client(referent(), fragment=True).get(f"/badges/personnes/{award.profile_id}").text
    assert "<html" not in fragment
    assert "Immersion : accueil et renseignements" in fragment


def test_nobody_else_opens_the_badges_of_a_person(service: BadgeService) -> None:
    award = service.proposed()
    assert page(service, f"/badges/personnes/{award.profile_id}", referent(uuid4())).status_code == 404
    assert page(service, f"/badges/personnes/{award.profile_id}", coordination()).status_code == 404
    assert page(service, "/badges/mes-badges", referent()).status_code == 403
    assert page(service, "/badges/mes-badges?jeton=faux").status_code in {303, 401}


def test_the_employer_endorses_from_its_page(service: BadgeService) -> None:
    award = service.issued()
    service.proposed()
    client = service.client(employer(), accept=HTML)
    shown = client.get("/badges/entreprise").text
    assert shown.count("Appuyer ce badge") == 1
    path = f"/badges/entreprise/{award.award_id}/appuyer"
    client.post(path, data={"comment": "Appelez lea@example.org"})
    assert "il ne doit pas dire une adresse électronique" in client.get("/badges/entreprise").text
    client.post(path, data={"comment": "Un accueil soigné."})
    after = client.get("/badges/entreprise").text
    assert "Votre avis est signé" in after
    assert "Un accueil soigné." in after
    assert "Appuyer ce badge" not in after
    assert page(service, "/badges/entreprise", referent()).status_code == 403


def test_a_person_without_badge_is_told_why(service: BadgeService) -> None:
    award = service.proposed()
    other = person(award.model_copy(update={"profile_id": uuid4()}))
    assert "Pas encore de badge" in page(service, "/badges/mes-badges", other).text


def test_the_verifier_reads_each_form_and_tells_each_step(service: BadgeService) -> None:
    award = service.issued()
    client = service.client(accept=HTML)
    document = client.get(f"/badges/{award.award_id}.json")
    png = client.get(f"/badges/{award.award_id}.png").content
    answers = (
        client.post("/badges/verifier", data={"texte": document.text}),
        client.post("/badges/verifier", files={"fichier": ("badge.png", png, "image/png")}, data={"texte": ""}),
        client.post("/badges/verifier", data={"texte": client.get(f"/badges/{award.award_id}.jwt").text}),
        client.get(f"/badges/verifier?badge={award.award_id}"),
    )
    for answer in answers:
        assert answer.status_code == 200
        assert "Ce badge est authentique et valable" in answer.text
        assert "L’émetteur est connu et la clé est bien la sienne." in answer.text
        assert "Ce badge n’a pas été retiré." in answer.text


def test_the_verifier_tells_a_touched_badge_and_a_revoked_one(service: BadgeService) -> None:
    award = service.issued()
    client = service.client(accept=HTML)
    text = client.get(f"/badges/{award.award_id}.json").text
    touched = client.post("/badges/verifier", data={"texte": text.replace("accueil et", "pilotage et")}).text
    assert "a été modifié" in touched
    assert "Ce badge n’est pas valable" in touched
    service.client(coordination()).post(f"/badges/api/awards/{award.award_id}/revoke")
    assert "L’émetteur a retiré ce badge" in client.post("/badges/verifier", data={"texte": text}).text


@pytest.mark.parametrize(
    "texte", ["", "   ", "bonjour", "{", '{"@context": "x"}', "<script>alert(1)</script>", "é" * 300_000]
)
def test_the_verifier_answers_anything_in_words(service: BadgeService, texte: str) -> None:
    answer = service.client(accept=HTML).post("/badges/verifier", files={"texte": (None, texte)})
    assert answer.status_code in {200, 422}
    assert "<script>alert(1)" not in answer.text
    assert "badge" in answer.text


def test_a_strangers_badge_with_markup_is_shown_as_plain_text(service: BadgeService) -> None:
    award = service.issued()
    document = service.client().get(f"/badges/{award.award_id}.json").json()
    document["credentialSubject"]["achievement"]["name"] = "<b onmouseover=alert(1)>Pilote</b>"
    answer = service.client(accept=HTML).post("/badges/verifier", data={"texte": json.dumps(document)})
    assert "<b onmouseover" not in answer.text
    assert "&lt;b onmouseover" in answer.text


def test_a_badge_that_does_not_exist_gets_a_page_in_french(service: BadgeService) -> None:
    answer = page(service, f"/badges/{uuid4()}")
    assert answer.status_code == 404
    assert "Il n’y a pas de badge à cette adresse." in answer.text
    assert page(service, "/badges/verifier?badge=x").status_code == 422


def test_what_badges_are_is_told_in_plain_words(service: BadgeService) -> None:
    assert "Ce qu’un badge ne dit jamais" in page(service, "/badges").text


def test_a_demonstration_says_so_on_each_public_page(service: BadgeService) -> None:
    award = service.issued()
    service.ready(version=2, invented=True)
    assert "démonstration" in page(service, f"/badges/{award.award_id}").text


def test_the_address_of_a_badge_is_enough_to_verify_it(service: BadgeService) -> None:
    award = service.issued()
    client = service.client(accept=HTML)
    address = service.runtime.app.state.badges.workshop.addresses.badge(award.award_id)

    for pasted in (address, f"  {address}.png?copie=1 "):
        told = client.post("/badges/verifier", data={"texte": pasted})
        assert (told.status_code, "Étape par étape" in told.text) == (200, True)
    for strange in ("https://ailleurs.example/badges/1", f"{address[:-1]}x"):
        told = client.post("/badges/verifier", data={"texte": strange})
        assert told.status_code == 422
        assert "Cette adresse n’est pas celle d’un badge d’ici" in told.text
        assert strange in told.text, "what was pasted stays"
