"""The way from an offer to the bilan, over HTTP and through the event log, on the real service."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.candidates import ProfileErased
from services.contracts.employers import IntroductionAnswered, ObservedSkill, PlacementEvaluated
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.contracts.vocabulary import IntroductionState, PlacementOutcome, PlacementStatus
from tests.factories.placing import LEA, REGIE, coordination, employer, person, referent
from tests.factories.placing_service import PlacingService

CONTENT: dict[str, Any] = {
    "goals": "Voir si le métier plaît.",
    "tasks": "Façonner.",
    "skills": ["Façonner une pâte"],
    "equipment": "aucun",
    "prevention": "consignes du fournil",
    "insurance": "MAIF",
    "tutor_named": True,
    "emergency_contact_known": True,
    "host_duties_accepted": True,
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PlacingService]:
    made = PlacingService(tmp_path)
    yield made
    made.close()


def terms(introduction_id: UUID, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "introduction_id": str(introduction_id),
        "starts_on": "2026-03-09",
        "ends_on": "2026-03-20",
        "objective": "discover",
        "preset": "morning",
        "content": CONTENT,
    }
    return values | changes


def test_the_whole_way_from_the_offer_to_the_bilan(service: PlacingService) -> None:
    introduction, profile, company = service.introduced()
    answer = IntroductionAnswered(introduction_id=introduction, company_id=company, answer="meet", at=service.now)
    service.hear(answer)
    nadia = service.client(referent())
    assert nadia.get(f"/matching/api/introductions/{introduction}").json()["state"] == "meeting"

    agreed = nadia.post("/matching/api/placements", json=terms(introduction))
    assert agreed.status_code == 201, agreed.text
    placement = agreed.json()["placement_id"]
    assert (agreed.json()["status"], agreed.json()["total_hours"]) == ("ready_to_sign", 40.0)

    path = f"/matching/api/placements/{placement}"
    for actor, signer in ((person(profile), "person"), (employer(company), "employer"), (referent(), "prescriber")):
        signed = service.client(actor).post(f"{path}/signatures", json={"signer": signer})
        assert signed.status_code == 200, signed.text
    assert signed.json()["status"] == "in_review"
    assert nadia.post(f"{path}/validate").json()["status"] == "validated"

    service.later(days=19)
    evaluation = PlacementEvaluated(
        placement_id=UUID(placement), company_id=company, version=1, outcome=PlacementOutcome.COMPLETED,
        skills=(ObservedSkill(label="Façonner", level=3),), endorses_badge=True, at=service.now,
    )  # fmt: skip
    service.hear(evaluation, evaluation)
    shown = nadia.get(path).json()
    assert (shown["status"], shown["outcome"]) == ("ended", "completed")
    last = service.told(PlacementChanged)[-1]
    assert (last.status, last.employer_endorses, last.trade_label != "") == (PlacementStatus.ENDED, True, True)
    assert service.told(IntroductionMoved)[-1].state is IntroductionState.PLACED


def test_ending_by_the_address_that_stays(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia = service.client(referent())
    body = {"introduction_id": str(introduction), "kind": "cdd", "starts_on": "2026-03-02", "ends_on": "2026-05-29"}
    placement = nadia.post("/matching/api/placements", json=body).json()["placement_id"]
    service.later(days=100)
    ended = nadia.post(f"/matching/api/placements/{placement}/end", json={"outcome": "completed", "hired_as": "cdi"})
    assert ended.status_code == 200, ended.text
    assert (ended.json()["status"], ended.json()["ended_on"]) == ("ended", "2026-05-29")


def test_the_agreement_is_asked_for_before_anything_is_sent(service: PlacingService) -> None:
    profile, company, offer = service.market()
    nadia, body = service.client(referent()), {"profile_id": str(profile), "offer_id": str(offer)}
    refused = nadia.post("/matching/api/introductions", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "agreement-missing")
    kept = nadia.post("/matching/api/introductions", json=body | {"decision": "keep"}).json()
    assert (kept["state"], kept["waits_for"]) == ("kept", "person")
    service.agreed(profile, company, introduction_id=UUID(kept["introduction_id"]))
    made = nadia.post(f"/matching/api/introductions/{kept['introduction_id']}/introduce")
    assert made.json()["state"] == "introduced"


def test_the_same_request_sent_twice_is_done_once(service: PlacingService) -> None:
    profile, company, offer = service.market()
    service.agreed(profile, company)
    nadia = service.client(referent())
    body = {"profile_id": str(profile), "offer_id": str(offer)}
    answers = [
        nadia.post("/matching/api/introductions", json=body, headers={"Idempotency-Key": "un-clic"}) for _ in range(2)
    ]
    assert answers[0].content == answers[1].content
    assert len([f for f in service.told(IntroductionMoved) if f.state is IntroductionState.INTRODUCED]) == 1
    other = nadia.post(
        "/matching/api/introductions", json=body | {"decision": "keep"}, headers={"Idempotency-Key": "un-clic"}
    )
    assert other.status_code == 409


def test_a_broken_rule_comes_back_in_french_at_its_field_with_its_article(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia = service.client(referent())
    refused = nadia.post("/matching/api/placements", json=terms(introduction, ends_on="2026-04-30"))
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "D5135-3" in refused.json()["fields"]["ends_on"]
    judged = nadia.post("/matching/api/placements/check", json=terms(introduction, ends_on="2026-04-30"))
    assert [finding["code"] for finding in judged.json()["findings"]] == ["too-long"]
    assert nadia.get("/matching/api/placements").json()["items"] == []


def test_a_reason_is_asked_where_the_law_leaves_room(service: PlacingService) -> None:
    introduction, _, _ = service.introduced()
    nadia = service.client(referent())
    six_hours = terms(introduction, hours={"mon": "8:00-14:00"})
    del six_hours["preset"]
    asked = nadia.post("/matching/api/placements", json=six_hours)
    assert (asked.status_code, asked.json()["code"]) == (409, "confirmation-needed")
    reasons = {"no-break": "La pause est prise à 11 h."}
    assert nadia.post("/matching/api/placements", json=six_hours | {"reasons": reasons}).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"unknown": 1},
        {"starts_on": "demain"},
        {"starts_on": "9999-12-31"},
        {"hours": {"mon": "matin"}, "preset": None},
        {"hours": {"lundi": "8:00-12:00"}},
        {"content": {"goals": "x" * 2001}},
        {"title": ""},
    ],
)
def test_what_is_malformed_is_refused_and_changes_nothing(service: PlacingService, wrong: dict[str, Any]) -> None:
    introduction, _, _ = service.introduced()
    refused = service.client(referent()).post("/matching/api/placements", json=terms(introduction, **wrong))
    assert refused.status_code == 422, refused.text
    assert service.told(PlacementChanged) == []


def test_another_referents_people_do_not_exist(service: PlacingService) -> None:
    introduction, profile, _ = service.introduced()
    lea = service.client(referent(LEA, REGIE))
    assert lea.get(f"/matching/api/introductions/{introduction}").status_code == 404
    assert lea.get("/matching/api/introductions").json()["items"] == []
    assert lea.post("/matching/api/placements", json=terms(introduction)).status_code == 404
    body = {"profile_id": str(profile), "offer_id": str(uuid4())}
    assert lea.post("/matching/api/introductions", json=body).status_code == 404


@pytest.mark.parametrize("who", [coordination(), employer(uuid4()), person(uuid4()), None])
def test_only_a_referent_introduces(service: PlacingService, who: Any) -> None:
    body = {"profile_id": str(uuid4()), "offer_id": str(uuid4())}
    refused = service.client(who).post("/matching/api/introductions", json=body)
    assert refused.status_code == (401 if who is None else 403)


def test_an_employer_reads_its_placement_without_the_person(service: PlacingService) -> None:
    introduction, profile, company = service.introduced()
    made = service.client(referent()).post("/matching/api/placements", json=terms(introduction)).json()
    path = f"/matching/api/placements/{made['placement_id']}"
    assert service.client(employer(company)).get(path).json()["profile_id"] is None
    assert service.client(person(profile)).get(path).json()["profile_id"] == str(profile)
    assert service.client(employer(uuid4())).get(path).status_code == 404


def test_lists_are_read_page_by_page(service: PlacingService) -> None:
    profile, _, first = service.market()
    nadia = service.client(referent())
    for _ in range(3):
        _, _, offer = service.market()
        body = {"profile_id": str(profile), "offer_id": str(offer), "decision": "keep"}
        assert nadia.post("/matching/api/introductions", json=body).status_code == 201
    body = {"profile_id": str(profile), "offer_id": str(first), "decision": "set_aside", "reason": "too_far"}
    assert nadia.post("/matching/api/introductions", json=body).json()["state"] == "set_aside"
    seen, cursor = [], None
    while True:
        query: dict[str, Any] = {"limit": 2, "state": ["kept"]} | ({"cursor": cursor} if cursor else {})
        page = nadia.get("/matching/api/introductions", params=query).json()
        seen += [item["introduction_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 3


def test_delegations_are_recorded_by_the_coordination_and_read_by_staff(service: PlacingService) -> None:
    body = {
        "structure_id": str(REGIE), "given_by_kind": "departement", "given_by_name": "Conseil départemental",
        "starts_on": "2026-01-01", "ends_on": "2026-04-30",
    }  # fmt: skip
    assert service.client(referent()).post("/matching/api/delegations", json=body).status_code == 403
    made = service.client(coordination()).post("/matching/api/delegations", json=body)
    assert made.status_code == 201
    listed = service.client(referent()).get("/matching/api/delegations").json()["items"]
    assert [one["structure_id"] for one in listed] == [str(REGIE)]
    path = f"/matching/api/delegations/{made.json()['delegation_id']}/withdraw"
    assert service.client(coordination()).post(path).json()["withdrawn_on"] == "2026-03-02"


def test_erasing_a_person_reaches_every_record(service: PlacingService) -> None:
    introduction, profile, _ = service.introduced()
    made = service.client(referent()).post("/matching/api/placements", json=terms(introduction)).json()
    service.hear(ProfileErased(profile_id=profile, version=2))
    assert service.told(PlacementChanged)[-1].profile_id is None
    assert service.told(IntroductionMoved)[-1].profile_id is None
    assert service.client(referent()).get(f"/matching/api/placements/{made['placement_id']}").status_code == 404
    with service.runtime.database.reading() as connection:
        for table in ("introductions", "placements", "agreements", "profiles"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            data = [str(row) for row in rows if table != "profiles"]
            assert not any(str(profile) in row for row in data), table


def test_the_days_work_reminds_and_closes(service: PlacingService) -> None:
    service.introduced()
    service.later(days=3)
    service.run_jobs()
    assert service.told(IntroductionMoved)[-1].reminders == 1
    service.later(days=60)
    service.run_jobs()
    assert service.told(IntroductionMoved)[-1].state is IntroductionState.CLOSED
