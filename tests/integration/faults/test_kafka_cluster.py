"""Three brokers, three copies: a leader that is killed, then another one, while everybody works. Nothing is lost.

A write is acknowledged once two brokers have it; what was acknowledged outlives any of them.
"""

import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient

from tests.factories.own_servers import plumbing_on
from tests.factories.plumbing import TOPIC, Plumbing
from tests.factories.servers import OwnCluster, OwnServer
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH = 3, 120


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[OwnCluster]:
    started = OwnCluster(tmp_path / "cluster")
    yield started
    started.stop()


@pytest.fixture
def plumbing(cluster: OwnCluster, tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service on PostgreSQL and these brokers."""
    with plumbing_on(cluster.url, tmp_path) as opened:
        yield opened


def leader_of_most(cluster: OwnCluster) -> OwnServer:
    """The broker that leads most partitions of the topic, each of which must have three copies."""
    admin = KafkaAdminClient(bootstrap_servers=[f"127.0.0.1:{one.port}" for one in cluster.nodes if one.lives()])
    (topic,) = admin.describe_topics([TOPIC.name])
    admin.close()
    assert {len(one["replica_nodes"]) for one in topic["partitions"]} == {3}
    leading = Counter(one["leader_id"] for one in topic["partitions"]).most_common(1)[0][0]
    return cluster.nodes[leading - 1]


@pytest.mark.timeout(400)
def test_leaders_killed_one_after_the_other(plumbing: Plumbing, cluster: OwnCluster) -> None:
    with Crowd(plumbing) as crowd:
        crowd.start(writers=WRITERS, each=EACH)
        crowd.await_handled(30)
        first = leader_of_most(cluster)
        first.stop(signal.SIGKILL)
        crowd.await_handled(120)
        first.start()
        second = leader_of_most(cluster)
        second.stop(signal.SIGTERM)
        crowd.await_handled(200)
        second.start()
        figures = crowd.finish(WRITERS * EACH)
    print(f"\nTwo leaders of three brokers gone (one killed): {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
