"""`cite infra apply` on a real broker and a real node: the plan, its effect, its refusals, nothing to do twice."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from infra.cli import carry_out
from infra.kafka_topics import DeclaredTopic, KafkaTopics, declared_topics
from infra.plan import Kind, Step
from infra.search_index import index_plan
from services.contracts.employers import OFFERS
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.problems import Conflict
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.adapters.title_vectors import CharacterModel
from tests.contract.eventlog.conftest import kafka_server
from tests.contract.offer_index.conftest import elasticsearch_server

pytestmark = pytest.mark.servers
STATE = declared_topics()[0].configs


def no_trade(_name: str) -> None:
    """A table of trades that names none: every advertisement keeps its board's code."""


def changes(steps: list[Step]) -> list[str]:
    return [step.told() for step in steps if step.kind is not Kind.KEEP]


@pytest.fixture
def name() -> str:
    return f"infra{uuid4().hex[:8]}.things"


def topics(*declared: DeclaredTopic) -> KafkaTopics:
    return KafkaTopics(f"kafka://{kafka_server()}?replication=1", declared=list(declared))


def apply(*declared: DeclaredTopic, yes: bool = False, prune: bool = False) -> list[str]:
    opened = topics(*declared)
    try:
        steps = opened.plan(prune=prune)
        carry_out(steps, lambda _: None, dry_run=False, yes=yes)
        return changes(steps)
    finally:
        opened.close()


def test_an_absent_topic_is_created_as_declared_and_then_there_is_nothing_to_do(name: str) -> None:
    wanted = DeclaredTopic(name, 2, STATE)

    assert apply(wanted) == [f"+ sujet {name} : 2 partitions, compact"]
    assert apply(wanted) == []


def test_a_setting_changed_by_hand_is_put_back(name: str) -> None:
    apply(DeclaredTopic(name, 1, STATE))
    apply(DeclaredTopic(name, 1, {**STATE, "segment.ms": "3600000"}))

    assert apply(DeclaredTopic(name, 1, STATE)) == [f"~ sujet {name} : segment.ms 3600000 → 86400000"]


def test_what_breaks_the_order_shortens_or_destroys_needs_a_yes(name: str) -> None:
    apply(DeclaredTopic(name, 2, STATE))
    shorter = {**STATE, "delete.retention.ms": "1000"}

    for wanted in (DeclaredTopic(name, 3, STATE), DeclaredTopic(name, 1, STATE), DeclaredTopic(name, 2, shorter)):
        with pytest.raises(Conflict, match="--yes"):
            apply(wanted)
    assert apply(DeclaredTopic(name, 2, STATE)) == [], "a refused plan has changed something"

    assert "3 partitions" in apply(DeclaredTopic(name, 3, STATE), yes=True)[0]
    assert apply(DeclaredTopic(name, 1, STATE), yes=True)[0].startswith(f"- sujet {name} : détruit et recréé")
    assert apply(DeclaredTopic(name, 1, STATE)) == []


def test_a_topic_that_nobody_declares_any_more_is_told_and_goes_only_when_asked(name: str) -> None:
    prefix = name.split(".", maxsplit=1)[0]
    kept, gone = DeclaredTopic(f"{prefix}.kept", 1, STATE), DeclaredTopic(f"{prefix}.gone", 1, STATE)
    apply(kept, gone)

    assert apply(kept) == [f"! sujet {gone.name} : n'est pas déclaré (--prune pour l'effacer)"]
    with pytest.raises(Conflict):
        apply(kept, prune=True)
    apply(kept, prune=True, yes=True)
    assert apply(kept) == []


@pytest.fixture
def index() -> Iterator[ElasticOfferIndex]:
    client = Elasticsearch(elasticsearch_server(), request_timeout=30)
    opened = ElasticOfferIndex(client, f"infra-{uuid4().hex[:8]}", CharacterModel(), grace=0.1)
    yield opened
    for held in opened.generations.all():
        opened.generations.drop(held)
    client.options(ignore_status=404).indices.delete_index_template(name=opened.generations.template)
    client.close()


def test_template_and_index_are_made_told_and_mended(index: ElasticOfferIndex, tmp_path: Path) -> None:
    log = LocalEventLog(tmp_path / "events.db")
    log.declare([OFFERS])
    alias = index.generations.alias

    steps = index_plan(index, log, no_trade)
    assert changes(steps) == [f"+ modèle d'index {alias}", f"+ index {alias} : rempli depuis le journal"]
    carry_out(steps, lambda _: None, dry_run=False, yes=False)
    assert changes(index_plan(index, log, no_trade)) == []

    index._client.indices.put_index_template(
        name=alias, index_patterns=[f"{alias}-*"], priority=100, template={"settings": {"number_of_replicas": 3}}
    )
    index._client.indices.create(index=f"{alias}-forgotten-000009")
    told = changes(index_plan(index, log, no_trade))
    assert told[0].startswith(f"~ modèle d'index {alias} : ")
    assert told[1:] == [f"! index {alias}-forgotten-000009 : n'est plus servi (--prune pour l'effacer)"]
    with pytest.raises(Conflict):
        carry_out(index_plan(index, log, no_trade, prune=True), lambda _: None, dry_run=False, yes=False)
    carry_out(index_plan(index, log, no_trade, prune=True), lambda _: None, dry_run=False, yes=True)
    assert changes(index_plan(index, log, no_trade)) == []
    log.close()
