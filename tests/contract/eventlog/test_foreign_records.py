"""A reader is tolerant: what another program wrote to a topic is handed over, and never stops a partition."""

import pytest
from kafka import KafkaProducer

from services.kernel.eventlog.port import Outgoing
from tests.contract.eventlog.conftest import kafka_server
from tests.contract.eventlog.stand import KafkaStand, read, values

pytestmark = pytest.mark.servers


def test_a_key_or_a_header_that_is_no_text_does_not_stop_the_partition() -> None:
    stand = KafkaStand(kafka_server())
    topic = stand.declared("facts", partitions=1)
    producer = KafkaProducer(bootstrap_servers=[kafka_server()], enable_idempotence=False)
    producer.send(topic, key=b"\xff\xfe", value=b"\x00", headers=[("trace", b"\xff"), ("empty", b"")])
    producer.send(topic, value=b"without a key")
    producer.flush(timeout=20)
    producer.close()
    stand.log.append([Outgoing(topic, "k", b"{}")])

    foreign, keyless, ours = read(stand.join("readers", topic), 3)

    assert values([foreign, keyless, ours]) == [b"\x00", b"without a key", b"{}"]
    assert set(foreign.headers) == {"trace", "empty"}
    assert (keyless.key, ours.key) == ("", "k")
    stand.close()
