"""The index of offers made from a compacted topic of a real broker: the last state of each offer, nothing else."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.contracts.employers import OFFERS, OfferWithdrawn
from services.kernel.clock import new_id
from services.kernel.envelope import wrap
from services.kernel.eventlog.kafka import KafkaEventLog
from services.kernel.eventlog.port import Outgoing, Topic
from services.kernel.facts import Fact
from services.matching.entrypoints.index_rebuild import change_with
from services.matching.entrypoints.offers_told import Replay
from services.matching.ports import OfferQuery
from tests.contract.eventlog.conftest import kafka_server
from tests.contract.eventlog.stand import KafkaStand
from tests.contract.offer_index.conftest import elasticsearch_server
from tests.contract.offer_index.corpus import HERE, offers
from tests.contract.offer_index.stand import ElasticStand
from tests.factories.matching_service import offer

pytestmark = pytest.mark.servers
OFFERS_TOLD, WITHDRAWN_EVERY = 1500, 5


@pytest.fixture
def search() -> Iterator[ElasticStand]:
    opened = ElasticStand(elasticsearch_server())
    yield opened
    opened.close()


def record(topic: str, fact: Fact) -> Outgoing:
    envelope = wrap(fact, event_id=new_id(), source="t", tenant=HERE, at=datetime(2026, 3, 2, tzinfo=UTC))
    return Outgoing(topic, f"{HERE}:{fact.key()}", envelope.to_bytes())


def history() -> Iterator[Fact]:
    """Every offer in two versions, a fifth of them withdrawn at the end."""
    told = offers(OFFERS_TOLD, seed=31)
    for version in (1, 2):
        for number, one in enumerate(told):
            yield offer(number, version=version, title=one.title, rome=one.rome, trade_label=one.trade_label)
    for number in range(0, OFFERS_TOLD, WITHDRAWN_EVERY):
        yield OfferWithdrawn(offer_id=UUID(int=0xE00 + number), version=3, reason="gone")


def test_an_index_is_made_from_a_compacted_topic_with_an_unreadable_record_in_it(
    search: ElasticStand, capsys: pytest.CaptureFixture[str]
) -> None:
    stand = KafkaStand(kafka_server())
    log: KafkaEventLog = stand.log
    topic = stand.name("employers.offers")
    log.declare([Topic(topic, partitions=OFFERS.partitions, compacted=True)])
    log.append([record(topic, fact) for fact in history()])
    log.append([Outgoing(topic, "filler-0", b"not an event")])
    stand.compact(topic)
    replay = Replay(log, change_with(lambda _name: None), topic=topic)

    began = time.monotonic()
    held = search.index.rebuild(replay)
    took = time.monotonic() - began
    replay.close()

    expected = OFFERS_TOLD - OFFERS_TOLD // WITHDRAWN_EVERY
    with capsys.disabled():
        sys.stdout.write(f"\nindex of {held} offers made from the topic in {took:.1f} s\n")
    assert held == expected
    assert search.index.search(HERE, OfferQuery()).total == expected
    stand.close()
