"""The product itself, killed again and again while people are introduced, hosted, rewarded, erased.

In one process and in fifteen: the state in the end is that of a life that nobody disturbed, to the last row.
"""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Select, select

from services.candidates.adapters.tables import introductions as moves
from services.front import build_house
from services.kernel.database import Database
from services.matching.adapters.tables import profiles
from tests.e2e.journeys.houses import House, fifteen_processes, one_process, until
from tests.e2e.journeys.loops import SEEN, introduced, must, only, placed, ranked_first
from tests.e2e.journeys.neighbourhood import Neighbourhood, a_profile, done
from tests.factories.nameless_state import assert_same, nameless
from tests.integration.kills.storm import Insisting, Storm

pytestmark = [pytest.mark.kills, pytest.mark.timeout(900)]

DEATHS = 12
NAMES = ("Amina", "Bachir")


@pytest.fixture(autouse=True)
def database_url() -> None:
    """None of the shared server's databases: files."""


def live(here: Neighbourhood, firm: tuple[dict[str, Any], httpx.Client]) -> None:
    """Somebody who is erased on her way, then two people from the offer to the badge."""
    referent, (offer, employer) = here.program("nadia"), firm
    erased = registered(here, referent, "Chloé")
    ranked_first(referent, erased, offer)
    known = select(moves.c.document).where(moves.c.id == introduced(here, referent, erased, offer))
    until(lambda: must('"state":"introduced"' in str(kept(here, "candidates", known)), "her file does not know it"))
    assert referent.delete(f"/candidates/api/people/{erased['id']}").status_code in {200, 204, 404, 410}
    ranking = f"/matching/api/profiles/{erased['profile_id']}/offers"
    until(lambda: must(referent.get(ranking).status_code in {404, 410}, "matching still knows her"))
    for name in NAMES:
        person = registered(here, referent, name)
        ranked_first(referent, person, offer)
        host(here, referent, employer, introduced(here, referent, person, offer))


def registered(here: Neighbourhood, referent: httpx.Client, name: str) -> dict[str, Any]:
    """A person, and her wishes before anybody looks: what was seen of her would else depend on the moment."""
    person: dict[str, Any] = done(referent.post("/candidates/api/people", json=here.a_person(first_name=name)), 201)
    done(referent.put(f"/candidates/api/people/{person['id']}/profile", json=a_profile()))

    known = select(profiles.c.version).where(profiles.c.profile_id == person["profile_id"])
    until(lambda: must(kept(here, "matching", known) == 2, "matching does not know her wishes"))
    return person


def kept(here: Neighbourhood, service: str, query: Select[Any]) -> Any:
    """What a service holds, looked up in its database."""
    database = Database(here.house.settings.database_for(service))
    try:
        with database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()
    finally:
        database.close()


def host(here: Neighbourhood, referent: httpx.Client, employer: httpx.Client, introduction: str) -> None:
    """The firm answers, hosts, evaluates; the person accepts her badge."""
    until(lambda: done(employer.post(f"/employers/api/introductions/{introduction}/answer", json={"answer": "meet"})))

    def answered() -> None:
        (mine,) = [one for one in introductions(referent) if one["introduction_id"] == introduction]
        assert mine["state"] == "meeting", mine

    until(answered)
    placement = placed(here, referent, introduction)
    until(lambda: done(employer.post(f"/employers/api/placements/{placement}/evaluation", json=SEEN)))
    award = until(lambda: only(proposed(referent)))["award_id"]
    done(referent.post(f"/badges/api/awards/{award}/accept", json={"channel": "in_person", "public_page": True}))
    until(lambda: done(here.visitor().get(f"/badges/{award}.json")))


def introductions(referent: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(referent.get("/matching/api/introductions"))["items"]
    return found


def proposed(referent: httpx.Client) -> list[dict[str, Any]]:
    awards = done(referent.get("/badges/api/awards"))["items"]
    return [award for award in awards if award["state"] == "proposed"]


def known_in_the_end(house: House, here: Neighbourhood) -> Counter[str]:
    """What every service knows once nothing moves any more."""
    with closing(build_house(house.settings)) as looked_at:

        def quiet() -> None:
            for runtime in looked_at.runtimes:
                waiting = {name: count for name, count in runtime.measure().items() if count}
                assert not waiting, f"{runtime.name}: {waiting}"

        until(quiet)
        return nameless(house.settings, territory=here.code)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """What is known after the same life without a death."""
    with one_process(tmp_path_factory.mktemp("calm")) as house, Neighbourhood(house) as here:
        live(here, here.offer(here.program("nadia")))
        return known_in_the_end(house, here)


def test_one_process_killed_again_and_again(tmp_path: Path, undisturbed: Counter[str]) -> None:
    insisting, storm = Insisting(), Storm(seed=11, deaths=DEATHS)
    with one_process(tmp_path) as house, Neighbourhood(house, transport=insisting) as here:
        firm = here.offer(here.program("nadia"))
        house.processes["house"].arm(storm.fail_point("house"))
        house.processes["house"].restart()
        with storm.over(house):
            live(here, firm)
            found = known_in_the_end(house, here)
    told(storm, insisting)
    assert_same(found, undisturbed)


def test_fifteen_processes_killed_again_and_again(tmp_path: Path, undisturbed: Counter[str]) -> None:
    insisting, storm = Insisting(), Storm(seed=12, deaths=DEATHS)
    with (
        fifteen_processes(tmp_path, armed=storm.fail_point) as house,
        Neighbourhood(house, transport=insisting) as here,
        storm.over(house),
    ):
        live(here, here.offer(here.program("nadia")))
        found = known_in_the_end(house, here)
    told(storm, insisting)
    assert_same(found, undisturbed)


def told(storm: Storm, insisting: Insisting) -> None:
    assert storm.wrong == []
    assert storm.killed.total() >= DEATHS // 2, storm.killed
    places = dict(sorted(storm.killed.items()))
    print(f"\n{storm.killed.total()} kills, {insisting.insisted} requests sent again: {places}")  # noqa: T201 – the figures of the note
