"""Whatever the log delivers of a real life of the house, and in whatever order, each service ends knowing the same.

The records are those of journeys played in a running house. They come again to services that know nothing: repeated,
announced anew under other ids, and in an order that keeps nothing, not even that of a key, which the log does keep.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.contracts import accounts, badges, candidates, employers, matching
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import Outgoing, Topic
from tests.e2e.disorder.listener import LISTENERS, again, empty_tables, heard
from tests.e2e.journeys import loops
from tests.e2e.journeys.houses import one_process
from tests.e2e.journeys.neighbourhood import Neighbourhood
from tests.factories.known_state import differing

PLAYED = (
    loops.from_the_offer_to_the_badge,
    loops.erasing_reaches_every_service,
    loops.an_exclusive_scheme_leaves_the_engine,
)
A_THOUSAND = 1_000


@dataclass(frozen=True, slots=True, repr=False)
class Life:
    """What was published while the journeys were played, and where empty tables are."""

    records: list[Outgoing]
    empty: Path
    folder: Path
    known: dict[str, dict[str, list[str]]]
    """What each service knows once it has heard everything once, in order."""


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder = tmp_path_factory.mktemp("life")
    (folder / "house").mkdir()
    (folder / "empty").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITE_EMBEDDER_URL", "characters://")
        with one_process(folder / "house") as house:
            for journey in PLAYED:
                with Neighbourhood(house) as here:
                    journey(here)
        records = _read(folder / "house" / "events.db")
        empty = empty_tables(folder / "empty", erased_in=folder / "house")
        known = {name: heard(name, records, empty=empty, folder=folder / name) for name in LISTENERS}
        yield Life(records, empty, folder, known)


def _read(path: Path) -> list[Outgoing]:
    log = LocalEventLog(path)
    contracts = (accounts, badges, candidates, employers, matching)
    topics = sorted({one.name for told in contracts for one in vars(told).values() if isinstance(one, Topic)})
    reader, records = log.subscribe("life", topics), []
    while any(log.lag("life", topics).values()):
        some = reader.poll(max_records=500, timeout=1.0)
        records += sorted(some, key=lambda record: record.appended_at)
        reader.commit(some)
    reader.close()
    log.close()
    return [again(record, anew=False) for record in records]


def test_the_journeys_told_everybody_something(life: Life) -> None:
    assert len(life.records) > 40
    for name, known in life.known.items():
        assert sum(map(len, known.values())) > 8, name


@pytest.mark.parametrize("service", LISTENERS)
def test_a_thousand_repetitions_change_nothing(life: Life, service: str) -> None:
    rounds = A_THOUSAND // len(life.records) + 1
    once_more = heard(service, life.records * rounds, empty=life.empty, folder=life.folder / f"{service}-thousand")

    assert list(differing(life.known[service], once_more)) == []


@pytest.mark.parametrize("service", LISTENERS)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(seed=st.integers(0, 2**32), repeated=st.integers(0, 40))
def test_no_order_and_no_repetition_changes_what_is_known_in_the_end(
    life: Life, service: str, seed: int, repeated: int
) -> None:
    chance = random.Random(seed)
    doubled = [again(record, anew=chance.random() < 0.5) for record in chance.choices(life.records, k=repeated)]
    delivered = [*life.records, *doubled]
    chance.shuffle(delivered)
    number = len(list(life.folder.iterdir()))
    found = heard(service, delivered, empty=life.empty, folder=life.folder / f"{service}-{number}")

    assert list(differing(life.known[service], found)) == []
