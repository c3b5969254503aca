"""Firms that posted nothing, told trips and « pourquoi pas en tête », over HTTP and on their pages."""

from collections.abc import Iterator
from math import isclose
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from services.contracts.candidates import ProfileErased
from services.contracts.employers import Place
from services.contracts.vocabulary import ActAsked
from services.kernel.database import Database
from services.matching.entrypoints.reclassifying import Reclassified
from services.matching.entrypoints.rome_cli import rome_commands
from tests.factories.matching_service import (
    OTHER_REFERENT,
    PROFILE,
    MatchingService,
    company,
    offer,
    profile,
    referent,
)

PIZZERIA = UUID(int=0xC2)
HERE = Place(label="1 quai", postcode="17000", commune="La Rochelle", latitude=46.151, longitude=-1.13)
FIRMS, CALLS = f"/matching/api/profiles/{PROFILE}/firms", f"/matching/api/profiles/{PROFILE}/calls"
PAGE = f"/matching/profiles/{PROFILE}/a-appeler"
OFFER = offer().offer_id
TRIP = f"/matching/api/profiles/{PROFILE}/offers/{OFFER}/trip"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """A bistro that offers cooking, and a restaurant next door that posted nothing."""
    running = MatchingService(tmp_path).ready()
    running.hear(offer(), company(company_id=PIZZERIA, name="Chez Pina", naf="56.10A", place=HERE))
    yield running
    running.close()


def firms(service: MatchingService) -> list[dict]:
    """The firms to call."""
    answer = service.client(referent()).get(FIRMS)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_a_restaurant_that_posted_nothing_is_to_call_and_says_why(service: MatchingService) -> None:
    (found,) = firms(service)

    assert (found["name"], found["sign"]) == ("Chez Pina", "sector")
    assert found["text"].startswith("Dans ce secteur (restauration traditionnelle), environ 1 embauche sur 2")
    assert found["travel_minutes"]
    assert len(service.audit("firms.proposed")) == 1


def test_who_already_offers_the_trade_is_not_to_call(service: MatchingService) -> None:
    service.hear(offer(2, company_id=PIZZERIA, company_name="Chez Pina", place=HERE))

    assert firms(service) == []


def test_a_closed_firm_is_not_to_call(service: MatchingService) -> None:
    service.hear(
        company(company_id=PIZZERIA, version=2, name="Chez Pina", naf="56.10A", place=HERE, existence="closed")
    )

    assert firms(service) == []


def test_a_firm_known_by_its_ads_of_a_neighbouring_trade_is_to_call(service: MatchingService) -> None:
    service.hear(
        offer(
            3, company_id=None, company_name="Cantine du Marais", source="france_travail", act=ActAsked.APPLY,
            rome="G1605", trade_label="Plongeur", title="Plongeur H/F", place=HERE,
        )
    )  # fmt: skip
    found = {one["name"]: one for one in firms(service)}

    assert found["Cantine du Marais"]["sign"] == "next_trade"
    assert "Elle recrute « Plongeur »" in found["Cantine du Marais"]["text"]


def test_a_call_is_kept_and_the_firm_rests(service: MatchingService) -> None:
    (found,) = firms(service)
    answer = service.client(referent()).post(CALLS, json={"firm": found["firm"], "outcome": "not_now"})
    assert answer.status_code == 201
    (after,) = firms(service)

    assert (after["last_call"], after["resting"]) == ("not_now", True)
    assert len(service.audit("firm.called")) == 1


def test_to_call_again_asks_for_a_day_to_come(service: MatchingService) -> None:
    (found,) = firms(service)
    client = service.client(referent())
    wrong = client.post(CALLS, json={"firm": found["firm"], "outcome": "call_again", "again_on": "2020-01-01"})
    good = client.post(CALLS, json={"firm": found["firm"], "outcome": "call_again", "again_on": "2026-03-20"})

    assert (wrong.status_code, good.status_code) == (422, 201)
    assert "un jour à venir" in wrong.text


def test_nobody_calls_a_firm_that_is_not_in_the_list_nor_for_a_stranger(service: MatchingService) -> None:
    elsewhere = {"firm": "une autre", "outcome": "welcomes"}

    assert service.client(referent()).post(CALLS, json=elsewhere).status_code == 404
    assert service.client(referent(OTHER_REFERENT)).get(FIRMS).status_code == 404


def test_the_page_shows_the_reason_and_takes_a_call(service: MatchingService) -> None:
    client = service.client(referent(), accept="text/html")
    html = client.get(PAGE).text
    sent = {"firm": str(PIZZERIA), "outcome": "call_again", "again_on": ""}
    refused = client.post(f"/matching/profiles/{PROFILE}/appels", data=sent)
    done = client.post(
        f"/matching/profiles/{PROFILE}/appels", data={**sent, "outcome": "welcomes"}, follow_redirects=False
    )

    assert "Chez Pina" in html
    assert "restauration traditionnelle" in html
    assert refused.status_code == 422
    assert "un jour à venir" in refused.text
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    assert "accord pour accueillir" in client.get(PAGE).text


def test_the_list_leads_to_the_firms_to_call(service: MatchingService) -> None:
    html = service.client(referent(), accept="text/html").get(f"/matching/profiles/{PROFILE}/offres").text

    assert PAGE in html


def test_imported_hirings_replace_the_shipped_figures(service: MatchingService, tmp_path: Path) -> None:
    counts = tmp_path / "hirings.csv"
    counts.write_text("naf,rome,hirings\n5610A,G1602,1\n5610A,G1803,999\n")
    commands = rome_commands(lambda: Database(service.settings.database_for("matching")), lambda: Reclassified(0, 0))
    told = CliRunner().invoke(commands, ["hirings", str(counts)])

    assert told.exit_code == 0, told.output
    assert firms(service) == [], "one hiring in a thousand says nothing"


