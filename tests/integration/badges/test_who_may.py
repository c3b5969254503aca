"""Who may see and decide of which badge."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.contracts.actors import Actor, Role
from services.contracts.badges import AwardChanged
from tests.factories.badge_service import (
    TERRITORY,
    BadgeService,
    accompanied,
    coordination,
    employer,
    person,
    referent,
)


def stranger(award: AwardChanged) -> list[Actor]:
    """Everyone whose business this award is not."""
    return [
        Actor(uuid4(), TERRITORY, frozenset({Role.PERSON}), profile_id=uuid4()),
        referent(uuid4()),
        employer(uuid4()),
        Actor(UUID(int=0xA1), "ailleurs", frozenset({Role.REFERENT})),
        Actor(uuid4(), "ailleurs", frozenset({Role.COORDINATION})),
        Actor(award.profile_id or uuid4(), "ailleurs", frozenset({Role.PERSON}), profile_id=award.profile_id),
        Actor(uuid4(), TERRITORY, frozenset({Role.PRESCRIBER})),
    ]


def test_a_visitor_must_sign_in(service: BadgeService) -> None:
    award = service.proposed()
    assert service.client().get("/badges/api/awards").status_code == 401
    assert service.client().post(f"/badges/api/awards/{award.award_id}/accept").status_code == 401


@pytest.mark.parametrize("verb", ["accept", "decline", "publish", "withdraw", "revoke", "endorse", "unpublish"])
def test_a_stranger_learns_not_even_that_the_badge_exists(service: BadgeService, verb: str) -> None:
    award = service.proposed()
    for actor in stranger(award):
        client = service.client(actor)
        assert client.get("/badges/api/awards").json()["items"] == []
        assert client.get(f"/badges/api/awards/{award.award_id}").status_code == 404
        told = client.post(f"/badges/api/awards/{award.award_id}/{verb}").json()
        unknown = client.post(f"/badges/api/awards/{uuid4()}/{verb}").json()
        assert (told["status"], told["detail"]) == (404, unknown["detail"])
    assert service.told()[-1] == award


def test_each_sees_what_is_hers(service: BadgeService) -> None:
    award = service.issued()
    for actor in (person(award), referent(), employer(), coordination()):
        (item,) = service.client(actor).get("/badges/api/awards").json()["items"]
        assert item["award_id"] == str(award.award_id)
        assert (item["profile_id"] is None) == actor.has(Role.EMPLOYER)


def test_neither_employer_nor_coordination_decides_for_the_person(service: BadgeService) -> None:
    award = service.proposed()
    for actor, status in ((employer(), 404), (coordination(), 403)):
        answer = service.client(actor).post(f"/badges/api/awards/{award.award_id}/accept", json={"channel": "paper"})
        assert answer.status_code == status


def test_a_colleague_who_stands_in_acts_until_the_last_day_and_not_after(service: BadgeService) -> None:
    profile = uuid4()
    award = service.proposed(profile_id=profile)
    today = service.now.date()
    path = f"/badges/api/awards/{award.award_id}"
    service.hear(accompanied(profile, version=2, until=today - timedelta(days=2)))
    assert service.client(referent()).get(path).status_code == 404
    service.hear(accompanied(profile, version=3, until=today + timedelta(days=1)))
    assert service.client(referent()).get(path).status_code == 200


def test_only_the_coordination_revokes(service: BadgeService) -> None:
    award = service.issued()
    path = f"/badges/api/awards/{award.award_id}/revoke"
    for actor in (person(award), referent(), employer()):
        assert service.client(actor).post(path).status_code == 403
    assert service.client(coordination()).post(path).json()["status"] == "revoked"


def test_the_employer_of_the_placement_endorses_in_its_own_words_once(service: BadgeService) -> None:
    award = service.issued()
    path = f"/badges/api/awards/{award.award_id}/endorse"
    client = service.client(employer())
    refused = client.post(path, json={"comment": "Très bien, appelez-moi au 06 12 34 56 78"})
    assert refused.status_code == 422
    assert "numéro de téléphone" in refused.json()["detail"]
    assert client.post(path, json={"comment": "Un accueil soigné, du premier au dernier jour."}).status_code == 200
    assert client.post(path).status_code == 409
    assert service.client(person(award)).post(path).status_code in {403, 404}


def test_a_badge_not_yet_issued_cannot_be_endorsed(service: BadgeService) -> None:
    award = service.proposed()
    answer = service.client(employer()).post(f"/badges/api/awards/{award.award_id}/endorse")
    assert answer.status_code == 404


def test_an_employer_never_learns_that_a_person_declined(service: BadgeService) -> None:
    award = service.proposed()
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/decline")
    for state in ("", "?state=declined", "?state=proposed"):
        assert service.client(employer()).get(f"/badges/api/awards{state}").json()["items"] == []
    assert service.client(employer()).get(f"/badges/api/awards/{award.award_id}").status_code == 404


def test_the_list_goes_page_by_page_without_loss_or_repeat(service: BadgeService) -> None:
    made = [service.proposed(placement_id=uuid4()).award_id for _ in range(7)]
    client, found, cursor = service.client(coordination()), [], None
    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = client.get("/badges/api/awards", params=params).json()
        found += [item["award_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == [str(award) for award in reversed(made)]


def test_the_list_is_filtered_by_person_and_by_state(service: BadgeService) -> None:
    issued, proposed = service.issued(), service.proposed()
    client = service.client(referent())
    one = client.get("/badges/api/awards", params={"profile_id": str(issued.profile_id)}).json()["items"]
    waiting = client.get("/badges/api/awards", params={"state": "proposed"}).json()["items"]
    assert [item["award_id"] for item in one] == [str(issued.award_id)]
    assert [item["award_id"] for item in waiting] == [str(proposed.award_id)]
    assert client.get("/badges/api/awards", params={"state": "?"}).status_code == 422
