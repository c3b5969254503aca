"""What is declared to a cluster is what the services declare at their start, and what was promised to the people."""

import importlib
import pkgutil

import pytest

from infra.kafka_topics import declared_topics
from services import contracts
from services.kernel.eventlog.kafka import COMPACTION
from services.kernel.eventlog.port import Topic

DAY_MS = 86_400_000


def topics_of_the_services() -> dict[str, Topic]:
    """Every topic that a contract publishes."""
    found = {}
    for module in pkgutil.iter_modules(contracts.__path__):
        for value in vars(importlib.import_module(f"services.contracts.{module.name}")).values():
            if isinstance(value, Topic):
                found[value.name] = value
    return found


def test_the_file_and_the_contracts_name_the_same_topics() -> None:
    assert {one.name for one in declared_topics()} == set(topics_of_the_services())


@pytest.mark.parametrize("declared", declared_topics(), ids=lambda one: one.name)
def test_each_topic_is_declared_as_its_service_does(declared) -> None:
    topic = topics_of_the_services()[declared.name]

    assert declared.partitions == topic.partitions
    assert declared.configs["cleanup.policy"] == ("compact" if topic.compacted else "delete")
    assert declared.configs["message.timestamp.type"] == "LogAppendTime"
    if topic.compacted:
        assert {name: declared.configs[name] for name in COMPACTION} == dict(COMPACTION)
    else:
        assert declared.configs["retention.ms"] == str((topic.retention_days or 0) * DAY_MS)


def test_what_was_erased_is_gone_from_the_log_within_a_month() -> None:
    for one in declared_topics():
        if one.configs["cleanup.policy"] == "compact":
            lag, tombstone = int(one.configs["max.compaction.lag.ms"]), int(one.configs["delete.retention.ms"])
            segment = int(one.configs["segment.ms"])
            assert tombstone >= 14 * DAY_MS, "a reader stopped for two weeks must still see the erasure"
            assert lag + tombstone + segment < 30 * DAY_MS
        else:
            assert int(one.configs["retention.ms"]) < 30 * DAY_MS
