"""The journeys of the product, over HTTP, in a neighbourhood of a running house: referent, employer, person.

Each is whole by itself and may be played beside the others. None knows how the house runs.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.e2e.journeys.houses import until
from tests.e2e.journeys.neighbourhood import SECRET, Neighbourhood, done

CONTENT = {
    "goals": "Découvrir le métier",
    "tasks": "Aider au fournil",
    "skills": ["Préparer une pâte", "Cuire le pain"],
    "equipment": "Tablier",
    "prevention": "Gants",
    "insurance": "Structure",
    "tutor_named": True,
    "emergency_contact_known": True,
    "host_duties_accepted": True,
}
SEEN = {
    "outcome": "completed",
    "hired_as": "cdd_short",
    "skills": [{"label": "Préparer une pâte", "level": 3}],
    "endorses_badge": True,
}


def from_the_offer_to_the_badge(here: Neighbourhood) -> None:
    """The three loops in one: ranked, agreed, introduced, met, hosted, evaluated, rewarded, counted."""
    referent = here.program("nadia")
    offer, employer = here.offer(referent)
    person = here.register(referent)
    ranked_first(referent, person, offer)
    introduction = introduced(here, referent, person, offer)
    answer = {"answer": "meet"}
    until(lambda: done(employer.post(f"/employers/api/introductions/{introduction}/answer", json=answer)))
    placement = placed(here, referent, introduction)
    until(lambda: done(employer.post(f"/employers/api/placements/{placement}/evaluation", json=SEEN)))
    award = until(lambda: only(done(referent.get("/badges/api/awards"))["items"]))["award_id"]
    done(referent.post(f"/badges/api/awards/{award}/accept", json={"channel": "in_person", "public_page": True}))
    badge = until(lambda: done(here.visitor().get(f"/badges/{award}.json")))
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["issuer"]["id"].startswith("did:web:")
    assert not any(word in json.dumps(badge) for word in SECRET)
    assert here.browser().get(f"/badges/{award}").status_code == 200
    until(lambda: the_bilan_counts(here.browser("claire")))
    assert [word for word in SECRET if word.encode() in here.house.travelled()] == []


def a_person_agrees_by_her_link(here: Neighbourhood) -> None:
    """No account, no script: the link answers, and the employer's firm then hears of her."""
    referent = here.program("nadia")
    offer, employer = here.offer(referent)
    person = here.register(referent)
    ranked_first(referent, person, offer)
    kept = keep(referent, person, offer)
    link = here.path(done(referent.post(f"/candidates/api/people/{person['id']}/links"), 201)["url"])
    own = here.browser()
    until(lambda: must(kept in own.get(link).text, "the proposition has not reached her page"))
    assert SECRET[0] in own.get(link).text
    answer = own.post(f"{link}/reponse", data={"introduction_id": kept, "answer": "oui"})
    assert answer.status_code == 303, answer.text[:500]
    until(lambda: done(referent.post(f"/matching/api/introductions/{kept}/introduce")))
    employer.headers["accept"] = "text/html"
    received = f"/entreprise/mises-en-relation/{kept}"
    until(lambda: must(employer.get(received).status_code == 200, "the firm has not heard of the introduction"))


def two_clicks_make_one_introduction(here: Neighbourhood) -> None:
    """The same key, the same answer; without a key, the second is told that it is done already."""
    referent = here.program("nadia")
    offer, _ = here.offer(referent)
    person = here.register(referent)
    ranked_first(referent, person, offer)
    body = {"profile_id": person["profile_id"], "offer_id": offer["offer_id"], "decision": "keep"}
    headers = {"Idempotency-Key": "un-seul-clic"}
    answers = [done(referent.post("/matching/api/introductions", json=body, headers=headers), 201) for _ in range(3)]
    assert len({answer["introduction_id"] for answer in answers}) == 1
    assert referent.post("/matching/api/introductions", json=body).status_code < 500
    only(done(referent.get("/matching/api/introductions"))["items"])


def an_unreadable_siret_changes_nothing(here: Neighbourhood) -> None:
    """The refusal says which field; no firm is kept."""
    firm = here.a_firm(territory=here.code, siret="99000012000019")

    def is_refused() -> None:
        refused = done(here.visitor().post("/employers/api/companies", json=firm), 422)
        assert "SIRET" in refused["fields"].get("siret", ""), refused

    until(is_refused)
    assert done(here.program("nadia").get("/employers/api/companies")) == []


def a_colleague_sees_nobody_before_a_delegation(here: Neighbourhood) -> None:
    """Neither the file nor the ranked offers."""
    person = here.register(here.program("nadia"))
    colleague = here.program("sophie")
    assert colleague.get(f"/candidates/api/people/{person['id']}/profile").status_code in {403, 404}
    assert colleague.get(f"/matching/api/profiles/{person['profile_id']}/offers").status_code in {403, 404}


def erasing_reaches_every_service(here: Neighbourhood) -> None:
    """In the middle of an introduction: nothing readable stays, anywhere."""
    referent = here.program("nadia")
    offer, _ = here.offer(referent)
    person = here.register(referent)
    ranked_first(referent, person, offer)
    introduced(here, referent, person, offer)
    assert referent.delete(f"/candidates/api/people/{person['id']}").status_code in {200, 204}
    ranking = f"/matching/api/profiles/{person['profile_id']}/offers"
    until(lambda: must(referent.get(ranking).status_code in {404, 410}, "matching still knows her"))
    assert referent.get(f"/candidates/api/people/{person['id']}/profile").status_code in {404, 410}
    assert [word for word in SECRET if word in here.house.kept()] == []
    assert [word for word in SECRET if word.encode() in here.house.travelled()] == []