def test_a_file_of_hirings_that_does_not_read_changes_nothing(service: MatchingService, tmp_path: Path) -> None:
    counts = tmp_path / "hirings.csv"
    counts.write_text("naf,rome,hirings\n5610A,G1602,1\nabc,G1803,9\n")
    commands = rome_commands(lambda: Database(service.settings.database_for("matching")), lambda: Reclassified(0, 0))
    told = CliRunner().invoke(commands, ["hirings", str(counts)])

    assert told.exit_code != 0
    assert "ligne 3" in str(told.exception)
    assert len(firms(service)) == 1


def listed(service: MatchingService) -> list[dict]:
    """The person's list."""
    return service.client(referent()).get(f"/matching/api/profiles/{PROFILE}/offers").json()["items"]


def test_what_the_referent_says_of_a_way_stands_everywhere_at_once(service: MatchingService) -> None:
    service.hear(offer(2, title="Même adresse"))
    client = service.client(referent())
    assert client.put(TRIP, json={"minutes": 29, "mode": "bus"}).status_code == 204
    reverse = client.get(f"/matching/api/offers/{OFFER}/people").json()["items"]

    assert {one["travel_minutes"] for one in listed(service)} == {29}
    assert [one["travel_minutes"] for one in reverse] == [29]
    assert any("29 min en bus (indiqué par le référent)" in r["text"] for r in listed(service)[0]["reasons"])
    assert len(service.audit("trip.told")) == 1


def test_a_place_where_she_cannot_go_leaves_the_list_and_the_plan_until_it_is_taken_back(
    service: MatchingService,
) -> None:
    client = service.client(referent())
    assert client.put(TRIP, json={"minutes": None}).status_code == 204
    assert listed(service) == []
    why = client.get(f"/matching/api/profiles/{PROFILE}/offers/{OFFER}", params={"voice": "referent"}).json()
    plan = client.get("/matching/api/plan").json()

    assert "Le référent indique que la personne ne peut pas y aller." in [one["text"] for one in why["barriers"]]
    assert plan["lines"][0]["options"] == 0
    assert client.delete(TRIP).status_code == 204
    assert len(listed(service)) == 1


def test_a_trip_that_is_no_trip_and_a_stranger_are_refused(service: MatchingService) -> None:
    service.hear(offer(5, place=Place(label="?", commune="La Rochelle")))
    nowhere = f"/matching/api/profiles/{PROFILE}/offers/{offer(5).offer_id}/trip"

    assert service.client(referent()).put(TRIP, json={"minutes": 0}).status_code == 422
    assert service.client(referent()).put(nowhere, json={"minutes": 10}).status_code == 422
    assert service.client(referent(OTHER_REFERENT)).put(TRIP, json={"minutes": 10}).status_code == 404


def test_the_page_of_an_offer_takes_the_trip_and_shows_who_said_it(service: MatchingService) -> None:
    client = service.client(referent(), accept="text/html")
    address = f"/matching/profiles/{PROFILE}/offres/{OFFER}"
    empty = client.post(f"{address}/trajet", data={"minutes": ""})
    wrong = client.post(f"{address}/trajet", data={"minutes": "900"})
    done = client.post(f"{address}/trajet", data={"minutes": "22", "mode": "bus"}, follow_redirects=False)
    html = client.get(address).text
    client.post(f"{address}/trajet", data={"release": "on"})

    assert (empty.status_code, wrong.status_code, done.status_code) == (422, 422, 303)
    assert "22 min en bus" in html
    assert "indiqué par le référent" in html
    assert "indiqué par le référent" not in client.get(address).text


def test_erasing_a_person_erases_what_was_said_of_her_ways_and_calls(service: MatchingService) -> None:
    client = service.client(referent())
    client.put(TRIP, json={"minutes": 29})
    client.post(CALLS, json={"firm": str(PIZZERIA), "outcome": "not_now"})
    service.hear(ProfileErased(profile_id=PROFILE, version=9))

    with service.runtime.database.reading() as connection:
        for table in ("told_trips", "firm_calls", "plan_choices"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").mappings().all()
            assert all(str(PROFILE) not in map(str, row.values()) for row in rows)


def test_why_not_first_adds_up_to_the_gap(service: MatchingService) -> None:
    service.hear(offer(2, title="Plonge", rome="G1605", experience_months=24), offer(3, experience_months=0))
    items = listed(service)
    first, last = items[0], items[-1]
    address = f"/matching/api/profiles/{PROFILE}/offers/{last['offer_id']}/beside-first"
    told = service.client(referent()).get(address).json()

    assert told["first_offer_id"] == first["offer_id"]
    assert told["position"] == len(items)
    assert isclose(sum(one["points"] for one in told["differences"]), told["behind"], abs_tol=1e-9)
    assert isclose(told["behind"], first["score"] - last["score"], abs_tol=1e-9)
    page = service.client(referent(), accept="text/html").get(
        f"/matching/profiles/{PROFILE}/offres/{last['offer_id']}/en-tete"
    )
    assert "Écart avec la première" in page.text


def test_the_first_is_told_first_and_an_offer_set_aside_is_not_compared(service: MatchingService) -> None:
    service.hear(profile(version=2))
    address = "/matching/api/profiles/{}/offers/{}/beside-first"
    first = service.client(referent()).get(address.format(PROFILE, OFFER)).json()
    service.client(referent()).put(TRIP, json={"minutes": None})
    gone = service.client(referent()).get(address.format(PROFILE, OFFER))

    assert (first["position"], first["differences"]) == (1, [])
    assert gone.status_code == 409
