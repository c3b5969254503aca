"""The small models learn, the same way each time; the judgement counts right."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.adapters.embedders import TABLE
from services.matching.adapters.embedders_linear import unit
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.official_rome import OfficialRome
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.text_development import DevelopmentSet, Held, Question, is_held, mistyped
from services.matching.adapters.text_evaluation import (
    Judged,
    against_best,
    gains,
    interval,
    learned_fusion,
    reciprocal,
    report,
    table,
)
from services.matching.adapters.text_fusion import choice, learned
from services.matching.adapters.text_matcher import TextMatcher
from services.matching.adapters.text_pairs import Named, groups_of
from services.matching.adapters.text_parity import both_genders, parity
from services.matching.adapters.text_training import Pairs, Plan, contrast, train_step
from services.matching.adapters.text_training_static import train_table
from services.matching.adapters.text_weighing import WITH_SENTENCES, WITHOUT_SENTENCES, keep, shipped_weighing
from services.matching.domain.text.repair import within_one_edit
from services.matching.domain.text.weights import PARTS, PLAIN_PARTS, SIGNS, Weighing, even

PLAN = Plan(steps=120, batch=16, rate=1e-2)


def test_the_step_draws_the_members_of_a_group_together() -> None:
    generator = np.random.default_rng(3)
    meanings = generator.normal(size=(24, 4))
    turn = generator.normal(size=(4, 16))
    groups = [
        unit((meaning @ turn + 3 * generator.normal(size=(3, 16)) * np.arange(16) / 16).astype(np.float32))
        for meaning in meanings
    ]
    step = train_step(groups, follows="any", plan=PLAN)

    def nearest_is_kin(turned: list[np.ndarray]) -> float:
        firsts, seconds = np.stack([group[0] for group in turned]), np.stack([group[1] for group in turned])
        return float(((firsts @ seconds.T).argmax(axis=1) == np.arange(24)).mean())

    assert nearest_is_kin([step.applied(group) for group in groups]) > nearest_is_kin(groups)
    again = train_step(groups, follows="any", plan=PLAN)
    np.testing.assert_array_equal(step.matrix, again.matrix)


def test_the_contrast_is_the_slope_of_its_loss() -> None:
    generator = np.random.default_rng(4)
    first, second = (generator.normal(size=(5, 3)) for _ in range(2))

    def loss(rows: np.ndarray) -> float:
        a = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        b = second / np.linalg.norm(second, axis=1, keepdims=True)
        alike = a @ b.T / 0.5
        by_row = np.log(np.exp(alike).sum(axis=1)) - np.diag(alike)
        by_column = np.log(np.exp(alike).sum(axis=0)) - np.diag(alike)
        return float((by_row.mean() + by_column.mean()) / 2)

    slope, _ = contrast(first, second, 0.5)
    nudge = np.zeros_like(first)
    nudge[2, 1] = 1e-5
    measured = (loss(first + nudge) - loss(first - nudge)) / 2e-5
    assert float(slope[2, 1]) == pytest.approx(measured, rel=1e-3)


def test_the_table_learns_words_and_cuts_those_it_never_saw() -> None:
    groups = [["cuisinier", "chef de cuisine", "commis de cuisine"], ["marin", "matelot", "marin pêcheur"]] * 4
    table_ = train_table(groups, plan=PLAN)
    cook, kitchen, sea, new = StaticEmbedder(table_).embed(["cuisinier", "commis de cuisine", "matelot", "cuistots"])
    assert cook @ kitchen > cook @ sea
    assert np.linalg.norm(new) > 0
    assert "pêcheur" in table_.lexicon


def test_a_pair_is_two_members_of_one_group() -> None:
    sizes = [2, 5, 3]
    pairs = Pairs(sizes, Plan(steps=1, batch=3))
    group_of = np.repeat(np.arange(3), sizes)
    for _ in range(200):
        first, second = pairs.draw()
        assert np.all(first != second)
        assert np.all(group_of[first] == group_of[second])


def test_groups_hold_distinct_forms_of_trades_with_two_names() -> None:
    named = [
        Named("Vendeur / Vendeuse", "A"),
        Named("vendeuse", "A"),
        Named("Vendeur conseil", "A"),
        Named("Seul", "B"),
    ]
    assert groups_of(named) == [["vendeur", "vendeur conseil"]]


@given(st.sampled_from(["conducteur de bus", "caissier", "agent d'entretien"]), st.integers(0, 10_000))
def test_a_mistyped_title_has_one_error_in_one_word(title: str, seed: int) -> None:
    typed = mistyped(title, random.Random(seed))
    changed = [(a, b) for a, b in zip(title.split(" "), typed.split(" "), strict=True) if a != b]
    assert len(changed) <= 1
    assert all(within_one_edit(a, b) for a, b in changed)


def test_about_a_quarter_of_trades_is_held_out_always_the_same() -> None:
    held = [trade for trade in map(str, range(2000)) if is_held(trade)]
    assert 400 < len(held) < 600
    assert held == [trade for trade in map(str, range(2000)) if is_held(trade)]


def _judged(name: str = "one") -> Judged:
    right = [np.array([True, False, False]), np.array([False, True, False])] * 10
    good = np.array([[0.9, 0.1, 0.0], [0.8, 0.7, 0.1]] * 10, dtype=np.float32)
    helping = np.array([[0.0, 0.0, 0.0], [0.0, 0.9, 0.0]] * 10, dtype=np.float32)
    signs = np.tile([[0.5] * len(SIGNS), [1.0] * len(SIGNS)], (10, 1))
    return Judged(name, "un jeu", "official", {"meaning": good, "words": helping}, signs, right, np.arange(20) % 4)


def test_the_figures_are_reciprocal_ranks_and_the_fusion_is_compared_with_each_part() -> None:
    judged = [_judged()]
    fused = {"one": judged[0].fused(even(("meaning", "words")), np.ones(20, bool))}
    told = report(judged, fused)
    assert told["one"]["meaning"].mean == pytest.approx(0.75)
    assert told["all"]["fusion"].mean == pytest.approx(1.0)
    assert gains(judged, fused)["meaning"].low > 0
    assert "| one |" in table(told)
    assert against_best(judged, fused)["one"][0] == "meaning"


def test_the_fusion_is_learned_and_judged_out_of_fold() -> None:
    found = learned_fusion([_judged("one"), _judged("two")])
    assert found.figures["two"].mean() == pytest.approx(1.0)
    weights = found.weighing.weights(np.full((1, len(SIGNS)), 0.5))
    assert weights.min() > 0.05
    assert weights.sum() == pytest.approx(1.0)


def test_a_sign_tells_which_part_to_believe() -> None:
    generator = np.random.default_rng(5)
    choices = []
    for number in range(120):
        right = np.eye(6, dtype=bool)[generator.integers(0, 6)]
        telling, noise = right * 0.4 + generator.random(6) * 0.5, generator.random(6)
        known = number % 2
        given_ = np.stack([noise, telling] if known else [telling, noise], axis=1).astype(np.float32)
        choices.append(choice(given_, right, np.array([0.5, known])))
    weighing = learned([choices] * 10, ("meaning", "trade_names"))
    strange, printed = weighing.weights(np.array([[0.5, 0.0], [0.5, 1.0]]))
    assert strange[0] > 2 * strange[1]
    assert printed[1] > 2 * printed[0]


def test_what_is_kept_is_what_was_learned(tmp_path: Path) -> None:
    generator = np.random.default_rng(6)
    weighing = Weighing(PARTS, generator.normal(size=len(PARTS)), generator.normal(size=(len(PARTS), len(SIGNS))))
    path = keep({WITH_SENTENCES: weighing, WITHOUT_SENTENCES: even(PLAIN_PARTS)}, tmp_path / "fusion.json")
    read = shipped_weighing(sentences=True, path=path)
    signs = generator.random((4, len(SIGNS)))
    np.testing.assert_allclose(read.weights(signs), weighing.weights(signs), atol=1e-3)
    assert shipped_weighing(sentences=False, path=path).parts == PLAIN_PARTS
    path.write_text(path.read_text().replace("known", "other"))
    with pytest.raises(ValueError, match="--keep-weights"):
        shipped_weighing(sentences=True, path=path)


def test_a_part_that_only_misleads_gets_no_weight() -> None:
    generator = np.random.default_rng(3)
    right = np.eye(6, dtype=bool)[generator.integers(0, 6, 60)]
    telling = right * 0.5 + generator.random((60, 6))
    misleading = -1.0 * right + 0.2 * generator.random((60, 6))
    choices = [
        choice(np.stack([one, other], axis=1).astype(np.float32), answer, np.full(len(SIGNS), 0.5))
        for one, other, answer in zip(telling, misleading, right, strict=True)
    ]
    weights = learned([choices], ("meaning", "words")).weights(np.full((1, len(SIGNS)), 0.5))[0]
    assert weights.min() >= 0
    assert weights[1] < 0.02


def test_what_is_held_is_a_quarter_of_trades_and_a_twelfth_of_the_other_names() -> None:
    rome = OfficialRome(codes={f"A{code:04}": (f"Métier {code}", f"A{code:04}") for code in range(2000)})
    names = [Named(f"Nom {code} {name}", f"A{code:04}") for code in range(2000) for name in range(3)]
    held = Held(rome)
    kept = held.without(names)
    assert 0.65 < len(kept) / len(names) < 0.72
    assert not any(held.trade(named.trade) or held.name(named) for named in kept)


def test_both_genders_of_a_title_are_asked_where_both_are_printed() -> None:
    assert both_genders("Conducteur / Conductrice de bus") == ("Conducteur de bus", "Conductrice de bus")
    assert both_genders("Fleuriste") is None


def test_parity_is_told_title_by_title() -> None:
    corpus = (Named("Conducteur / Conductrice de bus", "A"), Named("Coiffeur / Coiffeuse", "B"), Named("Marin", "C"))
    questions = tuple(Question(title.title, frozenset({title.trade})) for title in corpus)
    found = DevelopmentSet("one", "un jeu", questions, corpus)
    matcher = TextMatcher([title.title for title in corpus], Models(pieces=StaticEmbedder(load_table(TABLE))))
    told = parity(found, matcher)
    assert told.titles == 2
    assert told.gap.mean == pytest.approx(0)
    assert told.same_rank == 1.0


def test_a_question_that_no_title_answers_counts_for_nothing() -> None:
    assert reciprocal(np.array([0.5, 0.2]), np.array([False, False])) == 0.0
    assert reciprocal(np.array([0.5, 0.5, 0.2]), np.array([False, True, False])) == pytest.approx(1 / 1.5)


def test_an_interval_holds_its_mean() -> None:
    found = interval([np.array([0.0, 1.0] * 50)])
    assert found.low < found.mean == 0.5 < found.high
