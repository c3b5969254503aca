"""Names of any letters are kept as written or refused; clicks made at once make one thing, with or without a key."""

import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from services.contracts.actors import Role
from services.demo.companies import invented_siret
from tests.e2e.bad_input.conftest import Doors

ONE_LETTER_OF_EVERY_KIND = st.characters(codec="utf-8")
NAMES = st.text(ONE_LETTER_OF_EVERY_KIND, min_size=0, max_size=210)
RANKS = iter(range(100, 10_000))
QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


def a_person(**changes: object) -> dict[str, object]:
    return {"first_name": "Amina", "last_name": f"Exemple {uuid4().hex}", "born": "2004-05-06", **changes}


def a_firm(**changes: object) -> dict[str, object]:
    place = {"label": "4 avenue Exemple", "postcode": "17000", "commune": "La Rochelle", "latitude": 46.15,
             "longitude": -1.12}  # fmt: skip
    firm = {"siret": invented_siret(next(RANKS)), "name": "Le Fournil", "contact_name": "Paul Renaud", "place": place}
    return {**firm, "email": "paul@fournil.example", **changes}


def as_written(name: str) -> str:
    """The signs of a name that are seen: a space, a control or a direction mark may have been tidied away."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(sign for sign in composed if not sign.isspace() and unicodedata.category(sign) not in {"Cc", "Cf"})


def everybody(doors: Doors) -> Iterator[dict[str, Any]]:
    """Everybody that the referent accompanies, page after page."""
    cursor: str | None = ""
    while cursor is not None:
        page = (
            doors.as_(Role.REFERENT).get("/candidates/api/people", params={"cursor": cursor} if cursor else {}).json()
        )
        yield from page["items"]
        cursor = page["next_cursor"]


@QUIET
@given(name=NAMES)
@example("Zoé 🌊👩‍👩‍👧")
@example("B" * 200)
@example("B" * 201)
@example("أمينة")
@example("<script>alert(1)</script>")
@example("'; DROP TABLE people; --")
@example("{{ 7 * 7 }}")
@example("\u202egnihton")
def test_the_name_of_a_person_is_kept_as_written_or_refused(doors: Doors, name: str) -> None:
    referent = doors.as_(Role.REFERENT)
    answer = referent.post("/candidates/api/people", json=a_person(first_name=name))
    assert answer.status_code in {201, 400, 422}, answer.text
    if answer.status_code == 201:
        page = doors.as_(Role.REFERENT)
        page.headers["accept"] = "text/html"
        shown = page.get(f"/personnes/{answer.json()['id']}")
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text
        kept = next(one["first_name"] for one in everybody(doors) if one["id"] == answer.json()["id"])
        assert as_written(kept) == as_written(name)
    else:
        assert answer.headers["content-type"] == "application/problem+json"


@QUIET
@given(name=NAMES)
@example("Chez Zoé 🌊")
@example("B" * 200)
@example("<img src=x onerror=alert(1)>")
def test_the_name_of_a_firm_is_kept_as_written_or_refused(doors: Doors, name: str) -> None:
    answer = doors.as_(Role.REFERENT).post("/employers/api/companies", json=a_firm(name=name))
    assert answer.status_code in {201, 400, 422}, answer.text
    if answer.status_code == 201:
        page = doors.as_(Role.REFERENT)
        page.headers["accept"] = "text/html"
        shown = page.get(f"/entreprises/{answer.json()['company_id']}")
        assert shown.status_code == 200
        assert "<img src=x" not in shown.text
        assert as_written(answer.json()["name"]) == as_written(name)


def at_once(clicks: int, click: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """The answers of several clicks made at the same time."""
    with ThreadPoolExecutor(clicks) as fingers:
        return list(fingers.map(lambda _: click(), range(clicks)))


def clicked(doors: Doors, address: str, body: dict[str, object], key: str = "") -> list[httpx.Response]:
    headers = {"Idempotency-Key": key} if key else {}
    return at_once(4, lambda: doors.as_(Role.REFERENT).post(address, json=body, headers=headers))


def people_named(doors: Doors, last_name: object) -> list[Any]:
    return [one for one in everybody(doors) if one["last_name"] == last_name]


def test_four_clicks_with_a_key_register_one_person_and_give_the_same_answer(doors: Doors) -> None:
    person = a_person()
    answers = clicked(doors, "/candidates/api/people", person, key=uuid4().hex)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(people_named(doors, person["last_name"])) == 1


def test_four_clicks_without_a_key_register_one_person(doors: Doors) -> None:
    person = a_person()
    answers = clicked(doors, "/candidates/api/people", person)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"possible-double"}
    assert len(people_named(doors, person["last_name"])) == 1


def test_four_clicks_enter_one_firm(doors: Doors) -> None:
    for key in (uuid4().hex, ""):
        firm = a_firm()
        answers = clicked(doors, "/employers/api/companies", firm, key=key)
        assert all(answer.status_code in {200, 201} for answer in answers), [answer.text for answer in answers]
        assert len({answer.json()["company_id"] for answer in answers}) == 1
        known = doors.as_(Role.REFERENT).get("/employers/api/companies").json()
        assert sum(one["siret"] == firm["siret"] for one in known) == 1


def test_the_key_of_one_request_is_not_the_key_of_another(doors: Doors) -> None:
    key, referent = uuid4().hex, doors.as_(Role.REFERENT)
    first = referent.post("/candidates/api/people", json=a_person(), headers={"Idempotency-Key": key})
    other = referent.post("/candidates/api/people", json=a_person(), headers={"Idempotency-Key": key})
    assert first.status_code == 201
    assert other.status_code in {409, 422}, other.text
