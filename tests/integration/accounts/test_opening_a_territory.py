"""The operator opens a territory from a file; its coordination signs in with the password that is shown once."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.__main__ import cite
from services.accounts.entrypoints.territory_file import EXAMPLE
from services.kernel.problems import Conflict, Invalid
from tests.factories.stage import Stage

WHOLE_HOUSE = True
"""Every service's database is needed here."""
WHO = ["--email", "claire@ici.example", "--name", "Claire Dubois"]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CITE_INVENTED", "true")
    return tmp_path / "data"


def opened(text: str, *words: str) -> str:
    done = CliRunner().invoke(cite, ["territories", "open", "-", *(words or WHO)], input=text)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_the_example_is_a_file_that_opens_a_territory(house: Path) -> None:
    shown = CliRunner().invoke(cite, ["territories", "example"]).output
    password = re.search(r"provisoire : (\S+)", opened(shown))
    assert password is not None
    stage = Stage(house)
    credentials = {"email": "claire@ici.example", "password": password.group(1)}
    token = stage.client().post("/accounts/api/tokens", json=credentials)
    assert token.status_code == 200, token.text
    stage.close()


def test_a_code_that_is_taken_changes_nothing(house: Path) -> None:
    opened(json.dumps(EXAMPLE))
    with pytest.raises(Conflict, match="porte déjà ce code"):
        opened(json.dumps(EXAMPLE), "--email", "autre@ici.example", "--name", "Autre")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"latitude": 200}, "latitude"),
        ({"inconnu": 1}, "inconnu"),
        ({"code": "Avec Majuscules"}, "réglages du territoire"),
        ({"cohorts": [{"code": "a", "label": "A", "structure": "absente"}]}, "absente"),
        ({"structures": [{"key": "x", "name": "Une structure", "kind": "club"}]}, "Sorte de structure inconnue"),
    ],
)
def test_a_file_to_correct_is_told_at_its_place_and_opens_nothing(
    house: Path, change: dict[str, object], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        opened(json.dumps({**EXAMPLE, **change}))
    assert not (house / "accounts.db").exists()


def test_what_is_not_json_says_its_line(house: Path) -> None:
    with pytest.raises(Invalid, match="ligne 2"):
        opened('{\n"code": }')
