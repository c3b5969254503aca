"""A territory with one referent on a stage, and people registered there over HTTP."""

from uuid import UUID, uuid4

import httpx

from services.accounts.adapters.argon import ArgonHasher
from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from tests.factories.stage import Stage

CODE, EMAIL, PASSWORD = "ici", "nadia@ici.example", "quatre chevaux bleus"


def open_town(stage: Stage) -> None:
    """The territory and its referent, told to every service."""
    structure = uuid4()
    territory = Territory(
        code=CODE,
        version=1,
        name="Ici",
        public_name="Horizons",
        time_zone="Europe/Paris",
        latitude=46.15,
        longitude=-1.12,
        structures=(Structure(structure, "Mission locale", "mission_locale"),),
        cohorts=(Cohort("jeunes", "Jeunes", structure, 16, 25, True),),
    )
    with stage.runtime("accounts").database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        open_territory(territory, by="test", uow=uow)
        order = RegisterStaff(CODE, EMAIL, "Nadia", PASSWORD, structure, ("referent",))
        register_staff(order, account_id=uuid4(), by="test", uow=uow, hasher=ArgonHasher(light=True))
    stage.pump()


def referent(stage: Stage) -> httpx.Client:
    """The referent's program, signed in."""
    client = stage.client()
    answer = client.post("/accounts/api/tokens", json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


def registered(stage: Stage, name: str) -> UUID:
    """A person of this first name, accompanied by the referent."""
    person = {"first_name": name, "last_name": "Petit", "born": "2004-05-06", "phone": "0639980102"}
    answer = referent(stage).post("/candidates/api/people", json={**person, "cohort": "jeunes"})
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


def people(stage: Stage) -> list[str]:
    """The first names of those whom the referent accompanies."""
    found = referent(stage).get("/candidates/api/people").json()["items"]
    return sorted(one["first_name"] for one in found)
