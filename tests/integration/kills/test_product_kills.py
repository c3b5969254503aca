"""The product itself, killed again and again while people are introduced, hosted, rewarded, erased.

In one process and in fifteen: the state in the end is that of a life that nobody disturbed, to the last row.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.candidates.adapters.tables import erasures
from services.front import build_house
from services.kernel.database import Database
from services.kernel.moving.records import count_records
from tests.e2e.journeys.houses import House, fifteen_processes, one_process, until
from tests.e2e.journeys.insisting import Insisting, is_dying
from tests.e2e.journeys.loops import SEEN, introduced, only, placed, ranked_first
from tests.e2e.journeys.neighbourhood import Neighbourhood, a_profile, done
from tests.factories.nameless_state import assert_same, nameless
from tests.integration.kills.storm import Storm

pytestmark = [pytest.mark.kills, pytest.mark.timeout(1500)]

DEATHS = 12
NAMES = ("Amina", "Bachir")


@pytest.fixture(autouse=True)
def database_url() -> None:
    """None of the shared server's databases: files."""


@contextmanager
def looked_at(house: House) -> Iterator[Callable[[], None]]:
    """What waits until everybody has heard everything: what is seen, and noted as seen, would else be the moment's."""
    with closing(build_house(house.settings)) as opened:
        topics = sorted({topic.name for runtime in opened.runtimes for topic in runtime.topics})

        def quiet() -> None:
            published = count_records(opened.event_log, topics)
            # Twice: what one still held when it was looked at may since have gone to another.
            for runtime in (*opened.runtimes, *opened.runtimes):
                waiting = {name: count for name, count in runtime.measure().items() if count}
                assert not waiting, f"{runtime.name}: {waiting}"
            assert count_records(opened.event_log, topics) == published, "something was said meanwhile"

        yield lambda: until(quiet)


def live(here: Neighbourhood, firm: tuple[dict[str, Any], httpx.Client], settle: Callable[[], None]) -> Counter[str]:
    """Somebody who is erased on her way, then two people from the offer to the badge; what is known in the end."""
    referent, (offer, employer) = here.program("nadia"), firm
    settle()
    erased = registered(here, referent, "Chloé", settle)
    ranked_first(referent, erased, offer)
    introduced(here, referent, erased, offer)
    settle()
    assert referent.delete(f"/candidates/api/people/{erased['id']}").status_code in {200, 204, 404, 410}
    for name in NAMES:
        person = registered(here, referent, name, settle)
        ranked_first(referent, person, offer)
        introduction = introduced(here, referent, person, offer)
        settle()
        done(employer.post(f"/employers/api/introductions/{introduction}/answer", json={"answer": "meet"}))
        settle()
        placement = placed(here, referent, introduction)
        settle()
        done(employer.post(f"/employers/api/placements/{placement}/evaluation", json=SEEN))
        settle()
        award = only(proposed(referent))["award_id"]
        done(referent.post(f"/badges/api/awards/{award}/accept", json={"channel": "in_person", "public_page": True}))
        until(lambda: done(here.visitor().get(f"/badges/{award}.json")))  # noqa: B023  called at once
    settle()
    until(lambda: is_in_the_ledger(here.house))
    return nameless(here.house.settings, territory=here.code, looks=False)


def registered(here: Neighbourhood, referent: httpx.Client, name: str, settle: Callable[[], None]) -> dict[str, Any]:
    """A person and her wishes, heard before anybody looks."""
    person: dict[str, Any] = done(referent.post("/candidates/api/people", json=here.a_person(first_name=name)), 201)
    done(referent.put(f"/candidates/api/people/{person['id']}/profile", json=a_profile()))
    settle()
    return person


def is_in_the_ledger(house: House) -> None:
    """Who must stay erased is written outside of the databases, a moment later."""
    with closing(Database(house.settings.database_for("candidates"))) as database, database.reading() as connection:
        assert all(connection.execute(select(erasures.c.in_ledger)).scalars())


def proposed(referent: httpx.Client) -> list[dict[str, Any]]:
    awards = done(referent.get("/badges/api/awards"))["items"]
    return [award for award in awards if award["state"] == "proposed"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """What is known after the same life without a death."""
    with (
        one_process(tmp_path_factory.mktemp("calm")) as house,
        Neighbourhood(house) as here,
        looked_at(house) as settle,
    ):
        return live(here, here.offer(here.program("nadia")), settle)


def test_one_process_killed_again_and_again(tmp_path: Path, undisturbed: Counter[str]) -> None:
    insisting, storm = Insisting(is_dying), Storm(seed=11, deaths=DEATHS)
    with one_process(tmp_path) as house, Neighbourhood(house, transport=insisting) as here, looked_at(house) as settle:
        firm = here.offer(here.program("nadia"))
        house.processes["house"].arm(storm.fail_point("house"))
        house.processes["house"].restart()
        with storm.over(house):
            found = live(here, firm, settle)
    told(storm, insisting)
    assert_same(found, undisturbed)


def test_fifteen_processes_killed_again_and_again(tmp_path: Path, undisturbed: Counter[str]) -> None:
    insisting, storm = Insisting(is_dying), Storm(seed=12, deaths=DEATHS)
    with (
        fifteen_processes(tmp_path, armed=storm.fail_point) as house,
        Neighbourhood(house, transport=insisting) as here,
        looked_at(house) as settle,
        storm.over(house),
    ):
        found = live(here, here.offer(here.program("nadia")), settle)
    told(storm, insisting)
    assert_same(found, undisturbed)


def told(storm: Storm, insisting: Insisting) -> None:
    assert storm.wrong == []
    assert storm.killed.total() >= DEATHS // 2, storm.killed
    places = dict(sorted(storm.killed.items()))
    print(f"\n{storm.killed.total()} kills, {insisting.insisted} requests sent again: {places}")  # noqa: T201 – the figures of the note
