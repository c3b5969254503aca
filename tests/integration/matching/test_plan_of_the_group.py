"""The group's plan over HTTP and on its page: shared seats, pins, refusals, prices, who sees what, what is written."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from services.contracts.candidates import Access, ProfileErased
from services.contracts.employers import OfferWithdrawn
from tests.factories.matching_service import (
    OTHER_REFERENT,
    PROFILE,
    MatchingService,
    company,
    coordination,
    employer,
    offer,
    profile,
    referent,
)

SECOND, HERS = UUID(int=0xB2), UUID(int=0xB3)
PIZZERIA = UUID(int=0xC2)
KITCHEN, PIZZA = offer(1).offer_id, offer(2).offer_id
API, PAGE = "/matching/api/plan", "/plan-du-groupe"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """Two people of REFERENT and one of another referent, before two offers of one seat each at two firms."""
    running = MatchingService(tmp_path).ready()
    running.hear(
        profile(SECOND),
        profile(HERS, access=(Access(staff_id=OTHER_REFERENT, since=date(2026, 1, 1)),)),
        company(company_id=PIZZERIA, name="Chez Pina"),
        offer(1),
        offer(2, company_id=PIZZERIA, company_name="Chez Pina", title="Découvrir la pizzeria"),
    )
    yield running
    running.close()


def plan(service: MatchingService, staff: UUID | None = None) -> dict:
    """The plan as a referent reads it."""
    answer = service.client(referent(staff) if staff else referent()).get(API)
    assert answer.status_code == 200, answer.text
    return answer.json()


def choose(service: MatchingService, person: UUID, what: UUID, choice: str, *, status: int = 200) -> dict:
    """Settle one pair."""
    body = {"profile_id": str(person), "offer_id": str(what), "choice": choice}
    answer = service.client(referent()).post(f"{API}/choices", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def main_of(told: dict, person: UUID) -> str | None:
    """The main offer of a person."""
    line = next(line for line in told["lines"] if line["profile_id"] == str(person))
    return line["main"]["offer_id"] if line["main"] else None


def test_two_seats_serve_two_people_of_three_and_the_lines_are_those_accompanied(service: MatchingService) -> None:
    told, hers = plan(service), plan(service, OTHER_REFERENT)

    assert told["figures"]["people"] == 3
    assert told["figures"]["served"] == 2
    assert {line["profile_id"] for line in told["lines"]} == {str(PROFILE), str(SECOND)}
    assert {line["profile_id"] for line in hers["lines"]} == {str(HERS)}
    mains = [line["main"]["offer_id"] for line in [*told["lines"], *hers["lines"]] if line["main"]]
    assert sorted(mains) == sorted([str(KITCHEN), str(PIZZA)])


def test_a_pin_holds_a_refusal_too_and_both_are_audited(service: MatchingService) -> None:
    assert main_of(choose(service, SECOND, KITCHEN, "pinned"), SECOND) == str(KITCHEN)
    after = choose(service, SECOND, KITCHEN, "refused")
    line = next(line for line in after["lines"] if line["profile_id"] == str(SECOND))

    assert str(KITCHEN) not in {line["main"] and line["main"]["offer_id"], *(r["offer_id"] for r in line["reserves"])}
    assert main_of(choose(service, SECOND, KITCHEN, "none"), PROFILE) is not None
    assert [len(service.audit(f"plan.{verb}")) for verb in ("pinned", "refused", "released")] == [1, 1, 1]
    assert len(service.audit("plan.drawn")) >= 1


def test_a_second_pin_on_the_last_seat_is_refused_with_its_reason(service: MatchingService) -> None:
    choose(service, SECOND, KITCHEN, "pinned")
    told = choose(service, PROFILE, KITCHEN, "pinned", status=409)

    assert "déjà retenues" in told["detail"]
    assert main_of(plan(service), SECOND) == str(KITCHEN)


def test_a_pin_that_no_longer_stands_is_told_and_frees_nobody_else(service: MatchingService) -> None:
    choose(service, SECOND, KITCHEN, "pinned")
    service.hear(OfferWithdrawn(offer_id=KITCHEN, version=2, reason="closed"))
    told = plan(service)

    assert told["fallen"] == [str(KITCHEN)]
    assert told["figures"]["served"] == 1
    assert "ne tient plus" in service.client(referent(), accept="text/html").get(PAGE).text


def test_nobody_settles_anything_for_a_person_accompanied_by_others(service: MatchingService) -> None:
    choose(service, HERS, KITCHEN, "pinned", status=404)
    answer = service.client(referent()).get(f"{API}/people/{HERS}/choices")

    assert answer.status_code == 404
    assert service.client(employer()).get(API).status_code == 403
    assert service.client().get(API).status_code == 401


def test_the_price_of_another_choice_is_told_without_pointing_at_people_of_others(service: MatchingService) -> None:
    for what in (KITCHEN, PIZZA):
        choose(service, PROFILE, what, "refused")
    told = service.client(referent()).get(f"{API}/people/{SECOND}/choices").json()
    (other,) = told["choices"]

    assert other["possible"]
    assert [moved["profile_id"] for moved in other["moved"]] == [None]
    assert not other["moved"][0]["deprived"]
    assert other["text"].startswith("Change la proposition de 1 personne")


def test_an_introduction_made_takes_its_seat_out_of_the_plan(service: MatchingService) -> None:
    body = {"profile_id": str(PROFILE), "offer_id": str(KITCHEN), "decision": "keep"}
    assert service.client(referent()).post("/matching/api/introductions", json=body).status_code == 201

    assert plan(service)["figures"]["served"] == 1


def test_a_profile_that_changes_is_read_again_though_the_rest_is_remembered(service: MatchingService) -> None:
    assert plan(service)["figures"]["served"] == 2
    service.hear(profile(SECOND, version=2, travel_minutes_max=1), profile(PROFILE, version=2, travel_minutes_max=1))

    assert plan(service)["figures"]["served"] == 1


def test_an_erased_person_leaves_the_plan_and_what_was_chosen_for_her(service: MatchingService) -> None:
    choose(service, SECOND, KITCHEN, "pinned")
    service.hear(ProfileErased(profile_id=SECOND, version=9))
    told = plan(service)

    assert told["figures"]["people"] == 2
    assert told["fallen"] == []


def test_the_page_shows_each_line_with_its_acts_and_the_figures_of_all(service: MatchingService) -> None:
    html = service.client(referent(), accept="text/html").get(PAGE).text

    assert html.startswith("<!doctype html>")
    assert "2 / 3" in html
    assert html.count("Retenir dans le plan") >= 1
    assert f'data-name-of="{SECOND}"' in html
    assert str(HERS) not in html
    assert 'action="/matching/mises-en-relation"' in html, "« Proposer » is the ordinary act"


def test_the_page_pins_and_says_so(service: MatchingService) -> None:
    client = service.client(referent(), accept="text/html")
    sent = {"profile_id": str(SECOND), "offer_id": str(KITCHEN), "choice": "pinned"}
    answer = client.post(f"{PAGE}/choix", data=sent, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "retenue par vous" in client.get(PAGE).text


def test_the_other_choices_are_a_fragment_and_a_page(service: MatchingService) -> None:
    address = f"{PAGE}/{SECOND}/choix"
    fragment = service.client(referent(), accept="text/html", fragment=True).get(address).text
    page = service.client(referent(), accept="text/html").get(address).text

    assert "<html" not in fragment
    assert page.startswith("<!doctype html>")
    assert re.search(r"total pour le groupe\s*:", page)


def test_coordination_reads_figures_and_no_line(service: MatchingService) -> None:
    html = service.client(coordination(), accept="text/html").get(PAGE).text

    assert "2 / 3" in html
    assert "data-name-of" not in html


def test_a_form_that_names_no_offer_is_refused(service: MatchingService) -> None:
    answer = service.client(referent(), accept="text/html").post(f"{PAGE}/choix", data={"profile_id": "x"})

    assert answer.status_code == 422
