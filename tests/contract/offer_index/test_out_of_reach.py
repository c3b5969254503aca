"""A real node frozen, killed, started again: pages say so in French, the rest works, and the index catches up."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from services.kernel.operations import health_of
from services.kernel.problems import Unavailable
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.adapters.title_vectors import CharacterModel
from services.matching.entrypoints.index_rebuild import NO_ANSWER, NOT_CURRENT, rebuild_index
from services.matching.ports import OfferQuery
from tests.factories.matching_service import PROFILE, TERRITORY, KnownTrades, MatchingService, offer, referent
from tests.factories.search_node import SearchNode

pytestmark = pytest.mark.servers
PATIENCE = 90.0
LIST = f"/matching/api/profiles/{PROFILE}/offers"


@pytest.fixture
def node(tmp_path: Path) -> Iterator[SearchNode]:
    started = SearchNode(tmp_path / "node")
    started.start()
    yield started
    started.close()


@pytest.fixture
def service(node: SearchNode, tmp_path: Path) -> Iterator[MatchingService]:
    client = Elasticsearch(node.url, request_timeout=2, max_retries=0)
    index = ElasticOfferIndex(client, "offers", CharacterModel(), grace=0.1)
    running = MatchingService(tmp_path / "data", engine=index)
    rebuild_index(index, running.runtime.event_log, KnownTrades().code_of)
    yield running.ready()
    running.close()
    client.close()


def found(service: MatchingService, words: str) -> tuple[int, str]:
    answer = service.client(referent(), accept="text/html").get("/offres", params={"q": words})
    return answer.status_code, answer.text


def until(service: MatchingService, reached: Callable[[], bool]) -> None:
    """Let the consumers go on until the state is reached: they wait longer and longer for what is out of reach."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        service.consume()
        pause.wait(0.2)


def test_frozen_then_killed_then_back_nothing_is_lost(service: MatchingService, node: SearchNode) -> None:
    service.hear(offer(1, title="Découvrir la cuisine"))
    assert "Découvrir la cuisine" in found(service, "cuisine")[1]

    node.freeze()
    status, page = found(service, "cuisine")
    assert status == 503
    assert "La recherche dans les offres ne répond pas" in page
    began = time.monotonic()
    assert found(service, "cuisine")[0] == 503
    assert time.monotonic() - began < 1.0, "a second page waits for a server that is known not to answer"
    assert service.client(referent(), accept="text/html").get("/mises-en-relation").status_code == 200
    without = service.client(referent()).get(LIST).json()
    assert (without["total"], [one["feature"] for one in without["unheard"]]) == (1, ["wording"])
    assert health_of(service.runtime).troubles == [NO_ANSWER]
    assert service.client().get("/health/ready").status_code == 200, "the rest works: the service stays in the round"

    service.hear(offer(2, title="Servir en salle"))
    assert service.client(referent(), accept="text/html").get(f"/offres/{offer(2).offer_id}").status_code == 200
    node.thaw()
    until(service, lambda: "Servir en salle" in found(service, "salle")[1])

    node.kill()
    assert found(service, "cuisine")[0] == 503
    service.hear(offer(3, title="Préparer des desserts"), offer(1, version=2, title="Découvrir la pâtisserie"))
    node.start()
    until(service, lambda: "Préparer des desserts" in found(service, "desserts")[1])

    assert "Découvrir la pâtisserie" in found(service, "pâtisserie")[1]
    assert service.runtime.app.state.matching.tools.index.search(TERRITORY, OfferQuery()).total == 3
    assert service.client(referent()).get(LIST).json()["unheard"] == []


def test_a_node_that_lost_everything_is_refilled_from_the_log(service: MatchingService, node: SearchNode) -> None:
    service.hear(*(offer(number) for number in range(1, 6)))
    index = service.runtime.app.state.matching.tools.index
    index.generations.drop(index.generations.live())
    with pytest.raises(Unavailable, match="se prépare"):
        index.search(TERRITORY, OfferQuery())
    assert not index.is_current()
    assert health_of(service.runtime).troubles == [NOT_CURRENT]

    assert rebuild_index(index, service.runtime.event_log, KnownTrades().code_of) == 5
    assert index.search(TERRITORY, OfferQuery()).total == 5
