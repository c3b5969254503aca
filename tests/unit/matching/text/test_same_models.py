"""The same lessons and the same seed give the same files, byte by byte; another seed gives others."""

from pathlib import Path

import pytest

from services.matching.adapters import text_models
from services.matching.adapters.embedders import TABLE
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.shipped_trades import shipped_trades
from services.matching.adapters.text_models import Lessons, train_models, write_models
from services.matching.adapters.text_pairs import Named
from services.matching.adapters.text_said import everyday_names
from services.matching.adapters.text_training import Plan

SOME = 40
SHORT = Plan(steps=60)


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    trades = shipped_trades()[:SOME]
    names = [Named(name.text, trade.rome) for trade in trades for name in trade.names]
    return Lessons([names], everyday_names(trades), ["boulanger"])


def _written(lessons: Lessons, folder: Path, seed: int) -> dict[str, bytes]:
    trained = train_models(lessons, StaticEmbedder(load_table(TABLE)), tell=lambda _: None, seed=seed)
    return {path.name: path.read_bytes() for path in write_models(trained, folder, seed=seed)}


def test_the_same_seed_gives_the_same_files(lessons: Lessons, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_models, "STEP_PLAN", SHORT)
    monkeypatch.setattr(text_models, "TABLE_PLAN", SHORT)
    first, again, other = (_written(lessons, tmp_path / str(place), seed) for place, seed in enumerate((17, 17, 18)))
    assert len(first) == 5
    assert first == again
    assert all(first[name] != other[name] for name in first)
