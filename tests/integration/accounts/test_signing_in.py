"""Signing in over HTTP: sessions, tokens, refusals, enrolment of an employer."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.contracts.actors import Actor, Role
from services.kernel.auth import Signer
from tests.factories.staff import PASSWORD, STRUCTURE, open_with_staff
from tests.factories.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, only=("accounts",))
    open_with_staff(stage)
    yield stage
    stage.close()


def signed_in(stage: Stage, email: str) -> httpx.Client:
    browser = stage.browser()
    answer = browser.post("/connexion", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def test_a_right_password_opens_a_session_and_the_page_of_the_role(stage: Stage) -> None:
    browser = stage.browser()
    answer = browser.post("/connexion", data={"email": " Nadia@ICI.example ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mes-personnes")
    page = browser.get("/mon-compte")
    assert "Nadia B." in page.text
    assert "Parcours d’ici" in page.text


def test_the_visitor_goes_back_to_the_wanted_page_but_never_to_another_site(stage: Stage) -> None:
    answer = stage.browser().get("/reglages")
    assert answer.headers["location"] == "/connexion?suite=%2Freglages"
    credentials = {"email": "chef@ici.example", "password": PASSWORD}
    assert (
        stage.browser().post("/connexion", data={**credentials, "suite": "/reglages"}).headers["location"]
        == "/reglages"
    )
    for elsewhere in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"):
        answer = stage.browser().post("/connexion", data={**credentials, "suite": elsewhere})
        assert answer.headers["location"] == "/bilan"


def test_unknown_and_wrong_are_refused_in_the_same_words(stage: Stage) -> None:
    pages = [
        stage.browser().post("/connexion", data={"email": email, "password": "autre chose"})
        for email in ("nadia@ici.example", "personne@ici.example")
    ]
    assert {page.status_code for page in pages} == {422}
    assert all("ne correspond pas" in page.text for page in pages)


def test_too_many_failures_close_the_door_for_a_while(stage: Stage) -> None:
    for _ in range(8):
        stage.client().post("/accounts/api/tokens", json={"email": "nadia@ici.example", "password": "non"})
    right = {"email": "nadia@ici.example", "password": PASSWORD}
    assert stage.client().post("/accounts/api/tokens", json=right).status_code == 429
    stage.now += timedelta(minutes=16)
    assert stage.client().post("/accounts/api/tokens", json=right).status_code == 200


def test_a_token_is_read_by_every_service_and_says_the_role(stage: Stage) -> None:
    answer = stage.client().post("/accounts/api/tokens", json={"email": "chef@ici.example", "password": PASSWORD})
    assert answer.json()["expires_in"] == 600
    client = stage.client()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    new = {
        "email": "x@ici.example",
        "name": "X",
        "password": "six petits chats",
        "structure_id": str(STRUCTURE),
        "roles": ["referent"],
    }
    assert client.post("/accounts/api/staff", json=new).status_code == 201
    again = client.post("/accounts/api/staff", json=new)
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")


def test_signing_out_ends_the_session(stage: Stage) -> None:
    browser = signed_in(stage, "nadia@ici.example")
    cookie = browser.cookies["cite_session"]
    browser.post("/deconnexion")
    browser.cookies.set("cite_session", cookie)
    assert browser.get("/mon-compte").status_code == 303


def test_a_write_from_another_site_is_refused_though_the_cookie_is_good(stage: Stage) -> None:
    browser = signed_in(stage, "chef@ici.example")
    answer = browser.post("/reglages", data={"public_name": "Volé"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_coordination_changes_the_settings_and_everybody_learns_them(stage: Stage) -> None:
    browser = signed_in(stage, "chef@ici.example")
    form = {
        "public_name": "Nouveau nom",
        "exclusive_schemes": "CEJ, Autre",
        "experience_months": "6",
        "introductions_per_month": "5",
        "emergency_fund": "1 250,50",
    }
    assert browser.post("/reglages", data=form).status_code == 303
    assert "Nouveau nom" in browser.get("/reglages").text
    wrong = browser.post("/reglages", data={**form, "experience_months": "0"})
    assert wrong.status_code == 422
    assert 'value="0"' in wrong.text


def test_a_referent_may_not_change_the_settings(stage: Stage) -> None:
    assert signed_in(stage, "nadia@ici.example").get("/reglages").status_code == 403


def enrolment_link(stage: Stage, **changes: object) -> str:
    company = uuid4()
    claims = {
        "sub": str(company),
        "purpose": "enrol",
        "territory": "ici",
        "company": str(company),
        "company_name": "Le Fournil",
    }
    return Signer("employers", stage.ring).mint({**claims, **changes}, lasts=timedelta(days=14), now=datetime.now(UTC))


def test_an_employer_opens_an_account_from_the_link(stage: Stage) -> None:
    link = enrolment_link(stage)
    browser = stage.browser()
    assert "Le Fournil" in browser.get("/inscription", params={"jeton": link}).text
    form = {"jeton": link, "name": "Paul", "email": "paul@fournil.example", "password": "pain de seigle frais"}
    answer = browser.post("/inscription", data=form)
    assert answer.headers["location"] == "/entreprise"
    assert re.search("Paul", browser.get("/mon-compte").text)
    short = stage.browser().post("/inscription", data={**form, "email": "a@fournil.example", "password": "court"})
    assert short.status_code == 422
    assert "12 caractères" in short.text


def test_a_link_made_for_something_else_opens_no_account(stage: Stage) -> None:
    other = enrolment_link(stage, purpose="answer")
    assert stage.browser().get("/inscription", params={"jeton": other}).status_code == 410


def test_an_issuer_may_not_give_roles_that_are_not_its_own(stage: Stage) -> None:
    claims = {"sub": str(uuid4()), "territory": "ici", "roles": ["coordination"]}
    forged = Signer("employers", stage.ring).mint(claims, lasts=timedelta(hours=1), now=datetime.now(UTC))
    client = stage.client()
    client.headers["Authorization"] = f"Bearer {forged}"
    assert client.post("/accounts/api/staff", json={}).status_code == 401


def test_an_expired_token_is_refused(stage: Stage) -> None:
    actor = Actor(uuid4(), "ici", frozenset({Role.COORDINATION}))
    client = stage.client(actor)
    stale = Signer("accounts", stage.ring).mint(
        {"sub": str(actor.id), "territory": "ici", "roles": ["coordination"]},
        lasts=timedelta(minutes=10),
        now=datetime.now(UTC) - timedelta(hours=1),
    )
    client.headers["Authorization"] = f"Bearer {stale}"
    answer = client.post("/accounts/api/staff", json={})
    assert answer.status_code == 401
    assert "terminée" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"email": "a\\u0000b@c.fr", "password": "x"}',
        b"[" * 500 + b"]" * 500,
        b'{"email":"a@b.fr","password":"x","z":1}',
    ],
)
def test_bad_json_gets_a_french_problem(stage: Stage, body: bytes) -> None:
    answer = stage.client().post("/accounts/api/tokens", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_request_of_five_megabytes_is_refused(stage: Stage) -> None:
    answer = stage.client().post("/accounts/api/tokens", content=b"x" * 5_000_000)
    assert answer.status_code == 413


def test_the_coordination_gives_a_new_password_to_whoever_forgot_theirs(stage: Stage) -> None:
    inside = signed_in(stage, "nadia@ici.example")
    chief = signed_in(stage, "chef@ici.example")
    given = {"forgotten_email": "Nadia@ici.example", "provisional": "trois bateaux verts"}
    assert chief.post("/reglages/mots-de-passe", data=given).status_code == 303
    assert inside.get("/mon-compte").status_code == 303
    old = stage.browser().post("/connexion", data={"email": "nadia@ici.example", "password": PASSWORD})
    assert old.status_code == 422
    new = {"email": "nadia@ici.example", "password": "trois bateaux verts"}
    assert stage.browser().post("/connexion", data=new).status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("inconnu@ici.example", "trois bateaux verts", "Aucun compte de ce territoire"),
        ("chef@ici.example", "trois bateaux verts", "votre adresse"),
        ("nadia@ici.example", "court", "12 caractères"),
    ],
)
def test_a_password_that_cannot_be_given_changes_nothing(stage: Stage, email: str, password: str, said: str) -> None:
    chief = signed_in(stage, "chef@ici.example")
    refused = chief.post("/reglages/mots-de-passe", data={"forgotten_email": email, "provisional": password})
    assert refused.status_code == 422
    assert said in refused.text
    signed_in(stage, "nadia@ici.example")


def test_a_referent_gives_no_password(stage: Stage) -> None:
    given = {"forgotten_email": "chef@ici.example", "provisional": "trois bateaux verts"}
    assert signed_in(stage, "nadia@ici.example").post("/reglages/mots-de-passe", data=given).status_code == 403
