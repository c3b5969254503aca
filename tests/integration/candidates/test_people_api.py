"""The JSON API: registering, the caseload, the profile."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.candidates import ProfileChanged
from services.contracts.vocabulary import Language, LegalCondition, OfferKind
from tests.factories.candidates_service import AMINA, CandidatesService, coordination, employer, prescriber, referent
from tests.factories.people import COLLEAGUE, REFERENT

PROFILE: dict[str, Any] = {
    "wishes": [{"rome": "G1603", "label": "Employé de restauration", "ogr": "15404"}],
    "skills": [{"code": "legumes", "label": "Éplucher des légumes", "level": 3}],
    "kinds": ["immersion", "cdi"],
    "available": ["mon_am", "tue_am"],
    "modes": ["bus"],
    "travel_minutes_max": 30,
    "latest_end": "16:30",
    "origin": {"latitude": 46.152361, "longitude": -1.124142},
    "avoids": ["heavy_loads"],
    "languages": ["french", "spanish"],
}


def test_a_person_is_registered_and_her_profile_is_published_without_her_name(people: CandidatesService) -> None:
    person, profile = people.registered()
    told = people.told(ProfileChanged)
    assert [(one.profile_id, one.version, one.active) for one in told] == [(profile, 1, True)]
    assert [access.staff_id for access in told[0].access] == [REFERENT]
    assert person != profile


def test_the_profile_is_replaced_whole_and_published_once(people: CandidatesService) -> None:
    person, profile = people.registered()
    client = people.client(referent())
    for _ in range(2):
        answer = client.put(f"/candidates/api/people/{person}/profile", json=PROFILE)
        assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["version"], shown["latest_end"], shown["missing"]) == (2, "16:30", [])
    last = people.told(ProfileChanged)[-1]
    assert len(people.told(ProfileChanged)) == 2
    assert (last.profile_id, last.version, last.kinds) == (profile, 2, (OfferKind.IMMERSION, OfferKind.CDI))
    assert last.origin is not None
    assert (last.origin.latitude, last.origin.longitude) == (46.15, -1.12)
    assert LegalCondition.ADULT in last.legal
    assert last.languages == (Language.FRENCH, Language.SPANISH)
    assert shown["languages"] == ["french", "spanish"]
    assert client.get(f"/candidates/api/people/{person}/profile").json() == shown


def test_two_who_edit_at_once_do_not_erase_each_other(people: CandidatesService) -> None:
    person, _ = people.registered()
    client = people.client(referent())
    assert client.put(f"/candidates/api/people/{person}/profile", json=PROFILE | {"version": 1}).status_code == 200
    late = client.put(f"/candidates/api/people/{person}/profile", json={"version": 1})
    assert late.status_code == 409
    assert "entre-temps" in late.json()["detail"]
    assert client.get(f"/candidates/api/people/{person}/profile").json()["version"] == 2


def test_the_same_request_sent_twice_makes_one_person(people: CandidatesService) -> None:
    client = people.client(referent())
    headers = {"Idempotency-Key": "one"}
    answers = [client.post("/candidates/api/people", json=AMINA, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(client.get("/candidates/api/people").json()["items"]) == 1
    other = client.post("/candidates/api/people", json=AMINA | {"first_name": "Sofia"}, headers=headers)
    assert other.status_code == 409


def test_two_clicks_at_once_make_one_person(people: CandidatesService) -> None:
    def click(_: int) -> int:
        client = people.client(referent())
        return client.post("/candidates/api/people", json=AMINA, headers={"Idempotency-Key": "k"}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [201] * 4
    assert len(people.told(ProfileChanged)) == 1


def test_the_same_name_and_birth_date_ask_before_a_second_file(people: CandidatesService) -> None:
    people.registered()
    client = people.client(referent(COLLEAGUE))
    twin = AMINA | {"first_name": "AMINA", "last_name": "bénali"}
    refused = client.post("/candidates/api/people", json=twin)
    assert (refused.status_code, refused.json()["code"]) == (409, "possible-double")
    assert client.post("/candidates/api/people", json=twin | {"somebody_else": True}).status_code == 201


def test_the_caseload_is_read_page_by_page_without_missing_anybody(people: CandidatesService) -> None:
    made = {str(people.registered(first_name=name)[0]) for name in ("Ana", "Bea", "Cléo", "Dina", "Eva")}
    people.client(referent(COLLEAGUE)).post("/candidates/api/people", json=AMINA | {"first_name": "Zoé"})
    client, seen, cursor = people.client(referent()), [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/candidates/api/people", params=query).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == made
    assert client.get("/candidates/api/people", params={"cursor": "abc"}).status_code == 400


@pytest.mark.parametrize("who", [coordination(), prescriber(), employer()])
def test_only_referents_read_people(people: CandidatesService, who: Any) -> None:
    person, profile = people.registered()
    client = people.client(who)
    for path in (
        "/candidates/api/people",
        f"/candidates/api/people/{person}/profile",
        f"/candidates/noms?ids={profile}",
    ):
        assert client.get(path).status_code == 403
    assert people.client().get("/candidates/api/people").status_code == 401


def test_another_referent_of_the_same_structure_sees_nothing(people: CandidatesService) -> None:
    person, profile = people.registered()
    other = people.client(referent(COLLEAGUE))
    assert other.get("/candidates/api/people").json()["items"] == []
    assert other.get(f"/candidates/api/people/{person}/profile").status_code == 403
    assert other.put(f"/candidates/api/people/{person}/profile", json={}).status_code == 403
    assert other.delete(f"/candidates/api/people/{person}").status_code == 403
    assert other.get(f"/candidates/noms?ids={profile},{person}").json() == {}


def test_names_are_given_for_profiles_and_people_she_may_see(people: CandidatesService) -> None:
    person, profile = people.registered()
    asked = f"/candidates/noms?ids={profile},{person},{uuid4()},nothing"
    named = {"name": "Amina Benali", "url": f"/personnes/{person}"}
    assert people.client(referent()).get(asked).json() == {str(profile): named, str(person): named}


def test_another_territory_sees_nothing(people: CandidatesService) -> None:
    person, _ = people.registered()
    away = people.client(referent()).headers["Authorization"]
    stranger = people.client(type(referent())(REFERENT, "ailleurs", referent().roles, "Nadia", referent().structure_id))
    assert stranger.headers["Authorization"] != away
    assert stranger.get(f"/candidates/api/people/{person}/profile").status_code == 404
    assert stranger.get("/candidates/api/people").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"born": "2105-01-01"}, "born"),
        ({"born": "pas une date"}, "born"),
        ({"phone": "12"}, "phone"),
        ({"email": "sans-arobase"}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"first_name": "A" * 300}, "first_name"),
        ({"cohort": "inconnu"}, "cohort"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_cannot_be_is_refused_in_french_at_its_field(
    people: CandidatesService, change: dict[str, Any], field: str
) -> None:
    answer = people.client(referent()).post("/candidates/api/people", json=AMINA | change)
    assert answer.status_code in {404, 422}, answer.text
    assert any(name.startswith(field) for name in answer.json()["fields"]), answer.text
    assert people.client(referent()).get("/candidates/api/people").json()["items"] == []


def test_a_null_byte_changes_nothing_and_an_emoji_is_kept(people: CandidatesService) -> None:
    client = people.client(referent())
    assert client.post("/candidates/api/people", json=AMINA | {"first_name": "A\x00mina"}).status_code in {400, 422}
    person, _ = people.registered(first_name="Zoé 🌊")
    items = client.get("/candidates/api/people").json()["items"]
    assert [(UUID(item["id"]), item["first_name"]) for item in items] == [(person, "Zoé 🌊")]


@pytest.mark.parametrize(
    "change",
    [
        {"wishes": [{"rome": "Z9", "label": "x"}]},
        {"kinds": ["astronaut"]},
        {"available": ["monday"]},
        {"travel_minutes_max": 500},
        {"weekly_hours_max": 60},
        {"latest_end": "25:00"},
        {"origin": {"latitude": 200, "longitude": 0}},
        {"avoids": ["depression"]},
        {"languages": ["klingon"]},
        {"unknown": True},
    ],
)
def test_a_profile_that_cannot_be_is_refused_and_changes_nothing(
    people: CandidatesService, change: dict[str, Any]
) -> None:
    person, _ = people.registered()
    answer = people.client(referent()).put(f"/candidates/api/people/{person}/profile", json=PROFILE | change)
    assert answer.status_code == 422, answer.text
    assert len(people.told(ProfileChanged)) == 1
