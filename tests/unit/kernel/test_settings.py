"""Settings are read from the environment; places follow the data folder unless told otherwise."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.kernel.settings import Settings


def test_without_environment_everything_is_in_one_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    told = Settings()
    assert told.database_for("matching") == f"sqlite:///{tmp_path}/var/matching.db"
    assert told.event_log() == f"local:///{tmp_path}/var/events.db"
    assert told.mail() == f"folder://{tmp_path}/var/mails"
    assert told.keys() == tmp_path / "var" / "keys"


def test_the_environment_chooses_other_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_DATABASE_URL", "postgresql://db/{service}")
    monkeypatch.setenv("CITE_EVENT_LOG_URL", "kafka://a:9092")
    monkeypatch.setenv("CITE_KEYS_DIR", "/etc/cite/keys")
    monkeypatch.setenv("CITE_PORT", "9000")
    told = Settings()
    assert told.database_for("badges") == "postgresql://db/badges"
    assert told.event_log() == "kafka://a:9092"
    assert told.keys() == Path("/etc/cite/keys")
    assert told.port == 9000


def test_a_value_that_is_not_understood_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_PORT", "eight thousand")
    with pytest.raises(ValidationError, match="port"):
        Settings()


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_a_secret_may_be_a_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "CITE_DATABASE_URL").write_text("postgresql://cite:secret@db/cite_{service}\n")
    (tmp_path / "CITE_EVENT_LOG_URL").write_text("kafka://file:9092")
    monkeypatch.setenv("CITE_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("CITE_EVENT_LOG_URL", "kafka://environment:9092")
    told = Settings()
    assert told.database_for("badges") == "postgresql://cite:secret@db/cite_badges"
    assert told.event_log() == "kafka://environment:9092"


def test_without_the_folder_of_secrets_nothing_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITE_SECRETS_DIR", str(tmp_path / "absent"))
    assert Settings().database_url.startswith("sqlite://")
