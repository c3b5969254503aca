"""Three brokers, three copies: a leader that is killed, then another one, while everybody works. Nothing is lost.

A write is acknowledged once two brokers have it; what was acknowledged outlives any of them.
"""

import gc
import signal
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient

from services.kernel.eventlog.registry import open_event_log
from services.kernel.moving.records import await_log
from tests.factories import postgresql
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
    # The client leaves the sockets of refused connections to the garbage collector, which tells.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def plumbing(cluster: OwnCluster, tmp_path: Path) -> Iterator[Plumbing]:
    """The plumbing of a service on PostgreSQL and these brokers."""
    with postgresql.database() as url:
        opened = Plumbing(tmp_path, database_url=url, log=open_event_log(cluster.url))
        await_log(opened.log, [TOPIC.name])
        yield opened
        opened.close()


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