def an_exclusive_scheme_leaves_the_engine(here: Neighbourhood) -> None:
    """Told on the person's page: her profile proposes nothing any more."""
    referent = here.program("nadia")
    offer, _ = here.offer(referent)
    person = here.register(referent)
    ranked_first(referent, person, offer)
    scheme = {"scheme": "CEJ", "since": here.today.isoformat()}
    answer = here.browser("nadia").post(f"/personnes/{person['id']}/dispositifs", data=scheme)
    assert answer.status_code in {200, 303}, answer.text[:500]
    ranking = f"/matching/api/profiles/{person['profile_id']}/offers"
    until(lambda: must(offers_in(referent.get(ranking)) == [], "offers are still proposed"))


def an_operator_looks_after_the_house(here: Neighbourhood) -> None:
    """Health, messages put aside, e-mails: on one page each, or on one that gathers what each service says."""
    operator = here.browser("olga")
    for name, told in (("sante", "Événements à lire"), ("messages-de-cote", "de côté"), ("courriels", "ourriel")):
        page = operator.get(f"/{name}")
        assert page.status_code == 200, page.text[:500]
        pieces = re.findall(r'<cite-fragment src="([^"]+)"', page.text)
        for said in [operator.get(piece).text for piece in pieces] or [page.text]:
            assert told in said
    assert here.browser("nadia").get("/messages-de-cote").status_code == 403


JOURNEYS: tuple[Callable[[Neighbourhood], None], ...] = (
    from_the_offer_to_the_badge,
    a_person_agrees_by_her_link,
    two_clicks_make_one_introduction,
    an_unreadable_siret_changes_nothing,
    a_colleague_sees_nobody_before_a_delegation,
    erasing_reaches_every_service,
    an_exclusive_scheme_leaves_the_engine,
    an_operator_looks_after_the_house,
)


def must(holds: bool, otherwise: str) -> None:
    """An assertion that may stand in a lambda."""
    assert holds, otherwise


def only(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The one item of a list that must hold one."""
    assert len(items) == 1, items
    return items[0]


def offers_in(answer: httpx.Response) -> list[Any]:
    """The offers of an answer, none when it refuses."""
    return list(answer.json()["items"]) if answer.status_code == 200 else []


def ranked_first(referent: httpx.Client, person: dict[str, Any], offer: dict[str, Any]) -> None:
    """The offer heads the person's list, with its reasons."""
    address = f"/matching/api/profiles/{person['profile_id']}/offers?limit=10"

    def heads() -> None:
        first = (done(referent.get(address))["items"] or [{}])[0]
        assert first.get("offer_id") == offer["offer_id"], first
        assert first["reasons"]
        assert all(reason["text"] for reason in first["reasons"])

    until(heads)


def keep(referent: httpx.Client, person: dict[str, Any], offer: dict[str, Any]) -> str:
    """The referent keeps the offer for the person; the introduction's id."""
    body = {"profile_id": person["profile_id"], "offer_id": offer["offer_id"], "decision": "keep"}
    return str(done(referent.post("/matching/api/introductions", json=body), 201)["introduction_id"])


def introduced(here: Neighbourhood, referent: httpx.Client, person: dict[str, Any], offer: dict[str, Any]) -> str:
    """Refused without the person's agreement, made with it; the introduction's id."""
    body = {"profile_id": person["profile_id"], "offer_id": offer["offer_id"]}
    refused = done(referent.post("/matching/api/introductions", json=body), 409)
    assert refused["code"] == "agreement-missing", refused
    kept = keep(referent, person, offer)
    agreement = {"introduction_id": kept, "agrees": True, "channel": "in_person"}
    until(lambda: done(referent.post(f"/candidates/api/people/{person['id']}/agreements", json=agreement), 201))
    moved = until(lambda: done(referent.post(f"/matching/api/introductions/{kept}/introduce")))
    assert moved["state"] == "introduced"
    return kept


def placed(here: Neighbourhood, referent: httpx.Client, introduction: str) -> UUID:
    """Met, agreed from today on, signed on paper by the three, validated; the placement's id."""
    until(lambda: done(referent.post(f"/matching/api/introductions/{introduction}/met")))
    terms = {
        "introduction_id": introduction,
        "starts_on": here.today.isoformat(),
        "ends_on": (here.today + timedelta(days=11)).isoformat(),
        "objective": "discover",
        "preset": "morning",
        "content": CONTENT,
    }
    placement = done(referent.post("/matching/api/placements", json=terms), 201)["placement_id"]
    for signer in ("person", "employer", "prescriber"):
        signature = {"signer": signer, "channel": "paper"}
        done(referent.post(f"/matching/api/placements/{placement}/signatures", json=signature))
    assert done(referent.post(f"/matching/api/placements/{placement}/validate"))["status"] == "validated"
    return UUID(placement)


def the_bilan_counts(coordination: httpx.Client) -> None:
    """The coordination reads the bilan, and somebody is in it."""
    page = coordination.get("/bilan")
    assert page.status_code == 200
    assert "Jeunes" in page.text
