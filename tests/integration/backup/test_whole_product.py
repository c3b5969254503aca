"""`cite backup` and `cite restore` on the real product: what was there is there again, save who was erased since."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.__main__ import cite
from services.candidates.adapters.ledger import ErasureKeeper, Ledger
from tests.factories.small_town import open_town, people, referent, registered
from tests.factories.stage import Stage


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("CITE_EMBEDDER_URL", "characters://")
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path / "data"))
    opened = Stage(tmp_path / "data")
    open_town(opened)
    yield opened
    opened.close()


def test_what_was_there_is_there_again_save_who_was_erased_since(stage: Stage, tmp_path: Path) -> None:
    zelie, _ = registered(stage, "Zélie"), registered(stage, "Sofia")
    kept = CliRunner().invoke(cite, ["backup", str(tmp_path / "kept.tar.gz")])
    assert kept.exit_code == 0, kept.output
    assert "Les clés n'y sont pas" in kept.output

    registered(stage, "Après")
    assert referent(stage).delete(f"/candidates/api/people/{zelie}").is_success
    ErasureKeeper(stage.runtime("candidates").database, Ledger(stage.settings.keys())).settle()
    stage.close()
    back = CliRunner().invoke(cite, ["restore", str(tmp_path / "kept.tar.gz"), "--yes"])
    assert back.exit_code == 0, back.output
    assert "1 effacements au registre, 1 refaits." in back.output

    again = Stage(tmp_path / "data")
    again.pump()
    assert people(again) == ["Sofia"]
    again.close()
