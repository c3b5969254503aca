"""``cite ranker`` on the real records: learned, judged, refused, confirmed, in force, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from services.kernel.clock import utc_now
from services.kernel.database import Database
from services.kernel.problems import Conflict, NotFound
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.domain.ranking.table import faults
from services.matching.entrypoints.ranker_cli import ranker_commands
from services.matching.use_cases.rank_offers_for_profile import Tools
from tests.factories.matching_service import TERRITORY, KnownTrades, MatchingService, offer
from tests.factories.rankers import some_outcomes


class Terminal:
    """The commands over the database of a running service."""

    def __init__(self, service: MatchingService) -> None:
        self.service = service
        self.lines: list[str] = []
        url = service.runtime.database.url
        tools = Tools(KnownTrades(), service.index)
        self._app = ranker_commands(lambda: Database(url), lambda: tools, lambda _territory: {}, self.lines.append)

    def run(self, *words: str) -> Result:
        self.lines.clear()
        return CliRunner().invoke(self._app, list(words))

    def said(self, *words: str) -> str:
        done = self.run(*words)
        assert done.exit_code == 0, done.output + repr(done.exception)
        return "\n".join(self.lines)

    def refused(self, *words: str) -> str:
        done = self.run(*words)
        assert isinstance(done.exception, Conflict), repr(done.exception)
        return done.exception.message


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    running = MatchingService(tmp_path).ready()
    running.hear(offer())
    yield Terminal(running)
    running.close()


def learn_from(terminal: Terminal, count: int) -> None:
    with terminal.service.runtime.database.transaction() as connection:
        uow = SqlUnitOfWork(connection, TERRITORY, Memory())
        for row in some_outcomes(count, until=utc_now().date()):
            uow.outcomes.save(row)


def test_from_outcomes_to_force_and_back(terminal: Terminal) -> None:
    assert "En vigueur : le classement documenté" in terminal.said("status", TERRITORY)
    learn_from(terminal, 1200)

    told = terminal.said("train", TERRITORY)
    version = told.split(" ")[0]
    assert "(à l'étude)" in told
    assert "Pas encore évalué" in told
    assert "n'a pas été évalué" in terminal.refused("promote", TERRITORY, version)

    judged = terminal.said("evaluate", TERRITORY, version)
    assert "NDCG@10" in judged
    assert "insuffisant" in judged
    assert "Un humain doit décider" in terminal.refused("promote", TERRITORY, version)

    assert version in terminal.said(
        "promote", TERRITORY, version, "--confirm-with", "Examiné en comité.", "--signed", "Marc Rivière"
    )
    assert "Raison écrite : Examiné en comité. (Marc Rivière, le " in terminal.said("status", TERRITORY)
    (card,) = json.loads(terminal.said("status", TERRITORY, "--json"))
    assert (card["standing"], card["reason"], card["replaces"]) == ("in_force", "Examiné en comité.", "prior-1")
    assert card["card"]["data"]["rows"] < 1200, "the newest quarter judges, it does not teach"
    with terminal.service.runtime.database.reading() as connection:
        table = SqlUnitOfWork(connection, TERRITORY, Memory()).rankings.in_force()
    assert (table.version, faults(table)) == (version, ())

    assert "classement documenté" in terminal.said("rollback", TERRITORY)
    assert len(terminal.service.audit("ranker.trained")) == len(terminal.service.audit("ranker.evaluated")) == 1


def test_a_prudent_version_says_so_on_its_card(terminal: Terminal) -> None:
    learn_from(terminal, 1200)
    told = terminal.said("train", TERRITORY, "--circumstances", "0.5")

    assert "Version prudente : le trajet, les horaires et l'attente y pèsent 50 % de leur poids." in told


def test_a_shadow_says_what_it_would_have_shown_to_the_operator_alone(terminal: Terminal) -> None:
    learn_from(terminal, 1200)
    version = terminal.said("train", TERRITORY).split(" ")[0]

    assert "dans l'ombre" in terminal.said("shadow", TERRITORY, version)
    assert "aucune liste à comparer encore" in terminal.said("status", TERRITORY)


def test_too_few_outcomes_are_said_with_their_count(terminal: Terminal) -> None:
    learn_from(terminal, 120)

    assert "il en faut 200" in terminal.refused("train", TERRITORY)
    assert "classement documenté" in terminal.said("status", TERRITORY)


def test_a_territory_that_nobody_knows_is_said_with_those_that_are(terminal: Terminal) -> None:
    for command in (["status"], ["train"], ["rollback"], ["simulate"], ["promote", "v"], ["evaluate", "v"]):
        done = terminal.run(command[0], "nulle-part", *command[1:])
        assert isinstance(done.exception, NotFound), command
        assert f"Aucun territoire n'a le code « nulle-part ». Ceux d'ici : {TERRITORY}." in done.exception.message


def test_simulated_outcomes_never_enter_a_real_territory(terminal: Terminal) -> None:
    assert "n'est pas inventé" in terminal.refused("simulate", TERRITORY)
