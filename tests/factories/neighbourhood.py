"""A small territory on a stage: two referents, a coordination, and what journeys do over HTTP, nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.entrypoints.counter import Counter
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.demo.companies import invented_siret
from tests.factories.stage import Stage

CODE = "ici"
PASSWORD = "quatre chevaux bleus"
MISSION_LOCALE = UUID(int=0x51)
NADIA, SOPHIE, CLAIRE = UUID(int=0xA1), UUID(int=0xA2), UUID(int=0xA3)


def open_neighbourhood(stage: Stage) -> None:
    """The territory and its staff, known by every service."""
    counter: Counter = stage.runtime("accounts").app.state.counter
    territory = Territory(
        code=CODE,
        version=1,
        name="Ici",
        public_name="Horizons",
        time_zone="Europe/Paris",
        latitude=46.15,
        longitude=-1.12,
        structures=(Structure(MISSION_LOCALE, "Mission locale", "mission_locale"),),
        cohorts=(Cohort("jeunes", "Jeunes", MISSION_LOCALE, 16, 25, True),),
    )
    with stage.runtime("accounts").database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        open_territory(territory, by="test", uow=uow)
        for account, name, role in (
            (NADIA, "nadia", "referent"),
            (SOPHIE, "sophie", "referent"),
            (CLAIRE, "claire", "coordination"),
        ):
            order = RegisterStaff(CODE, f"{name}@ici.example", name.title(), PASSWORD, MISSION_LOCALE, (role,))
            register_staff(order, account_id=account, by="test", uow=uow, hasher=counter.hasher)
    stage.pump()


def api(stage: Stage, name: str) -> httpx.Client:
    """A program signed in with the e-mail and password of this person."""
    client = stage.client()
    answer = client.post("/accounts/api/tokens", json={"email": f"{name}@ici.example", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


def done(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.request.url}: {answer.status_code} {answer.text[:600]}"
    return answer.json()


def a_confirmed_firm(stage: Stage, referent: httpx.Client, rank: int = 1) -> tuple[str, httpx.Client]:
    """A firm met at its door, whose holder opened an account from the confirmation link; its id and its browser."""
    firm = {
        "siret": invented_siret(rank),
        "name": "Le Fournil d'ici",
        "contact_name": "Paul Renaud",
        "email": f"paul{rank}@fournil.example",
        "place": {
            "label": "4 avenue Exemple",
            "postcode": "17000",
            "commune": "La Rochelle",
            "latitude": 46.152,
            "longitude": -1.124,
        },
    }
    kept = done(referent.post("/employers/api/companies", json=firm), 201)
    stage.pump()
    browser = stage.browser()
    link = kept["confirm_link"].removeprefix("http://testserver")
    assert browser.get(link).status_code == 200
    answer = browser.post(link, data={"decision": "confirm", "reponse": "oui"})
    stage.pump()
    while answer.status_code == 303 and "/inscription" not in answer.headers["location"]:
        answer = browser.get(answer.headers["location"])
    enrolment = answer.headers["location"] if answer.status_code == 303 else _enrolment_in(answer.text)
    token = enrolment.partition("jeton=")[2]
    form = {
        "jeton": token,
        "name": "Paul Renaud",
        "email": f"paul{rank}@fournil.example",
        "password": "pain de seigle frais",
    }
    answer = browser.post("/inscription", data=form)
    assert answer.status_code == 303, answer.text
    stage.pump()
    return kept["company_id"], browser


def _enrolment_in(page: str) -> str:
    start = page.index("/inscription?jeton=")
    return page[start : page.index('"', start)].replace("&amp;", "&")


def an_immersion(company: str, stage: Stage, **changes: Any) -> dict[str, Any]:
    """An immersion in a bakery, next week, in the morning."""
    starts = (stage.now + timedelta(days=10)).date()
    starts += timedelta(days=(7 - starts.weekday()) % 7)
    offer = {
        "company_id": company,
        "kind": "immersion",
        "trade": "Boulanger / Boulangère",
        "rome": "D1102",
        "objectives": ["discover"],
        "skills": ["Préparer une pâte", "Cuire le pain"],
        "starts_on": starts.isoformat(),
        "ends_on": (starts + timedelta(days=11)).isoformat(),
        "hours": {"preset": "morning"},
        "places": 2,
        "tutor": {"name": "Paul Renaud", "role": "Boulanger"},
    }
    return {**offer, **changes}


def a_profile(**changes: Any) -> dict[str, Any]:
    """Somebody who wants to discover bakery, free in the mornings, by bus."""
    profile = {
        "wishes": [{"rome": "D1102", "label": "Boulanger / Boulangère", "rank": 1}],
        "kinds": ["immersion"],
        "available": ["mon_am", "tue_am", "wed_am", "thu_am", "fri_am"],
        "modes": ["walk", "bus"],
        "travel_minutes_max": 40,
        "origin": {"latitude": 46.1534, "longitude": -1.1299},
    }
    return {**profile, **changes}
