"""What the Kafka adapter decides without a broker: its address, and how an append is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.eventlog.kafka_appender import waves
from services.kernel.eventlog.kafka_connection import read_address
from services.kernel.eventlog.port import Outgoing


def test_an_address_names_several_servers_and_options() -> None:
    address = read_address("kafka://a:9092,b:9093?lease=60&session=6&replication=3")
    assert address.servers == ("a:9092", "b:9093")
    assert (address.lease, address.session, address.replication) == (60.0, 6.0, 3)
    assert address.client_options()["security_protocol"] == "PLAINTEXT"


def test_an_address_carries_a_login() -> None:
    address = read_address("kafka://cite:p%40ss@a:9093?security=sasl_ssl&mechanism=SCRAM-SHA-512&ca=/etc/ca.pem")
    options = address.client_options()
    assert options["bootstrap_servers"] == ["a:9093"]
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("cite", "p@ss")
    assert (options["security_protocol"], options["sasl_mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")
    assert options["ssl_cafile"] == "/etc/ca.pem"


@pytest.mark.parametrize("url", ["kafka://", "kafka://a:9092/topic", "kafka://a:9092?lese=3"])
def test_an_address_that_is_not_understood_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="Adresse de journal illisible") as refusal:
        read_address(url.replace("://", "://cite:secret@"))
    assert "secret" not in str(refusal.value)


@given(st.lists(st.integers(min_value=0, max_value=300_000), max_size=12))
def test_waves_keep_the_order_and_each_fits_in_a_batch_unless_one_record_does_not(sizes: list[int]) -> None:
    records = [Outgoing("t", str(n), b"x" * size) for n, size in enumerate(sizes)]
    cut = list(waves(records))
    assert [record for wave in cut for record in wave] == records
    assert all(len(wave) == 1 or sum(len(r.value or b"") for r in wave) <= 256_000 for wave in cut)
