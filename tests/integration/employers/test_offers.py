"""The life of an offer over HTTP, and what the others hear of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.employers import OfferPublished, OfferWithdrawn
from services.contracts.vocabulary import HalfDay
from services.kernel.towns import Town, write_towns
from tests.factories.club_service import ClubService, coordination, immersion, referent


def test_a_confirmed_firm_posts_and_the_offer_is_published_whole(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder, skills=["Dresser une assiette"], places=2)
    assert offer["status"] == "published"
    assert offer["tutor"]["name"] == "Dominique Exemple"
    (fact,) = club.told(OfferPublished)
    assert str(fact.offer_id) == offer["offer_id"]
    assert (fact.title, fact.rome, fact.places) == ("Commis de cuisine", "G1602", 2)
    assert (fact.place.label, fact.place.commune) == ("3 quai Valin", "La Rochelle")
    assert fact.hours.half_days[0] is HalfDay.MON_AM
    assert fact.hours.weekly == 20
    assert fact.skills == ("Dresser une assiette",)
    assert not fact.adults_only


def test_a_place_without_a_point_gets_its_towns_centre_and_one_with_a_point_keeps_it(club: ClubService) -> None:
    write_towns([Town("Lagord", ("17140",), 46.19, -1.16)], club.settings.towns())
    holder = club.confirmed()
    club.posted(holder, place={"label": "3 rue du Fief", "postcode": "17140", "commune": "LAGORD"})
    club.posted(holder, place={"commune": "Lagord", "latitude": 46.2, "longitude": -1.17})
    club.posted(holder, place={"label": "Ailleurs", "postcode": "33000", "commune": "Bordeaux"})
    points = [(fact.place.latitude, fact.place.longitude) for fact in club.told(OfferPublished)]
    assert points == [(46.19, -1.16), (46.2, -1.17), (None, None)]


def test_night_hours_close_the_published_offer_to_minors(club: ClubService) -> None:
    hours = {"preset": "other", "half_days": ["fri_ev"], "daily_start": "20:00", "daily_end": "23:30", "weekly": 7}
    club.posted(club.confirmed(), kind="part_time_break", objectives=[], hours=hours)
    (fact,) = club.told(OfferPublished)
    assert fact.hours.night
    assert fact.adults_only


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2026-05-01"}, "ends_on"),
        ({"objectives": []}, "objectives"),
        ({"starts_on": "2026-03-01"}, "starts_on"),
        ({"starts_on": "17 mars"}, "starts_on"),
        ({"places": 0}, "places"),
        ({"kind": "civic_service", "objectives": []}, "kind"),
        ({"kind": "unknown"}, "kind"),
        ({"rome": "Z0000"}, "rome"),
        ({"trade": ""}, "trade"),
        ({"surprise": True}, "surprise"),
        ({"hours": {"preset": "siesta"}}, "hours"),
        ({"description": "x" * 4001}, "description"),
    ],
)
def test_what_the_law_or_the_form_refuses_changes_nothing(
    club: ClubService, changes: dict[str, Any], field: str
) -> None:
    holder = club.confirmed()
    answer = club.client(holder).post("/employers/api/offers", json=immersion(**changes))
    assert answer.status_code == 422, answer.text
    assert any(name == field or name.startswith(f"{field}.") for name in answer.json()["fields"]), answer.text
    assert club.told(OfferPublished) == []


def test_a_doubt_is_confirmed_by_a_caseworker_only_with_a_written_reason(club: ClubService) -> None:
    holder = club.confirmed()
    body = immersion(kind="cdd", objectives=[], ends_on="2028-03-17", company_id=str(next(iter(holder.company_ids))))
    alone = club.client(holder).post("/employers/api/offers", json={**body, "reason": "Je le veux"})
    assert alone.status_code == 422
    assert "référent" in alone.json()["detail"]
    silent = club.client(referent()).post("/employers/api/offers", json=body)
    assert "reason" in silent.json()["fields"]
    spoken = club.client(referent()).post("/employers/api/offers", json={**body, "reason": "CDD à objet défini"})
    assert spoken.status_code == 201


def test_changing_closing_and_the_versions_that_follow(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    path = f"/employers/api/offers/{offer['offer_id']}"
    changed = club.client(holder).put(path, json=immersion(title="Second de cuisine")).json()
    assert (changed["title"], changed["version"]) == ("Second de cuisine", offer["version"] + 1)
    closed = club.client(holder).delete(path).json()
    assert closed["status"] == "closed"
    assert club.client(holder).delete(path).json()["version"] == closed["version"]
    assert club.client(holder).put(path, json=immersion()).status_code == 409
    assert [fact.version for fact in club.told(OfferPublished)] == [offer["version"], offer["version"] + 1]
    assert [(fact.reason, fact.version) for fact in club.told(OfferWithdrawn)] == [("closed", closed["version"])]


def test_an_offer_leaves_after_its_last_day_and_may_be_shown_again(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    club.passes(days=25)
    club.run_jobs()
    assert club.withdrawals() == []
    club.passes(days=1)
    club.run_jobs()
    assert club.withdrawals() == ["expired"]
    path = f"/employers/api/offers/{offer['offer_id']}"
    stale = club.client(holder).put(path, json=immersion())
    assert stale.status_code == 422
    fresh = immersion(starts_on="2026-04-06", ends_on="2026-04-17")
    assert club.client(holder).put(path, json=fresh).json()["status"] == "published"
    assert len(club.told(OfferPublished)) == 2


def test_a_page_of_offers_goes_on_where_the_last_one_stopped(club: ClubService) -> None:
    holder = club.confirmed()
    posted = [club.posted(holder, title=f"Poste {number}")["offer_id"] for number in range(5)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query: dict[str, str | int] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = club.client(holder).get("/employers/api/offers", params=query).json()
        seen += [item["offer_id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == posted[::-1]
    assert club.client(holder).get("/employers/api/offers", params={"kind": "cdi"}).json()["items"] == []
    assert len(club.client(referent()).get("/employers/api/offers").json()["items"]) == 5


def test_two_clicks_at_once_post_one_offer(club: ClubService) -> None:
    holder = club.confirmed()
    clients = [club.client(holder) for _ in range(2)]
    headers = {"Idempotency-Key": "clic"}

    def click(client: Any) -> Any:
        return client.post("/employers/api/offers", json=immersion(), headers=headers)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, clients)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(club.told(OfferPublished)) == 1


def test_an_unknown_offer_and_somebody_elses_are_not_shown(club: ClubService) -> None:
    offer = club.posted(club.confirmed())
    other = club.confirmed("48744469700428", uuid4())
    assert club.client(other).get(f"/employers/api/offers/{offer['offer_id']}").status_code == 403
    assert club.client(other).get(f"/employers/api/offers/{uuid4()}").status_code == 404
    assert club.client().get(f"/employers/api/offers/{offer['offer_id']}").status_code == 401


def test_the_page_posts_an_offer_from_four_words_without_javascript(club: ClubService) -> None:
    holder = club.confirmed()
    browser = club.browser(holder)
    form = browser.get("/entreprise/offres/nouvelle").text
    assert 'value="3 quai Valin"' in form
    assert 'value="Dominique Exemple"' in form
    assert 'src="/matching/api/trades?limit=3"' in form
    data = {"trade": "servir en salle", "kind": "immersion", "objectives": "discover", "hours": "day"}
    data |= {"place": "3 quai Valin", "postcode": "17000", "commune": "La Rochelle", "places": "1", "tutor": "Do"}
    posted = browser.post("/entreprise/offres/nouvelle", data=data)
    assert posted.status_code == 303
    page = browser.get(posted.headers["location"])
    assert f"/matching/offers/{club.told(OfferPublished)[0].offer_id}/bande" in page.text


def test_the_same_offer_is_posted_again_without_writing_it_again(club: ClubService) -> None:
    holder = club.confirmed()
    browser = club.browser(holder)
    offer = club.posted(holder, skills=["Dresser une assiette"], places=2)
    again = f"/entreprise/offres/nouvelle?comme={offer['offer_id']}"
    assert again in browser.get(f"/entreprise/offres/{offer['offer_id']}").text

    form = browser.get(again).text

    assert 'value="Commis de cuisine"' in form
    assert "Dresser une assiette" in form
    assert 'name="places" type="text" value="2"' in form
    assert 'name="starts_on" type="date" value=""' in form, "its days are gone or taken"
    other = club.browser(club.confirmed("48744469700428", uuid4()))
    assert other.get(again).status_code == 403


def test_a_refused_form_keeps_what_was_typed_and_says_where(club: ClubService) -> None:
    data = {"trade": "Plongeur 🍽", "kind": "immersion", "starts_on": "1/1/2020", "hours": "day", "places": "1"}
    page = club.browser(club.confirmed()).post("/entreprise/offres/nouvelle", data=data)
    assert page.status_code == 422
    assert 'value="Plongeur 🍽"' in page.text
    assert "La date de début est déjà passée." in page.text
    assert "Choisissez au moins un objectif" in page.text
    assert club.told(OfferPublished) == []


def test_a_draft_is_found_again_for_thirty_days_and_forgotten_once_posted(club: ClubService) -> None:
    holder = club.confirmed()
    browser = club.browser(holder)
    browser.post("/entreprise/offres/nouvelle", data={"trade": "À moitié écrit", "_acte": "garder"})
    assert "À moitié écrit" in browser.get("/entreprise/offres/nouvelle").text
    club.passes(days=31)
    assert "À moitié écrit" not in browser.get("/entreprise/offres/nouvelle").text
    club.run_jobs()
    browser.post("/entreprise/offres/nouvelle", data={"trade": "Encore", "_acte": "garder"})
    club.posted(holder, starts_on="2026-04-06", ends_on="2026-04-17")
    assert "Encore" not in browser.get("/entreprise/offres/nouvelle").text


def test_only_a_referent_is_led_to_the_people_an_offer_could_suit(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    path = f"/entreprises/{next(iter(holder.company_ids))}/offres/{offer['offer_id']}"
    wanted = f"/matching/offers/{offer['offer_id']}/personnes"
    assert wanted in club.browser(referent()).get(path).text
    assert wanted not in club.browser(coordination()).get(path).text
