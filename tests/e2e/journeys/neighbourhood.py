"""A territory of its own in a running house, and what its people do there, over HTTP and nothing else.

Only the territory and its staff are made without HTTP, as an operator does it: in the database of `accounts`.
"""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from services.accounts.adapters.argon import ArgonHasher
from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.demo.companies import invented_siret
from services.kernel.database import Database
from tests.e2e.journeys.houses import House, until

PASSWORD = "quatre chevaux bleus"
STAFF = {"nadia": "referent", "sophie": "referent", "claire": "coordination", "olga": "operator"}
TUTOR = {"name": "Paul Renaud", "password": "pain de seigle frais"}
SECRET = ("Amina", "Ould-Kaddour", "amina.ok@exemple.fr", "0639980102", "12 rue du Secret")


def done(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.request.url}: {answer.status_code} {answer.text[:600]}"
    return answer.json()


class Neighbourhood:
    """One territory. Every act that needs what another service must first hear of is tried until it is heard."""

    def __init__(self, house: House, *, transport: httpx.BaseTransport | None = None) -> None:
        self.house = house
        self._transport = transport
        self.code = f"ici-{uuid4().hex[:12]}"
        self.today = datetime.now(ZoneInfo("Europe/Paris")).date()
        database = Database(house.settings.database_for("accounts"))
        with database.transaction() as connection:
            self._open(SqlUnitOfWork(connection, now=datetime.now(UTC)))
        database.close()
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _raised: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._opened.close()

    def _open(self, uow: SqlUnitOfWork) -> None:
        structure = uuid4()
        territory = Territory(
            code=self.code,
            version=1,
            name="Ici",
            public_name="Horizons",
            time_zone="Europe/Paris",
            latitude=46.15,
            longitude=-1.12,
            structures=(Structure(structure, "Mission locale", "mission_locale"),),
            cohorts=(Cohort("jeunes", "Jeunes", structure, 16, 25, True),),
        )
        open_territory(territory, by="test", uow=uow)
        hasher = ArgonHasher()
        for name, role in STAFF.items():
            order = RegisterStaff(self.code, self.email(name), name.title(), PASSWORD, structure, (role,))
            register_staff(order, account_id=uuid4(), by="test", uow=uow, hasher=hasher)

    def email(self, name: str) -> str:
        """The address of somebody here, like no other in the house."""
        return f"{name}@{self.code}.example"

    def visitor(self, *, accept: str = "application/json") -> httpx.Client:
        """Somebody whom nobody knows; follows no redirect unless asked."""
        client = httpx.Client(
            base_url=self.house.address, headers={"accept": accept}, timeout=180.0, transport=self._transport
        )
        return self._opened.enter_context(client)

    def program(self, name: str, password: str = PASSWORD) -> httpx.Client:
        """A program signed in with the e-mail and password of this person."""
        client = self.visitor()
        credentials = {"email": self.email(name), "password": password}
        token = done(client.post("/accounts/api/tokens", json=credentials))["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    def browser(self, name: str = "") -> httpx.Client:
        """A browser without JavaScript; signed in by the page when a name is given."""
        browser = self.visitor(accept="text/html")
        if name:
            answer = browser.post("/connexion", data={"email": self.email(name), "password": PASSWORD})
            assert answer.status_code == 303, answer.text[:500]
        return browser

    def path(self, address: str) -> str:
        """The path of a link that the product gave, which must lead here."""
        assert address.startswith(self.house.address), address
        return address.removeprefix(self.house.address)

    def a_person(self, **changes: Any) -> dict[str, Any]:
        """What a young person says of herself."""
        first, last, email, phone, address = SECRET
        return {
            "first_name": first, "last_name": last, "born": f"{self.today.year - 21}-05-06", "email": email,
            "phone": phone, "address": address, "cohort": "jeunes", **changes,
        }  # fmt: skip

    def register(self, referent: httpx.Client, **changes: Any) -> dict[str, Any]:
        """A person who looks for a bakery, known by the engine."""
        person = self.a_person(**changes)
        kept: dict[str, Any] = until(lambda: done(referent.post("/candidates/api/people", json=person), 201))
        done(referent.put(f"/candidates/api/people/{kept['id']}/profile", json=a_profile()))
        until(lambda: done(referent.get(f"/matching/api/profiles/{kept['profile_id']}/offers")))
        return kept

    def a_firm(self, **changes: Any) -> dict[str, Any]:
        """What a bakery says of itself."""
        place = {
            "label": "4 avenue Exemple", "postcode": "17000", "commune": "La Rochelle",
            "latitude": 46.152, "longitude": -1.124,
        }  # fmt: skip
        firm = {"siret": invented_siret(1), "name": "Le Fournil du port", "contact_name": TUTOR["name"], "place": place}
        return {**firm, "email": self.email("paul"), **changes}

    def firm(self, referent: httpx.Client) -> tuple[str, httpx.Client]:
        """A firm met at its door; its holder confirms by the link, opens an account. Its id and his program."""
        firm = self.a_firm()
        kept = until(lambda: done(referent.post("/employers/api/companies", json=firm), 201))
        browser = self.browser()
        link = self.path(kept["confirm_link"])
        assert browser.get(link).status_code == 200
        answer = browser.post(link, data={"decision": "confirm", "reponse": "oui"})
        while answer.status_code == 303 and "/inscription" not in answer.headers["location"]:
            answer = browser.get(answer.headers["location"])
        enrolment = answer.headers["location"] if answer.status_code == 303 else _enrolment_in(answer.text)
        form = {"jeton": enrolment.partition("jeton=")[2], "email": self.email("paul"), **TUTOR}
        opened = browser.post("/inscription", data=form)
        assert opened.status_code == 303, opened.text[:600]
        return kept["company_id"], self.program("paul", TUTOR["password"])

    def offer(self, referent: httpx.Client) -> tuple[dict[str, Any], httpx.Client]:
        """An immersion in that firm, published by its holder; the offer, and the holder's program."""
        company, holder = self.firm(referent)
        body = an_immersion(company, self.today)
        offer = until(lambda: done(holder.post("/employers/api/offers", json=body), 201))
        assert offer["status"] == "published"
        return offer, holder


def an_immersion(company: str, today: date) -> dict[str, Any]:
    """An immersion in a bakery, from today on, in the morning."""
    return {
        "company_id": company, "kind": "immersion", "trade": "Boulanger / Boulangère", "rome": "D1102",
        "objectives": ["discover"], "skills": ["Préparer une pâte", "Cuire le pain"],
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=25)).isoformat(),
        "hours": {"preset": "morning"}, "places": 2, "tutor": {"name": TUTOR["name"], "role": "Boulanger"},
    }  # fmt: skip


def a_profile() -> dict[str, Any]:
    """Somebody who wants to discover bakery, free in the mornings, by bus."""
    return {
        "wishes": [{"rome": "D1102", "label": "Boulanger / Boulangère", "rank": 1}], "kinds": ["immersion"],
        "available": ["mon_am", "tue_am", "wed_am", "thu_am", "fri_am"], "modes": ["walk", "bus"],
        "travel_minutes_max": 40, "origin": {"latitude": 46.1534, "longitude": -1.1299},
    }  # fmt: skip


def _enrolment_in(page: str) -> str:
    start = page.index("/inscription?jeton=")
    return page[start : page.index('"', start)].replace("&amp;", "&")
