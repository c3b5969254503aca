"""The three loops, whole, over HTTP on the five services: referent, employer, person; to the badge and the bilan."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.factories.neighbourhood import a_confirmed_firm, a_profile, an_immersion, api, done, open_neighbourhood
from tests.factories.stage import Stage

SECRET = ("Amina", "Ould-Kaddour", "amina.ok@exemple.fr", "0639980102", "12 rue du Secret")


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("CITE_EMBEDDER_URL", "characters://")
    stage = Stage(tmp_path)
    open_neighbourhood(stage)
    yield stage
    stage.close()


def register(stage: Stage, referent: httpx.Client, **changes: Any) -> dict[str, Any]:
    person = {
        "first_name": SECRET[0],
        "last_name": SECRET[1],
        "born": "2004-05-06",
        "email": SECRET[2],
        "phone": SECRET[3],
        "address": SECRET[4],
        "cohort": "jeunes",
    }
    kept: dict[str, Any] = done(referent.post("/candidates/api/people", json={**person, **changes}), 201)
    done(referent.put(f"/candidates/api/people/{kept['id']}/profile", json=a_profile()))
    stage.pump()
    return kept


def post_offer(stage: Stage, referent: httpx.Client) -> tuple[dict[str, Any], httpx.Client]:
    company, _ = a_confirmed_firm(stage, referent)
    token = done(
        stage.client().post(
            "/accounts/api/tokens", json={"email": "paul1@fournil.example", "password": "pain de seigle frais"}
        )
    )
    program = stage.client()
    program.headers["Authorization"] = f"Bearer {token['access_token']}"
    offer = done(program.post("/employers/api/offers", json=an_immersion(company, stage)), 201)
    assert offer["status"] == "published"
    stage.pump()
    return offer, program


def test_from_the_offer_to_the_badge(stage: Stage) -> None:
    referent = api(stage, "nadia")
    offer, employer = post_offer(stage, referent)
    person = register(stage, referent)
    ranked = done(referent.get(f"/matching/api/profiles/{person['profile_id']}/offers?limit=10"))
    first = ranked["items"][0]
    assert first["offer_id"] == offer["offer_id"]
    assert first["reasons"]
    assert all(reason["text"] for reason in first["reasons"])

    introduction = introduce(stage, referent, person, offer)
    answer = employer.post(f"/employers/api/introductions/{introduction}/answer", json={"answer": "meet"})
    assert answer.status_code == 200, answer.text
    stage.pump()
    placement = place(stage, referent, introduction)
    award = finish(stage, employer, referent, placement)

    link = done(referent.post(f"/candidates/api/people/{person['id']}/links"), 201)["url"]
    own_page = stage.browser().get(link.removeprefix("http://testserver"))
    assert own_page.status_code == 200
    assert SECRET[0] in own_page.text

    done(referent.post(f"/badges/api/awards/{award}/accept", json={"channel": "in_person", "public_page": True}))
    stage.pump()
    badge = done(stage.client().get(f"/badges/{award}.json"))
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert not any(word in json.dumps(badge) for word in SECRET)
    assert stage.browser().get(f"/badges/{award}").status_code == 200
    assert api(stage, "claire").get("/bilan").status_code == 200
    nothing_personal_travels(stage)


def introduce(stage: Stage, referent: httpx.Client, person: dict[str, Any], offer: dict[str, Any]) -> str:
    body = {"profile_id": person["profile_id"], "offer_id": offer["offer_id"]}
    refused = referent.post("/matching/api/introductions", json=body)
    assert refused.status_code == 409, "no introduction without the person's agreement"
    kept = done(referent.post("/matching/api/introductions", json={**body, "decision": "keep"}), 201)
    stage.pump()
    agreement = {"introduction_id": kept["introduction_id"], "agrees": True, "channel": "in_person"}
    done(referent.post(f"/candidates/api/people/{person['id']}/agreements", json=agreement), 201)
    stage.pump()
    moved = done(referent.post(f"/matching/api/introductions/{kept['introduction_id']}/introduce"))
    assert moved["state"] == "introduced"
    stage.pump()
    return str(kept["introduction_id"])


def place(stage: Stage, referent: httpx.Client, introduction: str) -> str:
    done(referent.post(f"/matching/api/introductions/{introduction}/met"))
    starts = stage.now.date() + timedelta(days=7)
    starts += timedelta(days=(7 - starts.weekday()) % 7)
    terms = {
        "introduction_id": introduction,
        "starts_on": starts.isoformat(),
        "ends_on": (starts + timedelta(days=4)).isoformat(),
        "objective": "discover",
        "preset": "morning",
        "content": {
            "goals": "Découvrir le métier",
            "tasks": "Aider au fournil",
            "skills": ["Préparer une pâte", "Cuire le pain"],
            "equipment": "Tablier",
            "prevention": "Gants",
            "insurance": "Structure",
            "tutor_named": True,
            "emergency_contact_known": True,
            "host_duties_accepted": True,
        },
    }
    placement = done(referent.post("/matching/api/placements", json=terms), 201)
    for signer in ("person", "employer", "prescriber"):
        answer = referent.post(
            f"/matching/api/placements/{placement['placement_id']}/signatures",
            json={"signer": signer, "channel": "paper"},
        )
        done(answer)
    assert (
        done(referent.post(f"/matching/api/placements/{placement['placement_id']}/validate"))["status"] == "validated"
    )
    stage.pump()
    return str(placement["placement_id"])


def finish(stage: Stage, employer: httpx.Client, referent: httpx.Client, placement: str) -> str:
    stage.now += timedelta(days=30)
    told = {
        "outcome": "completed",
        "hired_as": "cdd_short",
        "skills": [{"label": "Préparer une pâte", "level": 3}],
        "endorses_badge": True,
    }
    done(employer.post(f"/employers/api/placements/{placement}/evaluation", json=told))
    stage.pump()
    awards = done(referent.get("/badges/api/awards"))["items"]
    assert len(awards) == 1
    return str(awards[0].get("award_id") or awards[0]["id"])


def every_event(stage: Stage) -> bytes:
    """All the bytes of the event log's file."""
    folder = stage.settings.data()
    return b"".join(path.read_bytes() for path in sorted(folder.glob("events.db*")) if path.is_file())


