"""The invented territory is played through the real rules, and they refuse nothing of it, at any hour of the day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.demo.footing import STARTED, note_start, was_interrupted
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


def test_a_play_on_servers_is_forgotten_only_where_it_began(tmp_path: Path) -> None:
    folder, mine = tmp_path / "demo", "postgresql://me@here/{service}"
    began = Settings(data_dir=folder, database_url=mine)
    note_start(began)
    assert was_interrupted(began)
    for elsewhere in ({"database_url": "postgresql://me@there/{service}"}, {"event_log_url": "kafka://there:9092"}):
        assert not was_interrupted(Settings(data_dir=folder, **{"database_url": mine, **elsewhere}))  # type: ignore[arg-type]
    assert not was_interrupted(Settings(data_dir=tmp_path / "other", database_url=mine))
    assert "me@here" not in (folder / STARTED).read_text()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("")
    with pytest.raises(SystemExit, match="autre chose"):
        prepare(Settings(data_dir=tmp_path, invented=True, public_base="http://testserver"), tell=lambda _: None)
    assert (tmp_path / "photo.jpg").exists()
