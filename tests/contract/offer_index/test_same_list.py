"""The demonstration's people have the same ranked lists over Elasticsearch as over the local index."""

import sys
import time
from collections.abc import Iterator
from statistics import mean
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from services.contracts.actors import Actor, Role
from services.demo.play import prepare
from services.demo.territory import CODE
from services.kernel.clock import utc_now
from services.kernel.eventlog.registry import open_event_log
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.adapters.title_vectors import best_model
from services.matching.bootstrap import build
from services.matching.domain.access import KeptProfile
from services.matching.entrypoints.desk import Desk
from services.matching.entrypoints.index_rebuild import rebuild_index
from services.matching.use_cases.rank_offers_for_profile import Asked, OfferList, Tools, rank_offers
from tests.contract.offer_index.conftest import elasticsearch_server

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def matching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """The service of the played demonstration."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("demo") / "data", invented=True, log_level="WARNING")
    prepare(settings, tell=lambda _: None)
    log = open_event_log(settings.event_log())
    runtime = build(settings, event_log=log)
    yield runtime
    runtime.close()
    log.close()


@pytest.fixture
def elastic() -> Iterator[ElasticOfferIndex]:
    client = Elasticsearch(elasticsearch_server(), request_timeout=30)
    index = ElasticOfferIndex(client, f"demo-{uuid4().hex[:8]}", best_model("auto://"), grace=0.1)
    yield index
    for name in index.generations.all():
        index.generations.drop(name)
    client.options(ignore_status=404).indices.delete_index_template(name=index.generations.template)
    client.close()


def ranked(kept: KeptProfile, desk: Desk, tools: Tools) -> OfferList:
    actor = Actor(kept.access[0].staff_id, CODE, frozenset({Role.REFERENT}), "Une référente", kept.structure_id)
    with desk.reading(actor) as uow:
        return rank_offers(Asked(kept.profile.id, limit=2000), by=actor, uow=uow, tools=tools, now=utc_now())


def test_every_person_of_the_demonstration_has_the_same_list(
    matching: Runtime, elastic: ElasticOfferIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    desk: Desk = matching.app.state.matching
    began = time.monotonic()
    held = rebuild_index(elastic, matching.event_log, matching.app.state.matching.tools.trades.code_of)
    rebuilt_in = time.monotonic() - began
    shared = Tools(desk.tools.trades, elastic)
    coordination = Actor(uuid4(), CODE, frozenset({Role.COORDINATION}), "La coordination", uuid4())
    with desk.reading(coordination) as uow:
        people = [one for one in uow.profiles.active() if one.access]
        standing = len(uow.offers.standing())
    sizes = []

    for kept in people:
        local, other = ranked(kept, desk, desk.tools), ranked(kept, desk, shared)
        assert [(i.ranked.offer.id, i.ranked.score.log_odds) for i in local.items] == [
            (i.ranked.offer.id, i.ranked.score.log_odds) for i in other.items
        ]
        sizes.append(local.total)

    with capsys.disabled():
        sys.stdout.write(
            f"\nsame list for {len(people)} people (mean {mean(sizes):.0f} eligible offers);"
            f" {held} offers indexed from the log in {rebuilt_in:.1f} s\n"
        )
    assert held == standing
    assert len(people) > 10
    assert mean(sizes) > 5
