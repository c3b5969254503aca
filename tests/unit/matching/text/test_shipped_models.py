"""The shipped models were made by the code that reads them: whoever changes how words are read trains them again."""

import json
from pathlib import Path

import numpy as np
import pytest

from services.matching.adapters.embedders import KNOWN_BY_PIECES, KNOWN_BY_SENTENCES, MADE, STEP, TABLE
from services.matching.adapters.embedders_linear import load_step
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.known_titles import load_known
from services.matching.adapters.text_weighing import FUSION, WITH_SENTENCES, WITHOUT_SENTENCES, shipped_weighing
from services.matching.domain.text.analysis import analysis_fingerprint
from services.matching.domain.text.weights import PARTS, PLAIN_PARTS, SIGNS

FIGURES = Path(__file__).parents[4] / "bench" / "data" / "text_figures.json"
MADE_WITH = json.loads(MADE.read_text(encoding="utf-8"))


def test_they_were_trained_on_words_read_as_they_are_today() -> None:
    assert MADE_WITH["analysis"] == analysis_fingerprint(), "lancez cite embedder train (services/matching/data/models)"


def test_each_file_is_the_one_of_that_training() -> None:
    sentences, pieces = load_step(STEP).fingerprint(), StaticEmbedder(load_table(TABLE)).fingerprint
    assert (sentences, pieces) == (MADE_WITH["sentences"], MADE_WITH["pieces"])
    known = [load_known(path) for path in (KNOWN_BY_SENTENCES, KNOWN_BY_PIECES)]
    assert [one.follows for one in known] == [sentences, pieces]
    assert [len(one.trade_of) for one in known] == MADE_WITH["known"]


@pytest.mark.parametrize(("sentences", "parts"), [(True, PARTS), (False, PLAIN_PARTS)])
def test_the_weights_are_those_of_the_parts_and_never_below_zero(sentences: bool, parts: tuple[str, ...]) -> None:
    weighing = shipped_weighing(sentences=sentences)
    assert weighing.parts == parts
    weights = weighing.weights(np.random.default_rng(1).random((200, len(SIGNS))))
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_the_weights_are_those_of_the_figures_that_are_published() -> None:
    shipped, told = (json.loads(path.read_text(encoding="utf-8")) for path in (FUSION, FIGURES))
    assert shipped[WITH_SENTENCES] == told["weights"]
    assert shipped[WITHOUT_SENTENCES] == told["weights_without_sentences"]


def test_the_published_fusion_is_never_clearly_below_the_best_part_of_a_set() -> None:
    told = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert all(gain["high"] >= 0 for gain in told["against_best"].values())
    assert all(gain["low"] > 0 for gain in told["gains"].values())
