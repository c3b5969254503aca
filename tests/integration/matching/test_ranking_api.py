"""The ranking over HTTP: an employer's offer becomes a ranked list with reasons, for who accompanies the person."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from services.contracts.candidates import Access, ProfileErased
from services.contracts.employers import OfferWithdrawn, Place, WorkHours
from services.contracts.vocabulary import ActAsked, HalfDay, Licence, OfferKind
from tests.factories.matching_service import (
    HOLDER,
    OTHER_REFERENT,
    PROFILE,
    MatchingService,
    company,
    configured,
    coordination,
    employer,
    holder,
    offer,
    profile,
    referent,
)
from tests.factories.ranking import CLEANER, COOK, SCHOOL_WEEK

LIST = f"/matching/api/profiles/{PROFILE}/offers"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """The service with a territory, a bistro, a person."""
    running = MatchingService(tmp_path).ready()
    yield running
    running.close()


def test_an_offer_that_an_employer_posts_reaches_the_list_with_reasons_that_sum_to_the_score(
    service: MatchingService,
) -> None:
    service.hear(offer())

    answer = service.client(referent()).get(LIST, params={"limit": 5})

    assert answer.status_code == 200, answer.text
    (item,) = answer.json()["items"]
    assert item["title"] == "Découvrir la cuisine"
    assert item["kind"] == "immersion"
    assert item["employer"] == "Le Bistrot du Port"
    assert item["distance_km"] == pytest.approx(2.59, abs=0.05)
    assert item["travel_minutes"] == 16
    assert sum(reason["share"] for reason in item["reasons"]) == pytest.approx(item["score"], abs=1e-9)
    assert sum(reason["log_odds"] for reason in item["reasons"]) == pytest.approx(item["log_odds"], abs=1e-12)
    texts = [reason["text"] for reason in item["reasons"]]
    assert "Vous cherchez « cuisinier / cuisinière » ; c'est ce métier." in texts
    assert "16 min à vélo (estimation)." in texts


def test_the_referents_voice_speaks_of_the_person(service: MatchingService) -> None:
    service.hear(offer())

    (item,) = service.client(referent()).get(LIST, params={"voice": "referent"}).json()["items"]

    assert any(reason["text"].startswith("La personne cherche") for reason in item["reasons"])
    assert not any("Vous " in reason["text"] for reason in item["reasons"])


def test_only_who_accompanies_the_person_sees_the_list(service: MatchingService) -> None:
    service.hear(offer())

    assert service.client(referent(OTHER_REFERENT)).get(LIST).status_code == 404
    assert service.client(coordination()).get(LIST).status_code == 403
    assert service.client(employer()).get(LIST).status_code == 403
    assert service.client().get(LIST).status_code == 401


def test_a_stand_in_sees_it_until_the_day_included(service: MatchingService) -> None:
    until = service.now.date()
    access = (Access(staff_id=OTHER_REFERENT, since=date(2026, 2, 1), until=until),)
    service.hear(profile(version=2, access=access), offer())

    assert service.client(referent(OTHER_REFERENT)).get(LIST).status_code == 200
    service.now += timedelta(days=1)
    assert service.client(referent(OTHER_REFERENT)).get(LIST).status_code == 404


def test_a_territory_never_sees_the_people_of_another(service: MatchingService) -> None:
    stranger = referent()
    elsewhere = type(stranger)(stranger.id, "ailleurs", stranger.roles)

    assert service.client(elsewhere).get(LIST).status_code in {404, 503}


def test_facts_in_any_order_and_many_times_give_the_newest_state(service: MatchingService) -> None:
    newest = offer(version=3, title="Aider en cuisine")
    service.hear(newest, offer(version=2, title="Ancien"), offer(), newest, offer(version=2, title="Ancien"))

    items = service.client(referent()).get(LIST).json()["items"]

    assert [item["title"] for item in items] == ["Aider en cuisine"]


def test_a_withdrawn_offer_leaves_the_list_even_when_its_publication_comes_late(service: MatchingService) -> None:
    service.hear(OfferWithdrawn(offer_id=offer().offer_id, version=2, reason="closed"), offer())

    assert service.client(referent()).get(LIST).json()["total"] == 0


def test_an_erased_person_is_gone_and_a_late_fact_does_not_bring_her_back(service: MatchingService) -> None:
    service.hear(offer())
    service.client(referent()).get(LIST)
    service.hear(ProfileErased(profile_id=PROFILE, version=2), profile(version=3), profile(version=1))

    assert service.client(referent()).get(LIST).status_code == 404
    with service.runtime.database.reading() as connection:
        for table in ("profiles", "proposals"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").mappings().all()
            assert all("cuisinier" not in str(dict(row)) for row in rows)
        assert connection.exec_driver_sql("SELECT count(*) FROM proposals").scalar_one() == 0


def test_the_list_says_what_would_unlock_more_and_shows_it_when_lifted(service: MatchingService) -> None:
    wednesday = tuple({*SCHOOL_WEEK, HalfDay.WED_AM})
    service.hear(offer(), offer(2, title="Plonge", hours=WorkHours(half_days=wednesday)))
    client = service.client(referent())

    page = client.get(LIST).json()
    (hours,) = [unlock for unlock in page["unlocks"] if unlock["constraints"] == ["hours"]]
    lifted = client.get(LIST, params={"lift": "hours"}).json()

    assert page["total"] == 1
    assert hours["more"] == 1
    assert hours["text"].startswith("Avec d'autres horaires : 1 offre de plus")
    assert lifted["total"] == 2
    assert [item["freed"] for item in lifted["items"] if item["title"] == "Plonge"] == [True]


def test_pages_follow_each_other_without_a_gap_or_a_double(service: MatchingService) -> None:
    service.hear(*(offer(number, title=f"Cuisine {number}") for number in range(1, 24)))
    client = service.client(referent())
    seen: list[str] = []
    cursor = None
    while True:
        page = client.get(LIST, params={"limit": 7} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["offer_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 23
    assert seen == [item["offer_id"] for item in client.get(LIST, params={"limit": 100}).json()["items"]]


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": 0},
        {"limit": 1000},
        {"cursor": "é"},
        {"cursor": "AAAA"},
        {"lift": "moon"},
        {"unknown": "1"},
        {"voice": "x"},
    ],
)
def test_bad_parameters_are_refused_in_french(service: MatchingService, parameters: dict[str, str]) -> None:
    answer = service.client(referent()).get(LIST, params=parameters)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_list_and_every_look_is_written_in_the_audit_trail(service: MatchingService) -> None:
    service.hear(offer())
    client = service.client(referent())
    client.get(LIST)
    client.get(f"{LIST}/{offer().offer_id}")
    client.get(f"/matching/api/offers/{offer().offer_id}/people")

    (listed,) = service.audit("offers.proposed")
    assert listed["subject"] == f"profile:{PROFILE}"
    assert listed["actor"] == f"referent:{referent().id}"
    assert str(offer().offer_id) in listed["details"]
    assert len(service.audit("offer.explained")) == 1
    assert len(service.audit("people.proposed")) == 1


def test_an_offer_set_aside_by_a_rule_is_explained_with_its_article(service: MatchingService) -> None:
    service.hear(offer(licences=(Licence.B,), kind=OfferKind.INTERNSHIP))

    told = service.client(referent()).get(f"{LIST}/{offer().offer_id}").json()

    assert told["eligible"] is False
    assert {barrier["code"] for barrier in told["barriers"]} == {"licence", "kind_not_wanted", "internship_course"}
    assert any(barrier["source"] == "code de l'éducation, art. L124-1" for barrier in told["barriers"])
    assert told["score"] > 0


def test_an_unknown_offer_is_not_found(service: MatchingService) -> None:
    assert service.client(referent()).get(f"{LIST}/{UUID(int=0xF00)}").status_code == 404


def test_a_referent_sees_the_people_she_accompanies_for_an_offer_and_nobody_else(service: MatchingService) -> None:
    hers, not_hers = UUID(int=0xB2), UUID(int=0xB3)
    away = (Access(staff_id=OTHER_REFERENT, since=date(2026, 1, 1)),)
    service.hear(offer(), profile(hers), profile(not_hers, access=away))

    page = service.client(referent()).get(f"/matching/api/offers/{offer().offer_id}/people").json()

    assert {item["profile_id"] for item in page["items"]} == {str(PROFILE), str(hers)}
    assert page["items"][0]["score"] > 50


def test_an_employer_reads_a_band_without_names_that_never_moves(service: MatchingService) -> None:
    service.hear(offer(), *(profile(UUID(int=0x100 + n)) for n in range(6)))
    address = f"/matching/api/offers/{offer().offer_id}/band"

    first = service.client(employer()).get(address)
    service.hear(*(profile(UUID(int=0x200 + n)) for n in range(30)))
    second = service.client(employer()).get(address)

    assert first.json() == {"offer_id": str(offer().offer_id), "band": "5_9", "text": "5 à 9"}
    assert second.json() == first.json()
    assert len(service.audit("band.seen")) == 2


def test_nothing_about_people_is_shown_before_a_referent_confirmed_who_speaks(service: MatchingService) -> None:
    service.hear(offer(), holder(version=2, confirmed=False))
    address = f"/matching/api/offers/{offer().offer_id}/band"

    refused = service.client(employer()).get(address)
    service.hear(holder(version=3, confirmed=True), company(version=2, confirmed=False))

    assert refused.status_code == 403
    assert refused.json()["code"] == "company-not-confirmed"
    assert service.client(employer()).get(address).status_code == 403
    assert service.client(employer(HOLDER, (UUID(int=0xC9),))).get(address).status_code == 403


def test_the_free_search_finds_offers_and_says_whether_they_are_for_the_person(service: MatchingService) -> None:
    cdi = offer(2, kind=OfferKind.CDI, title="Cuisine en CDI", starts_on=None, ends_on=None)
    service.hear(offer(), cdi)
    client = service.client(referent())

    alone = client.get("/matching/api/offers", params={"q": "cuisine"}).json()
    for_her = client.get("/matching/api/offers", params={"q": "cuisine", "profile_id": str(PROFILE)}).json()

    assert alone["total"] == 2
    assert all(item["eligible"] is None for item in alone["items"])
    eligible = {item["title"]: item["eligible"] for item in for_her["items"]}
    assert eligible == {"Découvrir la cuisine": True, "Cuisine en CDI": False}
    assert len(service.audit("offers.searched")) == 1


def test_trades_are_suggested_to_anybody(service: MatchingService) -> None:
    found = service.client().get("/matching/api/trades", params={"q": "cuisin"}).json()

    assert [item["rome"] for item in found["items"]] == [COOK]
    assert service.client().get("/matching/api/trades", params={"q": "  "}).json() == {"items": []}


def test_an_imported_offer_is_ranked_beside_the_clubs(service: MatchingService) -> None:
    imported = offer(
        3,
        company_id=None,
        company_name="Une annonce",
        source="france_travail",
        source_url="https://candidat.example.test/offre/1",
        act=ActAsked.APPLY,
        kind=OfferKind.CDD,
        rome=CLEANER,
        place=Place(label="17 - La Rochelle", latitude=46.16, longitude=-1.15),
    )
    service.hear(offer(), imported)

    items = service.client(referent()).get(LIST).json()["items"]

    assert [item["act"] for item in items] == ["introduce", "apply"]
    assert items[1]["source_url"].startswith("https://")


def test_before_the_settings_of_the_territory_arrive_the_answer_is_to_come_back(tmp_path: Path) -> None:
    service = MatchingService(tmp_path)
    service.hear(profile())
    try:
        answer = service.client(referent()).get(LIST)
        assert answer.status_code == 503
        service.hear(configured())
        assert service.client(referent()).get(LIST).status_code == 200
    finally:
        service.close()


def test_a_list_costs_the_same_number_of_queries_for_one_offer_and_for_many(service: MatchingService) -> None:
    client = service.client(referent())

    def queries() -> int:
        client.get(LIST, params={"limit": 100})
        with service.counting_queries() as said:
            client.get(LIST, params={"limit": 100})
        return len(said)

    service.hear(offer(1))
    few = queries()
    service.hear(*(offer(number) for number in range(2, 80)))

    assert queries() == few < 30


def test_the_index_receives_offers_in_bulk(service: MatchingService) -> None:
    before = service.index.applied
    service.hear(*(offer(number) for number in range(1, 101)))

    assert service.index.applied - before <= 6 + 1
    assert len(service.index.held) == 100