def nothing_personal_travels(stage: Stage) -> None:
    travelled = every_event(stage)
    assert [word for word in SECRET if word.encode() in travelled] == []


def test_nothing_about_people_is_shown_before_a_referent_confirmed_the_holder(stage: Stage) -> None:
    referent = api(stage, "nadia")
    register(stage, referent)
    firm = {"siret": "99000012000019", "name": "Sans nom", "contact_name": "X", "email": "x@firme.example"}
    refused = stage.client().post("/employers/api/companies", json=firm)
    assert refused.status_code == 422
    assert re.search("SIRET", refused.text)


def test_a_colleague_sees_nobody_before_a_delegation(stage: Stage) -> None:
    person = register(stage, api(stage, "nadia"))
    colleague = api(stage, "sophie")
    assert colleague.get(f"/candidates/api/people/{person['id']}/profile").status_code in {403, 404}
    assert colleague.get(f"/matching/api/profiles/{person['profile_id']}/offers").status_code in {403, 404}


def test_erasing_reaches_every_service(stage: Stage) -> None:
    referent = api(stage, "nadia")
    offer, _ = post_offer(stage, referent)
    person = register(stage, referent)
    introduce(stage, referent, person, offer)
    assert referent.delete(f"/candidates/api/people/{person['id']}").status_code in {200, 204}
    stage.pump()
    assert referent.get(f"/matching/api/profiles/{person['profile_id']}/offers").status_code in {404, 410}
    assert referent.get(f"/candidates/api/people/{person['id']}/profile").status_code in {404, 410}
    kept = b"".join(path.read_bytes() for path in stage.settings.data().glob("*.db*") if path.is_file())
    assert [word for word in SECRET if word.encode() in kept] == []


def test_two_introductions_at_once_make_one(stage: Stage) -> None:
    referent = api(stage, "nadia")
    offer, _ = post_offer(stage, referent)
    person = register(stage, referent)
    body = {"profile_id": person["profile_id"], "offer_id": offer["offer_id"], "decision": "keep"}
    headers = {"Idempotency-Key": "un-seul-clic"}
    answers = [done(referent.post("/matching/api/introductions", json=body, headers=headers), 201) for _ in range(3)]
    assert len({answer["introduction_id"] for answer in answers}) == 1
    assert len(done(referent.get("/matching/api/introductions"))["items"]) == 1


def test_an_exclusive_scheme_makes_the_profile_leave_the_engine(stage: Stage) -> None:
    referent = api(stage, "nadia")
    post_offer(stage, referent)
    person = register(stage, referent)
    browser = stage.browser()
    browser.post("/connexion", data={"email": "nadia@ici.example", "password": "quatre chevaux bleus"})
    answer = browser.post(
        f"/personnes/{person['id']}/dispositifs", data={"scheme": "CEJ", "since": stage.now.date().isoformat()}
    )
    assert answer.status_code in {200, 303}, answer.text[:500]
    stage.pump()
    ranked = referent.get(f"/matching/api/profiles/{person['profile_id']}/offers")
    assert ranked.status_code != 200 or ranked.json()["items"] == []
