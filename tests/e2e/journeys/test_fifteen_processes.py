"""The journeys on fifteen processes: web, relay and consumer of each service apart, stopped and started under way.

The same journeys as in one process, all at once, on the local log; on real servers with ``-m servers``. A service that
stops closes its door on who was waiting behind it: that one is told 502 and sends again, with its key.
"""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.journeys.houses import ROLES, House, fifteen_processes
from tests.e2e.journeys.insisting import Insisting, went_away
from tests.e2e.journeys.loops import JOURNEYS
from tests.e2e.journeys.neighbourhood import Neighbourhood
from tests.e2e.journeys.servers import on_every_server, on_kafka

AT_ONCE = 4


@pytest.mark.timeout(900)
def test_the_journeys_are_the_same_while_processes_come_and_go(tmp_path: Path) -> None:
    with fifteen_processes(tmp_path) as house:
        assert len(house.processes) == 15
        some = [random.choice([name for name in house.processes if name.endswith(role)]) for role in ROLES]
        ended = played_among_restarts(house, some)
    assert ended == dict.fromkeys(some, 0)


@pytest.mark.servers
@pytest.mark.timeout(900)
def test_the_journeys_are_the_same_on_kafka_while_every_process_comes_and_goes(tmp_path: Path) -> None:
    with fifteen_processes(tmp_path, **on_kafka()) as house:
        ended = played_among_restarts(house, random.sample(sorted(house.processes), k=15))
    assert ended == dict.fromkeys(house.processes, 0)


@pytest.mark.servers
@pytest.mark.timeout(900)
def test_the_journeys_are_the_same_on_every_server_while_every_process_comes_and_goes(tmp_path: Path) -> None:
    with on_every_server() as environment, fifteen_processes(tmp_path, **environment) as house:
        ended = played_among_restarts(house, random.sample(sorted(house.processes), k=15))
    assert ended == dict.fromkeys(house.processes, 0)


def played_among_restarts(house: House, names: list[str]) -> dict[str, int]:
    """Play every journey while these processes, in turn, get SIGTERM and are started again; how each ended."""
    ended: dict[str, int] = {}
    playing, over = threading.Semaphore(0), threading.Event()

    def play(journey: Callable[[Neighbourhood], None]) -> None:
        with Neighbourhood(house, transport=Insisting(went_away)) as here:
            playing.release()
            journey(here)

    def come_and_go() -> None:
        playing.acquire()
        for name in names:
            ended[name] = house.processes[name].restart()
            over.wait(0.5)

    unrest = threading.Thread(target=come_and_go)
    unrest.start()
    with ThreadPoolExecutor(AT_ONCE) as players:
        list(players.map(play, JOURNEYS))
    over.set()
    unrest.join()
    return ended
