"""The simulated town: the same seed, the same town; hidden preferences stay hidden; one town exists to be refused."""

import ast
from hashlib import sha256
from pathlib import Path

import pytest

from bench.learning import learned_from
from bench.simulator.hidden import BIASED, FAIR
from bench.simulator.play import BM25, ORACLE, Played, Size, play
from bench.spreading import shown, ways, year_of
from services.matching.domain.learning.audit import audit, refusals
from services.matching.domain.learning.evaluation import by_known, by_table, measure
from services.matching.domain.learning.judgement import harsh, judged_alike
from services.matching.domain.learning.lessons import lessons_of
from services.matching.domain.learning.outcome import OUTSIDE, gained, grade, said_yes
from services.matching.domain.learning.trade_off import softened
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.spreading import SPREADING
from services.matching.domain.ranking.table import faults

ROOT = Path(__file__).parents[3]
SMALL = Size(people=25, firms=14, weeks=10, later=3)
CROWD = Size(people=260, weeks=18, later=2, newcomers=2, looked_at=0.15)


@pytest.fixture(scope="module")
def small() -> Played:
    return play(7, size=SMALL)


@pytest.fixture(scope="module")
def biased() -> Played:
    """A town full of people, whose referents find everything too far for seniors."""
    return play(2, scenario=BIASED, size=CROWD)


@pytest.fixture(scope="module")
def fair() -> Played:
    """The same, where everybody is judged alike."""
    return play(2, scenario=FAIR, size=CROWD)


def audited(played: Played, *, circumstances: float = 1.0) -> tuple[str, ...]:
    """What the audit of exposure says of the table learned there."""
    table = softened(learned_from(played, seed=2), circumstances)
    assert faults(table) == ()
    return refusals(audit(played.pairs, table, played.groups))


def test_the_same_seed_gives_the_same_town_to_the_last_row(small: Played) -> None:
    assert play(7, size=SMALL) == small
    assert play(8, size=SMALL).rows != small.rows


def test_the_rows_are_those_that_the_product_keeps_and_hold_every_ending(small: Played) -> None:
    assert {gained(row) for row in small.rows} == {True, False, None}
    assert {said_yes(row) for row in small.rows} == {True, False, None}
    assert {0, 1, 2, 3} >= {grade(row) for row in small.rows} >= {0, 3}
    assert all(row.seen is not None and row.seen.position <= 20 for row in small.rows)


def test_words_typed_for_somebody_give_rows_without_a_place_that_teach_like_the_others(small: Played) -> None:
    found = [row for row in small.rows if row.seen is not None and row.seen.position == OUTSIDE]
    taught = [one for one in lessons_of(small.rows) if one.position == OUTSIDE]

    assert 0.01 < len(found) / len(small.rows) < 0.2
    assert {gained(row) for row in found} >= {True, False}
    assert 0 < len(taught) <= len(found)
    assert {one.weight for one in taught} == {1.0}
    pairs = [(row.profile_id, row.offer_id) for row in small.rows]
    assert len(pairs) == len(set(pairs)), "what she had in hand is not found again"


def test_what_judges_is_later_than_what_teaches(small: Played) -> None:
    assert small.later
    assert all(one.on >= small.judged_from for one in small.later)
    assert any(row.opened_on < small.judged_from for row in small.rows)


def test_nobody_orders_better_than_who_knows_the_hidden_preferences(small: Played) -> None:
    orders = (by_known(ORACLE), by_table(prior.TABLE), by_known(BM25))
    found = [measure(small.later, order).ndcg for order in orders]

    assert all(one is not None for one in found)
    means = [one.mean for one in found if one is not None]
    assert means[0] == max(means)
    assert means[0] < 1.0, "chance and hidden signals leave room above any order"


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("hidden.py", "4abc522e75bdff4f9c85c9efe2c826b9a0dc7a7a8a97c19d2c4a1946c1628dcc"),
        ("town.py", "0f5f07edfcb2dc76b12046f8cba4e2cb97ff02b9563a19d309e553a382e10606"),
    ],
)
def test_the_hidden_preferences_are_those_that_were_fixed_before_anything_was_learned(name: str, fixed: str) -> None:
    """A change here makes every figure told so far void: measure all of them again, and say so."""
    assert sha256((ROOT / "bench" / "simulator" / name).read_bytes()).hexdigest() == fixed


def test_the_harder_the_lists_are_spread_the_more_firms_share_the_attention(small: Played) -> None:
    figures = {name: shown(small, listing) for name, listing in ways(small, prior.TABLE).items()}

    alone, hard = figures["répartition × 0"], figures["répartition × 4"]
    assert hard["gini_firms"] < alone["gini_firms"]
    assert hard["firm_most_shown"] <= alone["firm_most_shown"]
    assert all(0 < one["ndcg_10"] <= 1 and 0 < one["coverage"] <= 1 for one in figures.values())


def test_referents_may_read_spread_lists_and_the_year_is_another_one(small: Played) -> None:
    spread = play(7, size=SMALL, spreading=SPREADING)
    year, other = year_of(small), year_of(spread)

    assert spread.rows != small.rows
    assert year.sent > 0
    assert other.sent > 0
    assert 0 <= other.first_look <= 1
    assert 0 <= other.over_attention <= 1


def test_no_module_of_the_product_reads_the_hidden_preferences() -> None:
    readers = []
    for path in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            named = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if named.startswith("bench"):
                readers.append(path.name)
        assert "simulator.hidden" not in path.read_text(), path

    assert readers == []


def test_a_town_whose_referents_find_everything_too_far_for_seniors_teaches_a_model_that_is_refused(
    biased: Played,
) -> None:
    told = audited(biased)

    assert any("« seniors »" in line and "±10 %" in line for line in told)


def test_making_the_model_prudent_does_not_hide_how_seniors_were_judged(biased: Played) -> None:
    """With a quarter of the circumstances seniors are shown enough; the judgements that taught it are refused still."""
    assert audited(biased, circumstances=0.25) == ()
    told = harsh(judged_alike(biased.rows, biased.groups))

    assert [line for line in told if "« seniors » (groupe)" in line]
    assert not [line for line in told if "jeunes" in line or "femmes" in line]


def test_in_a_town_that_judges_everybody_alike_the_model_passes_the_audit(fair: Played) -> None:
    assert audited(fair) == ()
    assert harsh(judged_alike(fair.rows, fair.groups)) == ()


def test_the_learned_order_beats_the_documented_one_and_that_of_words() -> None:
    """One town that no published figure rests on; `bench/data/ranking_figures.json` holds ten."""
    played = play(101)
    found = [
        measure(played.later, order).ndcg
        for order in (by_table(learned_from(played, seed=101)), by_table(prior.TABLE), by_known(BM25))
    ]

    learned, documented, words = [one.mean for one in found if one is not None]
    assert learned > documented > 1.1 * words
