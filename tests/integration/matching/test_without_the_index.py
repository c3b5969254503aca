"""The index of offers does not answer: lists, people and plan go on without words, say so, and recover alone."""

import json
import socket
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from services.kernel.problems import Unavailable
from services.matching.adapters.elastic_connection import ElasticAddress, connect
from services.matching.adapters.elastic_offer_index import ElasticOfferIndex
from services.matching.adapters.highs_assigner import HighsAssigner
from services.matching.adapters.title_vectors import CharacterModel
from services.matching.settings import MatchingSettings
from services.matching.use_cases.draw_plan import Planning
from services.matching.use_cases.words_of_offers import UNHEARD
from tests.factories.matching_service import PROFILE, MatchingService, MemoryIndex, employer, offer, profile, referent

OFFERS, PAGE = f"/matching/api/profiles/{PROFILE}/offers", f"/matching/profiles/{PROFILE}/offres"
PLAN, SAID = "/matching/api/plan", [{"feature": "wording", "text": UNHEARD}]
FIRST = offer(1).offer_id
ON_PAGE = "La comparaison des mots ne répond pas pour le moment"


class MuteIndex(MemoryIndex):
    """An index that stops answering when it is told to."""

    mute = False

    def likeness(self, territory: str, wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        if self.mute:
            raise Unavailable("La recherche dans les offres ne répond pas pour le moment.")
        return super().likeness(territory, wishes, offers)


@pytest.fixture
def index() -> MuteIndex:
    return MuteIndex()


@pytest.fixture
def service(tmp_path: Path, index: MuteIndex) -> Iterator[MatchingService]:
    running = MatchingService(tmp_path, index=index).ready()
    running.hear(offer(1, title="cuisinier / cuisinière"), offer(2, title="Laver la vaisselle"))
    yield running
    running.close()


def read(service: MatchingService, path: str) -> dict:
    answer = service.client(referent()).get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def page(service: MatchingService, path: str) -> str:
    answer = service.client(referent(), accept="text/html").get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def share_of_words(item: dict) -> float:
    return sum(reason["log_odds"] for reason in item["reasons"] if reason["feature"] == "wording")


def test_a_list_without_words_holds_the_same_offers_and_each_has_lost_that_share_alone(
    service: MatchingService, index: MuteIndex
) -> None:
    before = read(service, OFFERS)
    index.mute = True
    without = read(service, OFFERS)

    assert before["unheard"] == []
    assert without["unheard"] == SAID
    assert without["total"] == before["total"] == 2
    known = {item["offer_id"]: item for item in before["items"]}
    for item in without["items"]:
        heard = known[item["offer_id"]]
        assert share_of_words(heard) != 0
        assert share_of_words(item) == 0
        assert item["log_odds"] == pytest.approx(heard["log_odds"] - share_of_words(heard), abs=1e-12)
        assert sum(reason["share"] for reason in item["reasons"]) == pytest.approx(item["score"], abs=1e-9)
        (words,) = [reason for reason in item["reasons"] if reason["feature"] == "wording"]
        assert not words["known"]


def test_the_page_says_it_in_french_and_no_longer_once_the_index_is_back(
    service: MatchingService, index: MuteIndex
) -> None:
    index.mute = True
    assert ON_PAGE in page(service, PAGE)
    assert ON_PAGE in page(service, f"{PAGE}/{FIRST}")
    assert read(service, f"{OFFERS}/{FIRST}")["unheard"] == SAID
    assert page(service, f"{PAGE}/{FIRST}/en-tete")

    index.mute = False
    assert ON_PAGE not in page(service, PAGE)
    assert read(service, OFFERS)["unheard"] == []
    assert [json.loads(row["details"])["heard"] for row in service.audit("offers.proposed")] == [False, True, True]


def test_people_for_an_offer_go_on_too(service: MatchingService, index: MuteIndex) -> None:
    before = read(service, f"/matching/api/offers/{FIRST}/people")
    index.mute = True
    without = read(service, f"/matching/api/offers/{FIRST}/people")

    assert (before["unheard"], without["unheard"]) == ([], SAID)
    assert [item["profile_id"] for item in without["items"]] == [str(PROFILE)]
    assert share_of_words(without["items"][0]) == 0
    assert ON_PAGE in page(service, f"/matching/offers/{FIRST}/personnes")


def test_a_band_is_not_frozen_on_less_than_every_signal_and_one_already_frozen_is_shown(
    service: MatchingService, index: MuteIndex
) -> None:
    assert service.client(employer()).get(f"/matching/api/offers/{FIRST}/band").status_code == 200
    index.mute = True

    assert service.client(employer()).get(f"/matching/api/offers/{FIRST}/band").status_code == 200
    refused = service.client(employer()).get(f"/matching/api/offers/{offer(2).offer_id}/band")
    assert refused.status_code == 503
    shown = service.client(employer(), accept="text/html").get(f"/matching/offers/{offer(2).offer_id}/bande")
    assert "La recherche dans les offres ne répond pas pour le moment" in shown.text
    index.mute = False
    assert service.client(employer()).get(f"/matching/api/offers/{offer(2).offer_id}/band").status_code == 200


def test_the_plan_goes_on_without_words_for_everybody_and_takes_them_back(
    service: MatchingService, index: MuteIndex
) -> None:
    index.mute = True
    without = read(service, PLAN)
    assert without["unheard"] == SAID
    assert ON_PAGE in page(service, "/plan-du-groupe")
    service.hear(offer(3, title="Préparer des desserts"))
    assert read(service, PLAN)["lines"][0]["options"] == 3

    index.mute = False
    heard = read(service, PLAN)
    assert heard["unheard"] == []
    assert heard["lines"][0]["options"] == 3
    listed = {item["offer_id"]: item["score"] for item in read(service, OFFERS)["items"]}
    main = heard["lines"][0]["main"]
    assert main["points"] == pytest.approx(listed[main["offer_id"]], abs=0.01)
    assert main["points"] != without["lines"][0]["main"]["points"]


def test_a_silence_in_the_middle_of_a_reading_leaves_nothing_half_known(
    service: MatchingService, index: MuteIndex
) -> None:
    read(service, PLAN)
    index.mute = True
    service.hear(offer(1, version=2, title="cuisinier / cuisinière", company_id=None, company_name="Ailleurs"))
    read(service, PLAN)
    index.mute = False

    listed = {item["offer_id"]: item["score"] for item in read(service, OFFERS)["items"]}
    main = read(service, PLAN)["lines"][0]["main"]
    assert main["points"] == pytest.approx(listed[main["offer_id"]], abs=0.01)


def test_the_first_reading_of_a_large_territory_shows_how_far_it_has_come(service: MatchingService) -> None:
    service.hear(profile(UUID(int=0xB2)), profile(UUID(int=0xB3)))
    state = service.runtime.app.state
    state.matching = replace(state.matching, planning=Planning(HighsAssigner(), patience=0.0))

    first = service.client(referent(), accept="text/html").get("/plan-du-groupe")
    assert "Le plan se prépare" in first.text
    assert "1 / 3" in first.text
    assert first.headers["refresh"] == "1"
    assert "2 / 3" in page(service, "/plan-du-groupe")
    assert "Le plan se prépare" not in page(service, "/plan-du-groupe")


def test_a_real_client_before_a_port_that_refuses(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = ElasticAddress((f"http://127.0.0.1:{closed.getsockname()[1]}",), timeout=1)
        client = connect(address, MatchingSettings(data_dir=tmp_path))
        running = MatchingService(tmp_path, engine=ElasticOfferIndex(client, "offers", CharacterModel())).ready()
        running.runtime.event_log.append([running._record(offer(1))])
        projections, *_ = running.runtime.consumers
        subscription = running.runtime.event_log.subscribe(projections.name, projections.reactions.topics())
        while projections.step(subscription, timeout=0):
            pass
        subscription.close()

        told = read(running, OFFERS)
        assert (told["total"], told["unheard"]) == (1, SAID)
        assert ON_PAGE in page(running, PAGE)
        assert read(running, PLAN)["unheard"] == SAID
        running.close()
        client.close()
