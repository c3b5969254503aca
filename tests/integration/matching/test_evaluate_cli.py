"""``cite evaluate all`` in one run: every table printed, every figure in the file; what is not there is said."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.kernel.database import Database
from services.kernel.problems import Conflict, Invalid
from services.matching.entrypoints import evaluate_cli
from services.matching.entrypoints.evaluate_cli import evaluate_commands
from services.matching.entrypoints.fairness_cli import FairnessDesk
from services.matching.use_cases.rank_offers_for_profile import Tools


def nothing_to_open() -> Database:
    raise AssertionError("no territory was asked for")


def no_tools() -> Tools:
    raise AssertionError("no territory was asked for")


@pytest.fixture
def database_url() -> None:
    """None: what is measured is on no database, there is nothing to repeat on PostgreSQL."""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CITE_DATA_DIR", str(tmp_path))
    return CliRunner()


COMMANDS = evaluate_commands(FairnessDesk(nothing_to_open, no_tools, lambda _territory: {}))


def test_the_quick_run_prints_every_table_and_writes_every_figure(terminal: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "all.json"

    done = terminal.invoke(COMMANDS, ["all", "--quick", "--json", str(out)])

    assert done.exit_code == 0, done.output + repr(done.exception)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert set(told) == {"text_shipped", "ranking", "fairness", "assignment"}
    assert told["text_shipped"]["shipped-test"]["fusion"]["mean"] > 0.8
    assert told["text_shipped"]["shipped-test"]["typing"] > 0.8 > told["text_shipped"]["shipped-test"]["typing_names"]
    assert set(told["ranking"]["orders"]) == {"bm25", "prior", "learned", "oracle"}
    assert told["ranking"]["orders"]["oracle"]["ndcg_10"]["mean"] > told["ranking"]["orders"]["bm25"]["ndcg_10"]["mean"]
    assert {"congestion", "coverage", "gini_firms", "new_offers"} <= set(
        told["ranking"]["spreading"]["répartition × 1"]
    )
    town = told["fairness"]["biased-1"]
    assert {"gaps", "success", "trade_off", "refusals", "doubts"} <= set(town)
    assert len(town["trade_off"]) == 5
    for title in ("Compréhension des mots", "Classement", "Équité", "Plan du groupe", "Ce que coûte l'équité"):
        assert title in done.output


def test_without_the_simulator_a_measure_says_so_and_the_others_go_on(
    terminal: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_cli, "RANKING", "bench.not_shipped")
    monkeypatch.setattr(evaluate_cli, "FAIRNESS", "bench.not_shipped")

    done = terminal.invoke(COMMANDS, ["all", "--quick"])

    assert done.exit_code == 1
    assert done.output.count("Le simulateur n'est pas livré") == 2
    assert "44 personnes, 99 offres" in done.output
    alone = terminal.invoke(COMMANDS, ["ranking", "--seeds", "1"])
    assert isinstance(alone.exception, Conflict)


def test_a_run_cut_short_keeps_what_was_measured_and_leaves_the_file_of_before(
    terminal: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluate_cli, "_quick", lambda: (("Une", "one", lambda: 1), ("Deux", "two", cut)))
    out = tmp_path / "all.json"
    out.write_text("before", encoding="utf-8")

    done = terminal.invoke(COMMANDS, ["all", "--quick", "--json", str(out)])

    assert done.exit_code != 0
    assert "2 mesures : Une ; Deux." in done.output
    assert "== 2/2 Deux ==" in done.output
    assert json.loads((tmp_path / "all.json.en-cours").read_text(encoding="utf-8")) == {"one": 1}
    assert out.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--json", "."], "est un dossier"),
        (["--json", "absent/all.json"], "le dossier absent n'existe pas"),
        (["--rome", "absent"], "absent n'est pas un dossier"),
    ],
)
def test_what_cannot_be_written_or_read_is_said_before_anything_is_measured(
    terminal: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(evaluate_cli, "_quick", lambda: pytest.fail("something was measured"))

    done = terminal.invoke(COMMANDS, ["all", "--quick", *options])

    assert isinstance(done.exception, Invalid)
    assert said in done.exception.message
