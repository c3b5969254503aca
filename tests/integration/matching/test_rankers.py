"""Versions of the ranking on the real records and pages: promoted, refused, taken back; a shadow is never shown."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from services.kernel.problems import Conflict, NotFound
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.adapters.tables import proposals
from services.matching.domain.learning.card import in_french
from services.matching.domain.learning.outcome import Outcome, recalled
from services.matching.domain.learning.ranker import Ranker, Standing
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.score import from_values
from services.matching.use_cases.evaluate_ranker import evaluate_ranker, keep_evaluation
from services.matching.use_cases.promote_ranker import promote_ranker, rollback_ranker, shadow_ranker
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.train_ranker import train_ranker
from tests.factories.matching_service import (
    PROFILE,
    TERRITORY,
    KnownTrades,
    MatchingService,
    coordination,
    offer,
    referent,
)
from tests.factories.rankers import a_card, a_judged_town, a_ranker, a_table
from tests.factories.ranking import CLEANER

LIST = f"/matching/api/profiles/{PROFILE}/offers"
FIRST, SECOND = "appris-2026-03-01-1", "appris-2026-03-02-1"
BY = "operator:terminal"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[MatchingService]:
    running = MatchingService(tmp_path).ready()
    running.hear(offer(), offer(2, title="Ménage de bureaux", rome=CLEANER))
    yield running
    running.close()


@contextmanager
def work(service: MatchingService) -> Iterator[SqlUnitOfWork]:
    with service.runtime.database.transaction() as connection:
        yield SqlUnitOfWork(connection, TERRITORY, Memory())


def keep(service: MatchingService, *versions: str, **changes: object) -> None:
    with work(service) as uow:
        for version in versions:
            uow.rankings.save(a_ranker(version, **changes))


def promote(service: MatchingService, version: str, reason: str = "", signed: str = "") -> None:
    with work(service) as uow:
        promote_ranker(version, reason=reason, signed=signed, by=BY, uow=uow, now=service.now)


def model_shown(service: MatchingService) -> str:
    return str(service.client(referent()).get(LIST).json()["model"])


def test_a_promoted_version_scores_the_next_list_and_its_reasons_still_sum(service: MatchingService) -> None:
    before = service.client(referent()).get(LIST).json()
    keep(service, FIRST)
    promote(service, FIRST)

    after = service.client(referent()).get(LIST).json()

    assert (before["model"], after["model"]) == ("prior-1", FIRST)
    assert before["items"][0]["score"] != after["items"][0]["score"]
    for item in after["items"]:
        assert sum(reason["log_odds"] for reason in item["reasons"]) == pytest.approx(item["log_odds"], abs=1e-12)
    one = service.client(referent()).get(f"{LIST}/{offer().offer_id}").json()
    assert (one["model"], one["log_odds"]) == (FIRST, after["items"][0]["log_odds"])
    people = service.client(referent()).get(f"/matching/api/offers/{offer().offer_id}/people").json()
    assert (people["model"], people["items"][0]["log_odds"]) == (FIRST, after["items"][0]["log_odds"])
    (audited,) = service.audit("ranker.promoted")
    assert json.loads(audited["details"]) == {"replaces": "prior-1", "confirmed": False, "signed": False}
    assert audited["actor"] == BY


def test_rollback_gives_back_the_list_of_before_to_the_last_decimal(service: MatchingService) -> None:
    documented = service.client(referent()).get(LIST).json()
    keep(service, FIRST, SECOND)
    promote(service, FIRST)
    promote(service, SECOND)
    with work(service) as uow:
        assert {one.version: one.standing for one in uow.rankings.all()} == {
            FIRST: Standing.RETIRED, SECOND: Standing.IN_FORCE,
        }  # fmt: skip
        assert rollback_ranker(by=BY, uow=uow, now=service.now) == FIRST
    assert model_shown(service) == FIRST
    with work(service) as uow:
        assert rollback_ranker(by=BY, uow=uow, now=service.now) == prior.VERSION
    assert service.client(referent()).get(LIST).json() == documented
    with work(service) as uow, pytest.raises(Conflict, match="rien à retirer"):
        rollback_ranker(by=BY, uow=uow, now=service.now)
    assert [json.loads(row["details"])["to"] for row in service.audit("ranker.rolled_back")] == [FIRST, "prior-1"]


def test_what_loses_to_the_prior_or_fails_the_audit_is_refused_and_nothing_changes(service: MatchingService) -> None:
    keep(service, FIRST, card=a_card(refusals=("Il ne fait pas mieux que le classement documenté.",)))
    keep(service, SECOND, card={"data": a_card()["data"]})
    with pytest.raises(Conflict, match="ne fait pas mieux") as loses:
        promote(service, FIRST, reason="je le veux quand même", signed="Marc Rivière")
    with pytest.raises(Conflict, match="n'a pas été évalué"):
        promote(service, SECOND)
    with pytest.raises(NotFound):
        promote(service, "inconnu")

    assert loses.value.code == "not-promotable"
    assert model_shown(service) == "prior-1"
    assert service.audit("ranker.promoted") == []


def test_what_was_measured_long_ago_or_before_judgements_were_looked_at_is_measured_again(
    service: MatchingService,
) -> None:
    long_ago, half = a_card(), a_card()
    long_ago["evaluation"]["on"] = (service.now.date() - timedelta(days=31)).isoformat()
    del half["evaluation"]["judgements"]
    keep(service, FIRST, card=long_ago)
    keep(service, SECOND, card=half)
    for version in (FIRST, SECOND):
        with pytest.raises(Conflict, match="Refaites-le : cite ranker evaluate") as stale:
            promote(service, version, reason="Vu en comité.", signed="Marc Rivière")
        assert stale.value.code == "evaluation-too-old"

    assert model_shown(service) == "prior-1"


def test_where_the_audit_could_not_conclude_a_human_must_say_why_and_sign(service: MatchingService) -> None:
    keep(service, FIRST, card=a_card(doubts=("Équité insuffisant : moins de 30 personnes.",)))
    for reason, signed in (("  ", "Marc Rivière"), ("Examiné en comité le 2 mars, 12 seniors.", " ")):
        with pytest.raises(Conflict, match="Un humain doit décider"):
            promote(service, FIRST, reason=reason, signed=signed)

    promote(service, FIRST, reason="Examiné en comité le 2 mars, 12 seniors.", signed="Marc Rivière")

    with work(service) as uow:
        kept = uow.rankings.get(FIRST)
    assert kept.reason == "Examiné en comité le 2 mars, 12 seniors."
    assert kept.card["decision"] == {"by": "Marc Rivière", "reason": kept.reason, "on": service.now.date().isoformat()}
    page = service.client(coordination(), accept="text/html").get("/equite/classement").text
    assert "Marc Rivière" in page
    assert json.loads(service.audit("ranker.promoted")[0]["details"])["confirmed"] is True


def test_a_version_in_shadow_scores_silently_and_is_shown_nowhere(service: MatchingService) -> None:
    plain = service.client(referent()).get(LIST).json()
    keep(service, FIRST)
    with work(service) as uow:
        shadow_ranker(FIRST, by=BY, uow=uow, now=service.now)

    again = service.client(referent()).get(LIST)
    page = service.client(referent(), accept="text/html").get(f"/matching/profiles/{PROFILE}/offres").text

    assert again.json() == plain
    assert FIRST not in again.text
    assert FIRST not in page
    with service.runtime.database.reading() as connection:
        rows = connection.execute(select(proposals)).mappings().all()
    assert len(rows) == len(plain["items"]) > 1
    for row in rows:
        values = recalled(json.loads(row["features"]))
        assert row["model"] == "prior-1"
        assert row["points"] == pytest.approx(from_values(values).points)
        assert row["shadow_model"] == FIRST
        assert row["shadow_points"] == pytest.approx(from_values(values, a_table()).points)
    with work(service) as uow:
        compared = uow.outcomes.shadowed(FIRST, service.now.date())
    assert sorted(place for place, _ in compared) == sorted(place for _, place in compared) == [1, 2]


def test_only_one_version_is_in_shadow_and_the_one_in_force_never_is(service: MatchingService) -> None:
    keep(service, FIRST, SECOND)
    with work(service) as uow:
        shadow_ranker(FIRST, by=BY, uow=uow, now=service.now)
        shadow_ranker(SECOND, by=BY, uow=uow, now=service.now)
        assert uow.rankings.get(FIRST).standing is Standing.CANDIDATE
    promote(service, FIRST)
    with work(service) as uow, pytest.raises(Conflict, match="en vigueur"):
        shadow_ranker(FIRST, by=BY, uow=uow, now=service.now)


def test_a_territory_never_scores_with_the_table_of_another(service: MatchingService) -> None:
    with service.runtime.database.transaction() as connection:
        other = SqlUnitOfWork(connection, "ailleurs", Memory())
        other.rankings.save(a_ranker(standing=Standing.IN_FORCE))
        assert other.rankings.in_force().version == FIRST

    assert model_shown(service) == "prior-1"


def test_a_territory_with_too_few_outcomes_learns_nothing(service: MatchingService) -> None:
    with work(service) as uow, pytest.raises(Conflict, match="Trop peu pour apprendre"):
        train_ranker(train=lambda _lessons, version: a_table(version), uow=uow, now=service.now)


def test_an_evaluation_without_later_outcomes_nor_groups_is_written_and_bars_the_way(service: MatchingService) -> None:
    keep(service, FIRST, card={"data": a_card()["data"]})
    tools = Tools(KnownTrades(), service.index)
    with work(service) as uow:
        judged = evaluate_ranker(FIRST, groups={}, uow=uow, tools=tools, now=service.now)
        keep_evaluation(judged, by=BY, uow=uow, now=service.now)

    measured = judged.card["evaluation"]
    assert "Trop peu de suites plus récentes" in measured["refusals"][0]
    assert "insuffisant" in measured["doubts"][0]
    with pytest.raises(Conflict, match="Trop peu de suites"):
        promote(service, FIRST)


def evaluated(service: MatchingService, rows: list[Outcome], groups: Mapping[UUID, Mapping[str, str]]) -> Ranker:
    """A version that learned nothing yet, judged on these outcomes."""
    keep(service, FIRST, card={"data": a_card()["data"]})
    with work(service) as uow:
        for row in rows:
            uow.outcomes.save(row)
        tools = Tools(KnownTrades(), service.index)
        return evaluate_ranker(FIRST, groups=groups, uow=uow, tools=tools, now=service.now)


def test_what_was_learned_of_harsh_judgements_is_refused_and_the_card_names_the_group(service: MatchingService) -> None:
    rows, groups = a_judged_town(2, 8, of_old=0.5, on=service.now.date())
    judged = evaluated(service, rows, groups)

    (seniors,) = [one for one in judged.card["evaluation"]["judgements"] if one["group"] == "seniors"]
    assert seniors["verdict"] == "mis de côté plus souvent"
    assert any("« seniors »" in line and "plus souvent" in line for line in judged.card["evaluation"]["refusals"])
    assert any(line.startswith("Mises de côté, groupe « seniors » : +30,0 points") for line in in_french(judged.card))
    with work(service) as uow:
        keep_evaluation(judged, by=BY, uow=uow, now=service.now)
    with pytest.raises(Conflict, match="à métier, trajet et horaires semblables"):
        promote(service, FIRST, reason="Vu en comité.", signed="Marc Rivière")


def test_judgements_that_are_alike_stand_in_nobody_s_way(service: MatchingService) -> None:
    rows, groups = a_judged_town(4, 4, of_old=0.8, on=service.now.date())
    measured = evaluated(service, rows, groups).card["evaluation"]

    assert {one["verdict"] for one in measured["judgements"]} == {"aucun écart montré"}
    assert not [line for line in measured["refusals"] if line.startswith("Jugements")]


def test_groups_lent_to_the_audit_are_kept_nowhere_but_as_counts_of_five_and_more(service: MatchingService) -> None:
    keep(service, FIRST)
    tools = Tools(KnownTrades(), service.index)
    groups = {PROFILE: {"cohort": "groupe-secret", "sex": "woman", "age": "26-49"}}
    with work(service) as uow:
        judged = evaluate_ranker(FIRST, groups=groups, uow=uow, tools=tools, now=service.now)

    assert all(gap["conditional"] is None and gap["change"] is None for gap in judged.card["evaluation"]["fairness"])
    assert str(PROFILE) not in json.dumps(judged.card)


def test_the_table_of_a_version_never_changes_once_written(service: MatchingService) -> None:
    keep(service, FIRST)
    with work(service) as uow:
        uow.rankings.save(replace(a_ranker(FIRST), table=a_table(FIRST, trade=9.0)))
    with work(service) as uow:
        assert uow.rankings.get(FIRST).table == a_table(FIRST)


def test_coordination_reads_which_ranking_is_in_force_and_its_card(service: MatchingService) -> None:
    keep(service, FIRST)
    promote(service, FIRST)
    client = service.client(coordination(), accept="text/html")

    way_in, page = client.get("/equite").text, client.get("/equite/classement").text

    assert 'href="/equite/classement"' in way_in
    assert FIRST in page
    assert "Appris de 900 suites de 64 personnes" in page
    assert "seniors" in page
    assert "conforme" in page


def test_before_anything_is_learned_the_page_says_that_the_documented_ranking_serves(service: MatchingService) -> None:
    page = service.client(coordination(), accept="text/html").get("/equite/classement").text

    assert "Classement documenté" in page
    assert "Aucune version apprise" in page
