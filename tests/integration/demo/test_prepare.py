"""The invented territory is played through the real rules, and they refuse nothing of it, at any hour of the day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.demo.play import is_ready, prepare
from services.kernel.settings import Settings


@pytest.mark.parametrize("hour", [1, 23])
def test_every_story_is_played_whole_at_any_hour(hour: int, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "demo", invented=True, public_base="http://testserver")
    now = datetime.now(UTC).replace(hour=hour, minute=30, second=0, microsecond=0) - timedelta(days=1)
    summary = prepare(settings, tell=lambda _: None, now=now)
    assert summary is not None
    assert (summary.people, summary.refused) == (44, [])
    assert is_ready(settings.data())
