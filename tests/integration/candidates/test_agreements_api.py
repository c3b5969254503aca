"""The person's agreement, through the API, the personal link, and up to the employer's card."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from services.contracts.candidates import AgreementChanged
from services.contracts.vocabulary import Channel, IntroductionState, Language
from tests.factories.candidates_service import CandidatesService, by_answer_link, employer, kept, referent
from tests.factories.people import COMPANY, OTHER_COMPANY


def proposed(people: CandidatesService) -> tuple[UUID, UUID, UUID]:
    """A person, her profile, and an introduction kept for her."""
    person, profile = people.registered()
    moved = kept(profile)
    people.hear(moved)
    return person, profile, moved.introduction_id


def own_page(people: CandidatesService, person: UUID) -> str:
    """The path of a fresh personal link."""
    answer = people.client(referent()).post(f"/candidates/api/people/{person}/links")
    assert answer.status_code == 201
    path: str = answer.json()["url"].removeprefix("https://people.example.test")
    return path


def test_the_referent_records_what_the_person_said(people: CandidatesService) -> None:
    person, profile, introduction = proposed(people)
    path = f"/candidates/api/people/{person}/agreements"
    answer = people.client(referent()).post(path, json={"introduction_id": str(introduction), "channel": "phone"})
    assert answer.status_code == 201, answer.text
    (told,) = people.told(AgreementChanged)
    assert (told.profile_id, told.company_id, told.introduction_id) == (profile, COMPANY, introduction)
    assert (told.status, told.version, told.channel) == ("given", 1, Channel.PHONE)
    assert told.text_version


def test_two_clicks_at_once_make_one_agreement(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    path = f"/candidates/api/people/{person}/agreements"

    def click(_: int) -> int:
        return people.client(referent()).post(path, json={"introduction_id": str(introduction)}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [201] * 4
    assert len(people.told(AgreementChanged)) == 1


def test_an_agreement_is_withdrawn_and_the_card_closes_at_once(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    client = people.client(referent())
    made = client.post(f"/candidates/api/people/{person}/agreements", json={"introduction_id": str(introduction)})
    card = people.page(employer())
    assert "Benali" in card.get(f"/fiches/{introduction}").text
    path = f"/candidates/api/people/{person}/agreements/{made.json()['id']}/withdraw"
    assert client.post(path, json={"channel": "sms"}).status_code == 200
    closed = card.get(f"/fiches/{introduction}")
    assert closed.status_code == 403
    assert "Benali" not in closed.text
    assert [one.status for one in people.told(AgreementChanged)] == ["given", "withdrawn"]
    assert client.post(path, json={}).status_code == 409


def test_the_card_is_for_the_employer_of_this_agreement_only(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    assert people.page(employer()).get(f"/fiches/{introduction}").status_code == 404
    client = people.client(referent())
    client.post(f"/candidates/api/people/{person}/agreements", json={"introduction_id": str(introduction)})
    assert people.page(employer(OTHER_COMPANY)).get(f"/fiches/{introduction}").status_code == 404
    assert people.page(referent()).get(f"/fiches/{introduction}").status_code == 403
    token = people.token(by_answer_link(introduction))
    assert "Benali" in people.page().get(f"/fiches/{introduction}?jeton={token}").text
    elsewhere = people.token(by_answer_link(uuid4()))
    assert people.page().get(f"/fiches/{introduction}?jeton={elsewhere}").status_code == 404


def test_the_card_tells_neither_age_district_cohort_scheme_nor_language(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    pages = people.page(referent())
    pages.post(f"/personnes/{person}/groupe", data={"cohort": "jeunes"})
    pages.post(f"/personnes/{person}/freins", data={"kind": "housing", "note": "Hébergée chez sa tante"})
    pages.post(f"/personnes/{person}/statut", data={"rqth": "on", "minimum_income": "on"})
    client = people.client(referent())
    client.put(f"/candidates/api/people/{person}/profile", json={"languages": ["arabic", "portuguese"]})
    client.post(f"/candidates/api/people/{person}/agreements", json={"introduction_id": str(introduction)})
    text = people.page(employer()).get(f"/fiches/{introduction}").text
    assert "06 12 34 56 78" in text.replace("\u00a0", " ")
    for secret in ("Villeneuve", "Cité", "Jeunes", "2005", "20 ans", "Logement", "tante", "RQTH", "RSA", "CCAS"):
        assert secret not in text, secret
    for language in Language:
        assert language.bare not in text.casefold(), language


def test_the_person_agrees_alone_by_her_link_without_javascript(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    path, browser = own_page(people, person), people.page()
    page = browser.get(path)
    assert page.status_code == 200
    assert "Aide en cuisine" in page.text
    assert "Je suis d’accord" in page.text
    assert 'class="large"' in page.text
    answer = browser.post(f"{path}/reponse", data={"introduction_id": str(introduction), "answer": "oui"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    (told,) = people.told(AgreementChanged)
    assert (told.status, told.channel) == ("given", Channel.LINK)
    assert "Vous avez dit oui" in browser.get(path).text


def test_the_person_may_decline_change_her_mind_and_take_it_back(people: CandidatesService) -> None:
    person, _, introduction = proposed(people)
    path, browser = own_page(people, person), people.page()
    for answer in ("non", "oui"):
        browser.post(f"{path}/reponse", data={"introduction_id": str(introduction), "answer": answer})
    agreement = people.told(AgreementChanged)[-1].agreement_id
    browser.post(f"{path}/retirer", data={"agreement_id": str(agreement)})
    assert [one.status for one in people.told(AgreementChanged)] == ["declined", "given", "withdrawn"]
    assert [one.version for one in people.told(AgreementChanged)] == [1, 2, 3]


def test_once_the_employer_was_told_an_answer_changes_nothing(people: CandidatesService) -> None:
    person, profile = people.registered()
    moved = kept(profile, state=IntroductionState.INTRODUCED)
    people.hear(moved)
    path, browser = own_page(people, person), people.page()
    browser.post(f"{path}/reponse", data={"introduction_id": str(moved.introduction_id), "answer": "non"})
    assert people.told(AgreementChanged) == []


def test_a_question_asks_the_referent_for_a_call_today(people: CandidatesService) -> None:
    person, _, _ = proposed(people)
    path, browser = own_page(people, person), people.page()
    for _ in range(2):
        assert browser.post(f"{path}/question", data={"question": "À quelle heure ?"}).status_code == 303
    mine = people.page(referent())
    assert mine.get(f"/personnes/{person}").text.count("À quelle heure ?") == 1
    assert "Contact prévu" in mine.get("/mes-personnes").text
    refused = browser.post(f"{path}/question", data={"question": "je suis malade lundi"})
    assert refused.status_code == 422
    assert "parle de santé" in refused.text


def test_a_link_that_opens_nothing_says_the_same_whatever_the_reason(people: CandidatesService) -> None:
    person, _, _ = proposed(people)
    path, browser = own_page(people, person), people.page()
    people.page(referent()).post(f"/personnes/{person}/liens/couper")
    said = {
        re.sub(r"<code>.*?</code>", "", re.sub(r"/moi/[\w-]+", "", browser.get(one).text))
        for one in (path, "/moi/inconnu", "/moi/" + "a" * 500)
    }
    assert len(said) == 1
    assert browser.get(path).status_code == 404


def test_a_short_token_of_a_person_opens_no_file(people: CandidatesService) -> None:
    person, _, _ = proposed(people)
    text = people.page().get(own_page(people, person)).text
    assert f"/personnes/{person}" not in text
    assert str(person) not in text


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "email"},
        {"channel": "link"},
        {"introduction_id": None, "company_id": None},
        {"company_id": str(OTHER_COMPANY)},
        {"at": "2030-01-01T10:00:00Z"},
        {"agrees": "peut-être"},
        {"more": 1},
    ],
)
def test_an_agreement_that_proves_nothing_is_refused(people: CandidatesService, body: dict[str, object]) -> None:
    person, _, introduction = proposed(people)
    path = f"/candidates/api/people/{person}/agreements"
    answer = people.client(referent()).post(path, json={"introduction_id": str(introduction)} | body)
    assert answer.status_code == 422, answer.text
    assert people.told(AgreementChanged) == []


def test_an_introduction_of_somebody_else_is_refused(people: CandidatesService) -> None:
    person, _, _ = proposed(people)
    _, other = people.registered(first_name="Sofia")
    theirs = kept(other)
    people.hear(theirs)
    path = f"/candidates/api/people/{person}/agreements"
    answer = people.client(referent()).post(path, json={"introduction_id": str(theirs.introduction_id)})
    assert answer.status_code == 404
