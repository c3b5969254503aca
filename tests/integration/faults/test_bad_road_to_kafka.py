"""A network before Kafka that is slow, cut, and open at one end only: nothing lost, nothing doubled, order kept.

The broker says of itself that it is found at the end of that road, so that no client finds its way around it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kernel.eventlog.registry import open_event_log
from tests.factories.bad_road import BadRoad
from tests.factories.own_servers import plumbing_on
from tests.factories.plumbing import Plumbing
from tests.factories.servers import own_server
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH, CUTS = 3, 80, 6


@pytest.fixture
def roads() -> Iterator[list[BadRoad]]:
    """The road that was opened."""
    opened: list[BadRoad] = []
    yield opened
    for road in opened:
        road.close()


@pytest.fixture
def plumbing(roads: list[BadRoad], tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service on PostgreSQL, and on a broker at the end of the road."""

    def road_to(port: int) -> int:
        roads.append(BadRoad(port, delay=0.01))
        return roads[0].port

    with (
        own_server("kafka", tmp_path / "kafka", road_to=road_to) as kafka,
        plumbing_on(kafka.kafka, tmp_path) as opened,
    ):
        opened.looked_at = open_event_log(f"kafka://127.0.0.1:{kafka.port}")
        yield opened
        opened.looked_at.close()


@pytest.mark.timeout(400)
def test_slow_cut_and_half_open_between_the_services_and_kafka(plumbing: Plumbing, roads: list[BadRoad]) -> None:
    (road,) = roads
    with Crowd(plumbing) as crowd:
        crowd.start(writers=WRITERS, each=EACH)
        for turn in range(1, CUTS + 1):
            crowd.await_handled(turn * 10)
            road.cut()
        crowd.await_handled(CUTS * 10 + 40)
        road.halve()
        figures = crowd.finish(WRITERS * EACH)
    print(f"\n10 ms each way, {road.cuts} connections cut, {road.halved} half open: {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
    assert road.cuts > 0
    assert road.halved > 0
