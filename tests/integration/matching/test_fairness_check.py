"""The check of fairness on a territory's records: made, kept for the page, told in the terminal, few people hidden."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from services.kernel.clock import utc_now
from services.kernel.database import Database
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.entrypoints.evaluate_cli import evaluate_commands
from services.matching.entrypoints.fairness_cli import FairnessDesk
from services.matching.use_cases.rank_offers_for_profile import Tools
from tests.factories.matching_service import (
    PROFILE,
    TERRITORY,
    KnownTrades,
    MatchingService,
    coordination,
    offer,
    profile,
    referent,
)
from tests.factories.rankers import some_outcomes
from tests.factories.ranking import uid

PAGE = "/equite/classement"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    running = MatchingService(tmp_path).ready()
    running.hear(offer())
    yield running
    running.close()


def groups() -> Mapping[UUID, Mapping[str, str]]:
    """Fifty-seven people of the outcomes, three of them alone in their cohort; the one who is followed with them."""
    told = {
        uid(100 + number): {"cohort": "jeunes" if number < 57 else "seniors", "sex": "femme"} for number in range(60)
    }
    return told | {PROFILE: {"cohort": "jeunes", "sex": "femme"}}


def checked(service: MatchingService, tmp_path: Path, *, outcomes: int) -> tuple[str, dict[str, object]]:
    """What the command says, and what it writes."""
    with service.runtime.database.transaction() as connection:
        uow = SqlUnitOfWork(connection, TERRITORY, Memory())
        for row in some_outcomes(outcomes, until=utc_now().date()):
            uow.outcomes.save(row)
    url, said, out = service.runtime.database.url, list[str](), tmp_path / "fairness.json"
    tools = Tools(KnownTrades(), service.index)
    desk = FairnessDesk(lambda: Database(url), lambda: tools, lambda _territory: groups(), said.append)
    done = CliRunner().invoke(evaluate_commands(desk), ["fairness", TERRITORY, "--json", str(out)])
    assert done.exit_code == 0, done.output + repr(done.exception)
    return "\n".join(said), json.loads(out.read_text(encoding="utf-8"))["fairness"]


def test_success_by_group_comes_from_the_outcomes_and_is_read_on_the_page(
    service: MatchingService, tmp_path: Path
) -> None:
    before = service.client(coordination(), accept="text/html").get(PAGE).text
    told, written = checked(service, tmp_path, outcomes=240)
    page = service.client(referent(), accept="text/html").get(PAGE).text

    assert "Aucun contrôle n’a encore été fait ici" in before
    assert "Réussites, groupe « jeunes » : " in told
    assert "Réussites, groupe « seniors » : non affiché, non affiché." in told
    success = {one["group"]: one for one in written["success"]}  # type: ignore[index,attr-defined]
    assert success["jeunes"]["people"] == 57
    assert success["jeunes"]["part"]["low"] < success["jeunes"]["part"]["mean"] < success["jeunes"]["part"]["high"]
    assert (success["seniors"]["part"], success["seniors"]["people"]) == (None, None)
    assert "Qui réussit" in page
    assert "Mises de côté, groupe « jeunes » : " in told
    assert "Les offres sont-elles jugées pareil" in page
    assert "moins de 5" in page
    assert "À lire par un humain" in page
    (audited,) = service.audit("ranking.checked")
    assert json.loads(audited["details"])["rows"] == 240


def test_the_curve_of_what_fairness_costs_is_on_the_page(service: MatchingService, tmp_path: Path) -> None:
    told, written = checked(service, tmp_path, outcomes=240)
    page = service.client(coordination(), accept="text/html").get(PAGE).text

    assert [point["strength"] for point in written["trade_off"]] == [1.0, 0.75, 0.5, 0.25, 0.0]  # type: ignore[index,attr-defined]
    assert "Avec 50 % des circonstances : NDCG@10 0," in told
    assert "Ce que l’équité coûte" in page
    ours = written["trade_off"][0]["ndcg_10"]["mean"]  # type: ignore[index]
    assert f"{ours:.3f}".replace(".", ",") in page


def test_nothing_of_a_person_is_kept_of_the_groups_that_were_lent(service: MatchingService, tmp_path: Path) -> None:
    checked(service, tmp_path, outcomes=60)
    with service.runtime.database.reading() as connection:
        kept = SqlUnitOfWork(connection, TERRITORY, Memory()).fairness_checks.last()

    assert kept is not None
    assert not any(str(person) in json.dumps(kept) for person in groups())


def test_a_second_check_replaces_the_first_and_a_territory_sees_its_own(
    service: MatchingService, tmp_path: Path
) -> None:
    checked(service, tmp_path, outcomes=60)
    _, again = checked(service, tmp_path, outcomes=90)
    with service.runtime.database.reading() as connection:
        assert SqlUnitOfWork(connection, "ailleurs", Memory()).fairness_checks.last() is None
        kept = SqlUnitOfWork(connection, TERRITORY, Memory()).fairness_checks.last()

    assert kept == again
    assert kept is not None
    assert kept["rows"] == {"kept": 90, "outside": 0, "without_features": 0}


def test_before_any_outcome_the_page_says_that_nothing_is_known_yet(service: MatchingService, tmp_path: Path) -> None:
    service.hear(profile(version=2))
    told, written = checked(service, tmp_path, outcomes=0)
    page = service.client(coordination(), accept="text/html").get(PAGE).text

    assert written["success"] == []
    assert "0 suites" in told
    assert "Aucune suite n’est encore connue" in page
