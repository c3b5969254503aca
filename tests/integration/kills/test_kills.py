"""However often its processes are killed, and wherever, the pipeline ends in the state of a run without kills."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import postgresql
from tests.integration.kills.driver import COMMANDS, POINTS, Kennel, Scenario
from tests.integration.kills.pipeline import DATABASES, expected_hash

SAMPLE = 12
SERIES = 200
DEATHS_EACH = 24


@pytest.fixture
def kennel() -> Iterator[Kennel]:
    opened = Kennel()
    yield opened
    opened.close()


def test_a_dozen_kills_change_nothing(kennel: Kennel, tmp_path: Path) -> None:
    killed = _play(kennel, tmp_path, seed=1, deaths=SAMPLE)

    assert killed.total() >= SAMPLE


@pytest.mark.servers
def test_two_dozen_kills_change_nothing_on_postgresql(kennel: Kennel, tmp_path: Path) -> None:
    """Two relays and three consumers, killed between processing and commit, commit and offset, send and mark."""
    killed: Counter[str] = Counter()
    for seed in (1, 3):
        with postgresql.databases(["source", "mirror"]) as url:
            killed += _play(kennel, tmp_path / str(seed), seed=seed, deaths=SAMPLE, databases=url)

    assert killed.total() >= 2 * SAMPLE
    print(f"\n{killed.total()} kills on PostgreSQL: {dict(sorted(killed.items()))}")  # noqa: T201 – the figures of the note


@pytest.mark.kills
@pytest.mark.timeout(600)
def test_two_hundred_kills_change_nothing(kennel: Kennel, tmp_path: Path) -> None:
    killed: Counter[str] = Counter()
    seed = 100
    while killed.total() < SERIES:
        killed += _play(kennel, tmp_path / str(seed), seed=seed, deaths=DEATHS_EACH)
        seed += 1

    assert all(killed[point] >= 5 for points in POINTS.values() for point in points), killed
    print(f"\n{killed.total()} kills in {seed - 100} runs: {dict(sorted(killed.items()))}")  # noqa: T201 – the figures of the note


def _play(kennel: Kennel, folder: Path, *, seed: int, deaths: int, databases: str = "") -> Counter[str]:
    for part in ("killed", "alive"):
        (folder / part).mkdir(parents=True)
    if databases:
        (folder / "killed" / DATABASES).write_text(databases)
    scenario = Scenario(kennel, folder / "killed", seed, deaths)
    found = scenario.run()
    assert found == expected_hash(folder / "alive", seed, COMMANDS), f"seed {seed} after {dict(scenario.killed)}"
    return scenario.killed
