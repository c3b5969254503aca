"""A ROME imported after the advertisements: those that were there are filed again, in the rows and in the index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.contracts.employers import OfferWithdrawn
from services.kernel.database import Database
from services.kernel.problems import Unavailable
from services.matching.adapters.local_offer_index import LocalOfferIndex
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.adapters.title_vectors import CharacterModel
from services.matching.entrypoints.index_rebuild import rebuild_index
from services.matching.entrypoints.reclassifying import Reclassified, reclassify
from services.matching.entrypoints.rome_cli import rome_commands
from services.matching.ports import OfferDocument, OfferQuery
from tests.factories.matching_service import PROFILE, TERRITORY, MatchingService, MemoryIndex, offer, referent

ELSEWHERE = {"company_id": None, "source": "france_travail", "trade_label": "Couvreur / Couvreuse", "rome": "F1610"}
NEW_TABLE = {"Couvreur / Couvreuse": "F1619", "Ramoneur / Ramoneuse": "F1620"}
OFFICIAL = {
    "rome_v4_codes.csv": "code,label\nF1619,Couvreur / Couvreuse\n",
    "rome_v4_appellations.csv": "ogr,label_long,code\n12345,Couvreur / Couvreuse,F1619\n",
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    """Five offers heard with the shipped table: three advertisements, one of them gone, one offer of the club."""
    running = MatchingService(tmp_path).ready()
    running.hear(
        offer(1, **ELSEWHERE),
        offer(2, **{**ELSEWHERE, "trade_label": "", "rome": ""}, title="Ramoneur / Ramoneuse"),
        offer(3, **{**ELSEWHERE, "trade_label": "Un métier que personne ne nomme"}),
        offer(4, **ELSEWHERE),
        OfferWithdrawn(offer_id=offer(4).offer_id, version=2, reason="gone"),
        offer(5, rome="F1610", trade_label="Couvreur / Couvreuse"),
    )
    yield running
    running.close()


def codes(service: MatchingService) -> list[str]:
    with service.runtime.database.reading() as connection:
        offers = SqlUnitOfWork(connection, TERRITORY, Memory()).offers
        return [offers.get(offer(number).offer_id).offer.rome for number in range(1, 6)]


def again(service: MatchingService, code_of: Callable[[str], str | None] = NEW_TABLE.get) -> Reclassified:
    return reclassify(service.runtime.database, service.runtime.event_log, service.index, code_of)


def test_those_that_were_there_take_the_new_codes_and_twice_changes_nothing(service: MatchingService) -> None:
    assert codes(service) == ["F1610", "", "F1610", "F1610", "F1610"]

    assert again(service) == Reclassified(read=4, moved=2)
    assert codes(service) == ["F1619", "F1620", "F1610", "F1610", "F1610"]
    indexed = service.index.held[TERRITORY, offer(1).offer_id]
    assert isinstance(indexed, OfferDocument)
    assert indexed.rome == "F1619"
    applied = service.index.applied
    assert again(service) == Reclassified(read=4, moved=0)
    assert service.index.applied == applied


def test_the_running_service_reads_the_new_codes_at_once(service: MatchingService) -> None:
    address = f"/matching/api/profiles/{PROFILE}/offers"
    before = {one["offer_id"]: one["rome"] for one in service.client(referent()).get(address).json()["items"]}
    again(service)
    after = {one["offer_id"]: one["rome"] for one in service.client(referent()).get(address).json()["items"]}

    first = str(offer(1).offer_id)
    assert (before[first], after[first]) == ("F1610", "F1619")


def test_a_newer_version_on_its_way_is_left_to_its_consumer(service: MatchingService) -> None:
    newer = offer(1, version=2, **{**ELSEWHERE, "trade_label": "Ramoneur / Ramoneuse"})
    service.runtime.event_log.append([service._record(newer)])

    again(service)
    service.consume()

    assert codes(service)[0] == "F1610", "the consumer of this test still reads the old table"
    assert again(service).moved == 1
    assert codes(service)[:2] == ["F1620", "F1620"]


def test_an_index_out_of_reach_leaves_the_codes_for_the_next_run(service: MatchingService) -> None:
    class Mute(MemoryIndex):
        def apply(self, changes: object) -> None:
            raise Unavailable("La recherche dans les offres ne répond pas pour le moment.")

    with pytest.raises(Unavailable):
        reclassify(service.runtime.database, service.runtime.event_log, Mute(), NEW_TABLE.get)

    assert codes(service)[0] == "F1610"
    assert again(service).moved == 2


def test_a_rebuilt_index_files_an_advertisement_as_the_consumer_does(service: MatchingService, tmp_path: Path) -> None:
    index = LocalOfferIndex(tmp_path / "rebuilt", CharacterModel())
    rebuild_index(index, service.runtime.event_log, NEW_TABLE.get)

    found = index.search(TERRITORY, OfferQuery(romes=frozenset({"F1619"})))
    assert found.offer_ids == (offer(1).offer_id,)


def test_the_command_says_what_moved_or_that_it_must_be_run_again(service: MatchingService, tmp_path: Path) -> None:
    for name, text in OFFICIAL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def database() -> Database:
        return Database(service.runtime.database.url)

    told = CliRunner().invoke(rome_commands(database, lambda: again(service)), ["import", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "Annonces déjà importées : 4 relues, 2 ont changé de code métier." in told.output

    def silent() -> Reclassified:
        raise Unavailable("La recherche dans les offres ne répond pas.")

    refused = CliRunner().invoke(rome_commands(database, silent), ["import", str(tmp_path)])
    assert refused.exit_code == 1
    assert "Relancez la même commande" in refused.output
