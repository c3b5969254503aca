"""A firm joins the club, by itself or at its door."""

from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from services.contracts.employers import CompanyChanged
from services.employers.adapters.recherche_entreprises import NoRegister
from services.employers.domain.company import Existence, Finding
from services.employers.entrypoints.events import RegisterWatch
from services.employers.ports import RegisterUnavailable
from services.employers.use_cases.post_offer import PostOffer, post_offer
from tests.factories.club_service import ClubService, configured, employer, presentation, referent
from tests.factories.employers import SIRETS, an_immersion


def test_a_firm_joins_to_verify_and_to_confirm(club: ClubService) -> None:
    answer = club.client().post("/employers/api/companies", json=presentation())
    shown = answer.json()
    assert answer.status_code == 201
    assert (shown["existence"], shown["confirmed"], shown["member"]) == ("to_verify", False, True)
    assert shown["enrol_link"].startswith("https://club.example.test/inscription?jeton=")
    (fact,) = club.told(CompanyChanged)
    assert (fact.siret, fact.confirmed, fact.existence) == (SIRETS[0], False, "to_verify")


def test_no_contact_of_a_firm_rides_an_event(club: ClubService) -> None:
    club.posted(club.confirmed())
    told = "\n".join(envelope.to_bytes().decode() for envelope in club.envelopes())
    for secret in ("Dominique", "bistrot@example.org", "0546"):
        assert secret not in told


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"siret": "123"}, "siret"),
        ({"siret": "73282932000075"}, "siret"),
        ({"name": " "}, "name"),
        ({"contact_name": ""}, "contact_name"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "pas-un-courriel"}, "email"),
        ({"naf": "restaurant"}, "naf"),
        ({"surprise": 1}, "surprise"),
        ({"name": "x" * 301}, "name"),
    ],
)
def test_a_malformed_presentation_is_told_at_its_place_and_changes_nothing(
    club: ClubService, changes: dict[str, Any], field: str
) -> None:
    answer = club.client().post("/employers/api/companies", json=presentation(**changes))
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert club.envelopes() == []


def test_every_fault_is_told_at_once(club: ClubService) -> None:
    body = presentation(siret="1", name="", contact_name="", email="", phone="")
    answer = club.client().post("/employers/api/companies", json=body)
    assert set(answer.json()["fields"]) == {"siret", "name", "contact_name", "email"}


def test_a_firm_already_known_is_joined_without_being_changed(club: ClubService) -> None:
    club.joined()
    answer = club.client().post("/employers/api/companies", json=presentation(name="Un autre nom"))
    assert answer.json()["already_known"]
    assert answer.json()["name"] == "Le Bistrot du port"
    assert len(club.told(CompanyChanged)) == 1


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(club: ClubService) -> None:
    headers = {"Idempotency-Key": "clic"}
    first, second = (
        club.client().post("/employers/api/companies", json=presentation(), headers=headers) for _ in range(2)
    )
    assert (first.status_code, first.content) == (second.status_code, second.content)
    other = club.client().post("/employers/api/companies", json=presentation(name="Autre"), headers=headers)
    assert other.status_code == 409


def test_a_flood_of_firms_that_nobody_confirmed_is_stopped(tmp_path: Path) -> None:
    service = ClubService(tmp_path, joins_per_hour=2).ready()
    codes = [
        service.client().post("/employers/api/companies", json=presentation(siret=siret)).status_code
        for siret in SIRETS[:3]
    ]
    assert codes == [201, 201, 429]
    service.close()


def test_a_visitor_chooses_when_several_territories_are_served(club: ClubService) -> None:
    club.hear(configured(territory="ailleurs", public_name="Ailleurs"), territory="ailleurs")
    refused = club.client().post("/employers/api/companies", json=presentation())
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["territory"])
    here, there = (
        club.client().post("/employers/api/companies", json=presentation(territory=territory))
        for territory in ("villeneuve", "ailleurs")
    )
    assert (here.status_code, there.status_code) == (201, 201)
    assert here.json()["company_id"] != there.json()["company_id"]


def test_a_referent_enters_a_firm_and_gets_a_link_for_it(club: ClubService) -> None:
    answer = club.client(referent()).post("/employers/api/companies", json=presentation())
    shown = answer.json()
    assert shown["confirm_link"].startswith("https://club.example.test/confirmer/")
    assert (shown["member"], shown["confirmed"]) == (False, False)


class Register:
    """A register that says what it is told."""

    def __init__(self, *said: Finding | None) -> None:
        self.said = list(said)
        self.asked: list[str] = []

    def look_up(self, siret: str, *, hurried: bool = False) -> Finding:
        self.asked.append(siret)
        finding = self.said.pop(0)
        if finding is None:
            raise RegisterUnavailable
        return finding


def test_the_register_is_asked_soon_then_every_week(club: ClubService) -> None:
    club.joined()
    register = Register(Finding(Existence.OPEN), Finding(Existence.OPEN))
    watch = RegisterWatch(club.runtime.database, register, clock=lambda: club.now)
    assert (watch.look_once(), watch.look_once()) == (1, 0)
    club.passes(days=7)
    assert watch.look_once() == 1
    assert [fact.existence for fact in club.told(CompanyChanged)] == ["to_verify", "open"]


def test_a_register_out_of_reach_is_asked_again_soon(club: ClubService) -> None:
    club.joined()
    register = Register(None, Finding(Existence.OPEN))
    watch = RegisterWatch(club.runtime.database, register, clock=lambda: club.now)
    assert (watch.look_once(), watch.look_once()) == (0, 1)


def test_a_firm_that_closes_loses_its_offers_and_posts_no_more(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    register = Register(Finding(Existence.CLOSED))
    RegisterWatch(club.runtime.database, register, clock=lambda: club.now).look_once()
    assert club.client(holder).get(f"/employers/api/offers/{offer['offer_id']}").json()["status"] == "closed"
    assert club.withdrawals() == ["gone"]
    refused = club.client(holder).post("/employers/api/offers", json={"kind": "cdi", "trade": "Serveur"})
    assert refused.status_code == 422
    assert club.client().post("/employers/api/companies", json=presentation()).status_code == 409


def test_without_register_the_product_works_and_everything_is_to_verify(club: ClubService) -> None:
    assert isinstance(club.runtime.app.state.desk.register, NoRegister)
    page = club.browser().get("/rejoindre", params={"siret": SIRETS[0]})
    assert page.status_code == 200
    assert "ne répond pas" in page.text
    assert [name for name, _ in club.runtime.workers] == ["employers.mail"]


def test_a_use_case_works_in_a_transaction_without_http(club: ClubService) -> None:
    company_id = club.joined()
    with club.transaction() as connection:
        posted = post_offer(PostOffer(company_id, an_immersion()), by=employer(company_id), uow=club.uow(connection))
    assert posted.offer.status == "waiting"


def test_a_firm_of_another_territory_does_not_exist_here(club: ClubService) -> None:
    company_id = club.joined()
    stranger = employer(company_id, account=uuid7(), territory="ailleurs")
    assert club.client(stranger).get("/employers/api/offers").json()["items"] == []
    answer = club.client(stranger).post("/employers/api/offers", json={"kind": "cdi", "trade": "x"})
    assert answer.status_code == 403
